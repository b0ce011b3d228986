/** The door: what this device knows, the checkpoint it stands at, and what it has said there. */
import { readClaim } from "./claims";
import { type Decision, decide, taken } from "./decide";
import { keepEpoch } from "./enrolment";
import { Ledger } from "./ledger";
import type { Answer, Checkpoint, Enrolled, Guest, RosterPage } from "./protocol";
import { Roster } from "./roster";
import { keepPage, readPages, saysSomething } from "./roster-pages";
import { inTheLog, noteUndone, queueAll, write, writeUndo } from "./scan-log";
import type { LoggedScan, Storage } from "./storage";

/** A scan that was written down, and why the device says what it says. */
export interface Outcome {
  scan: LoggedScan;
  decision: Decision;
}

const LONGEST_TEXT = 1000;

export class Door {
  readonly roster = new Roster();
  readonly ledger = new Ledger();
  checkpoint = "";
  clockOffset = 0;
  cursor = "";
  /** Whether the server answered last time. */
  online = false;
  /** When it last told its roster. */
  rosterTime = 0;
  private accepted = new Map<string, number>();
  private lastPage: RosterPage | null = null;

  constructor(readonly storage: Storage, readonly enrolled: Enrolled) {}

  /** Everything the device knew when it was last open. */
  async open(): Promise<void> {
    this.cursor = await readPages(this.storage, this.roster, this.ledger);
    for (const scan of await inTheLog(this.storage)) {
      const stands = !scan.undone && scan.answered?.verdict !== "refused" && scan.gathering === this.gathering;
      if (!scan.taken || !stands) continue;
      this.ledger.add(scan.taken);
      this.count(scan.checkpoint, 1);
    }
    this.checkpoint = ((await this.storage.get("kept", "checkpoint")) as string | undefined) ?? "";
    this.clockOffset = ((await this.storage.get("kept", "clock-offset")) as number | undefined) ?? 0;
    this.rosterTime = ((await this.storage.get("kept", "roster-time")) as number | undefined) ?? 0;
  }

  get gathering(): string {
    return this.enrolled.gathering.id;
  }

  /** The checkpoint it stands at, if it still may. */
  get here(): Checkpoint | null {
    const chosen = this.roster.checkpoints.get(this.checkpoint);
    return chosen?.mine ? chosen : null;
  }

  /** How many it has let in where it stands. */
  get scanned(): number {
    return this.accepted.get(this.checkpoint) ?? 0;
  }

  get expired(): boolean {
    const { expires_at: expires } = this.roster.device ?? this.enrolled.device;
    return this.now() >= Date.parse(expires);
  }

  /** The server's time, as well as it is known here. */
  now(): number {
    return Date.now() + this.clockOffset;
  }

  async stand(code: string): Promise<void> {
    this.checkpoint = code;
    await this.storage.put("kept", code, "checkpoint");
  }

  async setClock(offset: number): Promise<void> {
    if (offset === this.clockOffset) return;
    this.clockOffset = offset;
    await this.storage.put("kept", offset, "clock-offset");
  }

  /** A text that was read: decided, written down, then told. */
  async scan(text: string): Promise<Outcome> {
    const ticket = text.slice(0, LONGEST_TEXT);
    const claim = await readClaim(ticket, this.roster);
    const clock = Date.now();
    const decision = this.decided({ claim, guest: "" }, clock);
    return this.keep({ ticket, guest: "", source: "scan", party_of: null }, decision, clock);
  }

  /** A guest found by name. */
  async admit(guest: Guest, party_of: string | null = null): Promise<Outcome> {
    const clock = Date.now();
    const decision = this.decided({ claim: null, guest: guest.id }, clock);
    const source = party_of ? "party" : "scan";
    return this.keep({ ticket: "", guest: guest.id, source, party_of }, decision, clock);
  }

  /** The others of a travel party, each recorded. */
  async admitParty(opened: Outcome): Promise<Outcome[]> {
    const members: Outcome[] = [];
    for (const one of this.others(opened)) members.push(await this.admit(one, opened.scan.id));
    return members;
  }

  /** Who else is of the party of a guest who was not refused. */
  others({ decision }: Outcome): Guest[] {
    const { guest, verdict } = decision;
    if (!guest?.party || verdict === "refused" || verdict === "ask") return [];
    return this.roster.party(guest).filter((one) => one.id !== guest.id && one.approved);
  }

  async undo(scan: LoggedScan, reason: string): Promise<void> {
    await writeUndo(this.storage, {
      id: crypto.randomUUID(), scan: scan.id, reason, at: new Date().toISOString(), gathering: scan.gathering,
      state: "queued", problem: "",
    });
    if (!scan.taken || scan.undone) return;
    this.ledger.takeBack(scan.taken);
    this.count(scan.checkpoint, -1);
  }

  /** What the server said of scans: those it refused count no more. */
  take(answers: Answer[]): void {
    for (const { id, verdict } of answers) if (verdict === "refused") this.ledger.remove(id);
  }

  /** Take in a page of the roster and keep it. */
  async learn(page: RosterPage): Promise<void> {
    await this.enter(page.epoch);
    if (saysSomething(page, this.lastPage)) {
      this.roster.apply(page);
      this.ledger.apply(page);
      await noteUndone(this.storage, page.undone);
      await keepPage(this.storage, page, this.roster, this.ledger);
    }
    this.lastPage = page;
    this.cursor = page.cursor;
    this.rosterTime = Date.now();
    await this.storage.put("kept", this.rosterTime, "roster-time");
  }

  /** Another epoch is a restored server: it gets the whole log again and tells its whole roster. */
  async enter(epoch: string): Promise<void> {
    if (epoch === this.enrolled.epoch) return;
    await queueAll(this.storage);
    await keepEpoch(this.storage, this.enrolled, epoch);
    this.cursor = "";
  }

  private decided(who: { claim: Awaited<ReturnType<typeof readClaim>> | null; guest: string }, clock: number): Decision {
    return decide({ checkpoint: this.checkpoint, ...who, at: clock + this.clockOffset }, this.roster, this.ledger);
  }

  private async keep(
    read: Pick<LoggedScan, "ticket" | "guest" | "source" | "party_of">, decision: Decision, clock: number,
  ): Promise<Outcome> {
    const id = crypto.randomUUID();
    const at = clock + this.clockOffset;
    const scan: LoggedScan = {
      ...read, id, at, checkpoint: this.checkpoint, scanned_at: new Date(clock).toISOString(),
      verdict: decision.verdict === "ask" ? "" : decision.verdict, reason: decision.reason, offline: !this.online,
      gathering: this.gathering, guest_id: decision.guest?.id ?? "", taken: taken(id, decision, at), state: "queued",
      answered: null, undone: false, problem: "",
    };
    if (scan.taken) {
      this.ledger.add(scan.taken); // at once: the next frame may show the same ticket
      this.count(scan.checkpoint, 1);
    }
    await write(this.storage, [scan]);
    return { scan, decision };
  }

  private count(checkpoint: string, more: number): void {
    this.accepted.set(checkpoint, (this.accepted.get(checkpoint) ?? 0) + more);
  }
}
