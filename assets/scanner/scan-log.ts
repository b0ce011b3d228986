/** The log of scans on the device: written before a verdict is shown, sent when there is a network. */
import { type LoggedScan, type LoggedUndo, type State, type Storage, STRICT } from "./storage";
import type { Answer } from "./protocol";

const LAST = 20;

export interface Batch {
  scans: LoggedScan[];
  undos: LoggedUndo[];
}

/** Write scans so that they survive the power going out, then return. */
export async function write(storage: Storage, scans: LoggedScan[]): Promise<void> {
  const writing = storage.transaction("scans", "readwrite", STRICT);
  for (const scan of scans) void writing.store.put(scan);
  writing.commit();
  await writing.done;
}

/** Write down that a scan was taken back. */
export async function writeUndo(storage: Storage, undo: LoggedUndo): Promise<void> {
  const writing = storage.transaction(["scans", "undos"], "readwrite", STRICT);
  const scan = await writing.objectStore("scans").get(undo.scan);
  if (scan) void writing.objectStore("scans").put({ ...scan, undone: true });
  void writing.objectStore("undos").put(undo);
  await writing.done;
}

/** What is to be sent, the oldest first. */
export async function queued(storage: Storage, gathering: string, most: number): Promise<Batch> {
  const scans = await storage.getAllFromIndex("scans", "by-state", inState("queued"));
  const undos = await storage.getAllFromIndex("undos", "by-state", "queued");
  const ours = (one: { gathering: string }): boolean => one.gathering === gathering;
  return { scans: scans.filter(ours).slice(0, most), undos: undos.filter(ours).slice(0, most) };
}

/** How many scans and undoings have not reached the server yet, those of other gatherings too. */
export async function queueLength(storage: Storage): Promise<number> {
  const scans = await storage.countFromIndex("scans", "by-state", inState("queued"));
  return scans + (await storage.countFromIndex("undos", "by-state", "queued"));
}

/** Note the server's answers: only what it names has left the queue. */
export async function noteAnswers(storage: Storage, answers: Answer[], undone: string[]): Promise<void> {
  const writing = storage.transaction(["scans", "undos"], "readwrite", STRICT);
  const scans = writing.objectStore("scans");
  for (const { id, verdict, reason } of answers) {
    const scan = await scans.get(id);
    if (scan) void scans.put({ ...scan, state: "sent", answered: { verdict, reason }, problem: "" });
  }
  for (const id of undone) {
    const undo = await writing.objectStore("undos").get(id);
    if (undo) void writing.objectStore("undos").put({ ...undo, state: "sent", problem: "" });
  }
  await writing.done;
}

/** Set aside what the server cannot take; problems by id. */
export async function setAside(storage: Storage, problems: Map<string, string>): Promise<void> {
  const writing = storage.transaction(["scans", "undos"], "readwrite", STRICT);
  for (const [id, problem] of problems) {
    const scan = await writing.objectStore("scans").get(id);
    if (scan) void writing.objectStore("scans").put({ ...scan, state: "aside", problem });
    const undo = await writing.objectStore("undos").get(id);
    if (undo) void writing.objectStore("undos").put({ ...undo, state: "aside", problem });
  }
  await writing.done;
}

/** The server was restored from a backup: everything is sent again. */
export async function queueAll(storage: Storage): Promise<void> {
  const writing = storage.transaction(["scans", "undos"], "readwrite", STRICT);
  for (const scan of await writing.objectStore("scans").index("by-state").getAll(inState("sent"))) {
    void writing.objectStore("scans").put({ ...scan, state: "queued" });
  }
  for (const undo of await writing.objectStore("undos").index("by-state").getAll("sent")) {
    void writing.objectStore("undos").put({ ...undo, state: "queued" });
  }
  await writing.done;
}

/** Note that scans were taken back elsewhere; ids that are not ours are no matter. */
export async function noteUndone(storage: Storage, ids: string[]): Promise<void> {
  const writing = storage.transaction("scans", "readwrite", STRICT);
  for (const id of ids) {
    const scan = await writing.store.get(id);
    if (scan && !scan.undone) void writing.store.put({ ...scan, undone: true });
  }
  await writing.done;
}

/** The last scans, the newest first. */
export async function lastScans(storage: Storage): Promise<LoggedScan[]> {
  const last: LoggedScan[] = [];
  let cursor = await storage.transaction("scans").store.index("by-time").openCursor(null, "prev");
  while (cursor && last.length < LAST) {
    last.push(cursor.value);
    cursor = await cursor.continue();
  }
  return last;
}

export async function inTheLog(storage: Storage): Promise<LoggedScan[]> {
  return storage.getAllFromIndex("scans", "by-time");
}

/** What has not reached the server, to be carried there by hand. */
export async function unsent(storage: Storage): Promise<{ scans: LoggedScan[]; undone: LoggedUndo[] }> {
  const states: State[] = ["queued", "aside"];
  const scans = await Promise.all(states.map((one) => storage.getAllFromIndex("scans", "by-state", inState(one))));
  const undone = await Promise.all(states.map((one) => storage.getAllFromIndex("undos", "by-state", one)));
  return { scans: scans.flat(), undone: undone.flat() };
}

export async function setAsideCount(storage: Storage): Promise<number> {
  return storage.countFromIndex("scans", "by-state", inState("aside"));
}

function inState(state: State): IDBKeyRange {
  return IDBKeyRange.bound([state], [state, []]);
}
