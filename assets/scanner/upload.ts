/** One upload: the oldest scans of the queue, or none as a sign of life. */
import { type Reply, send } from "./api";
import { battery } from "./battery";
import type { Door } from "./door";
import type { Answer, SentScan, SentUndo, UploadAnswer } from "./protocol";
import { currentLanguage } from "./words";
import { type Batch, noteAnswers, queued, queueLength, setAside } from "./scan-log";

const MOST = 100;

export interface Uploaded {
  sent: Batch;
  answers: Answer[];
  settled: number;
}

/** Send up to a hundred scans. What the server names in its answer leaves the queue, nothing else. */
export async function upload(door: Door, app: string): Promise<Reply<Uploaded>> {
  const batch = await queued(door.storage, door.gathering, MOST);
  const left = (await queueLength(door.storage)) - batch.scans.length - batch.undos.length;
  const reply = await send<UploadAnswer>(`/api/v1/scans?lang=${currentLanguage()}`, {
    token: door.enrolled.token,
    body: {
      sent_at: new Date().toISOString(), app, queued: Math.max(0, left), battery: await battery(),
      epoch: door.enrolled.epoch, scans: batch.scans.map(asSent), undone: batch.undos.map(asUndone),
    },
  });
  if (!reply.ok) {
    if (reply.why === "invalid") await setRefusedAside(door, batch, reply.problems);
    return reply;
  }
  const { epoch, clock_offset_ms: offset, scans: answers, undone } = reply.value;
  await door.setClock(offset);
  if (epoch !== door.enrolled.epoch) await door.enter(epoch);
  await noteAnswers(door.storage, answers, undone);
  door.take(answers);
  return { ok: true, value: { sent: batch, answers, settled: answers.length + undone.length } };
}

/** `scans[3].ticket` names the fourth. */
async function setRefusedAside(door: Door, batch: Batch, problems: Record<string, string>): Promise<void> {
  const named = new Map<string, string>();
  for (const [field, problem] of Object.entries(problems)) {
    const [, list, place] = /^(scans|undone)\[(\d+)\]/.exec(field) ?? [];
    const one = (list === "scans" ? batch.scans : batch.undos)[Number(place)];
    if (list && one) named.set(one.id, problem);
  }
  await setAside(door.storage, named);
}

function asSent(scan: SentScan): SentScan {
  const { id, checkpoint, ticket, guest, scanned_at, verdict, source, party_of, offline } = scan;
  return { id, checkpoint, ticket, guest, scanned_at, verdict, source, party_of, offline };
}

function asUndone({ id, scan, reason, at }: SentUndo): SentUndo {
  return { id, scan, reason, at };
}
