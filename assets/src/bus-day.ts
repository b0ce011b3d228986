/**
 * The guide's page of a bus: taps are kept on the phone first and sent when there is a network, each once.
 * What stands on the page is what the server said last, with the taps that are not sent yet on top of it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

interface Tap {
  seq?: number;
  bus: string;
  id: string;
  kind: "count" | "take_back" | "late";
  at: string;
  guest: string;
  scan: string;
  when: string;
  offline: boolean;
  minutes: number;
  words: string;
}

type Calls = Record<string, Record<string, string>>;

interface State {
  as_of: string;
  version: string;
  calls: Calls;
}

interface Answer {
  scans: string[];
  undone: string[];
  refused: { id: string; guest: string | null; sentence: string }[];
  state: State;
}

interface Kept extends DBSchema {
  taps: { key: number; value: Tap; indexes: { bus: string } };
  states: { key: string; value: State };
}

const EVERY = 20_000;
const WAITS = 8_000;
const MOST = 200;
const ENDED = 404;
const BUSY = 429;
const STRICT: IDBTransactionOptions = { durability: "strict" };

class BusDay {
  private readonly bus: string;
  private readonly api: string;
  private kept!: IDBPDatabase<Kept>;
  private readonly opened: Promise<void>;
  private state: State;
  private taps: Tap[] = [];
  private heard: number;
  private timer = 0;
  private again = false;

  constructor(private readonly page: HTMLElement) {
    this.bus = this.page.dataset["bus"] ?? "";
    this.api = this.page.dataset["api"] ?? "";
    this.state = { as_of: this.page.dataset["asOf"] ?? "", version: this.page.dataset["version"] ?? "", calls: this.shownCalls() };
    this.heard = Date.parse(this.state.as_of);
    this.opened = this.open();
    this.page.addEventListener("submit", (event) => void this.tapped(event));
  }

  private async open(): Promise<void> {
    this.kept = await openDB<Kept>("bus-day", 1, {
      upgrade(db) {
        db.createObjectStore("taps", { keyPath: "seq", autoIncrement: true }).createIndex("bus", "bus");
        db.createObjectStore("states");
      },
    });
  }

  async run(): Promise<void> {
    await this.opened;
    const known = await this.kept.get("states", this.bus);
    if (known && Date.parse(known.as_of) > this.heard) {
      this.state = known;
      this.heard = Date.parse(known.as_of);
    }
    for (const name of ["online", "focus"]) addEventListener(name, () => void this.talk());
    addEventListener("offline", () => void this.show());
    await this.show();
    this.page.dataset["ready"] = "";
    await this.talk();
  }

  /** A tap: kept before anything else happens. */
  private async tapped(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    const at = form.dataset["roll"];
    if (at === undefined && form.getAttribute("id") !== "bus-late") return;
    const late = at === undefined;
    const minutes = Number(new FormData(form).get("minutes"));
    if (late && !(minutes > 0 && minutes <= 360)) return; // the server says what is wrong
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement;
    if (button.dataset["busy"] !== undefined) return; // the tap before is being kept
    button.dataset["busy"] = "";
    const pressed = !late && button.getAttribute("aria-pressed") === "true";
    await this.opened;
    await this.keep({
      bus: this.bus, id: crypto.randomUUID(), kind: late ? "late" : pressed ? "take_back" : "count", at: at ?? "",
      guest: late ? "" : button.value, scan: button.dataset["scan"] ?? "", when: new Date().toISOString(),
      offline: !navigator.onLine, minutes: late ? minutes : 0, words: late ? String(new FormData(form).get("words") ?? "") : "",
    });
    if (late) this.part("late-told").textContent = this.page.dataset["saidLate"] ?? "";
    await this.show();
    delete button.dataset["busy"];
    await this.talk();
  }

  private async keep(tap: Tap): Promise<void> {
    const writing = this.kept.transaction("taps", "readwrite", STRICT);
    await writing.store.add(tap);
    await writing.done;
  }

  /** Send what is kept, then ask how it stands; one window at a time. */
  private async talk(): Promise<void> {
    window.clearTimeout(this.timer);
    this.again = true;
    await navigator.locks.request("bus-day", { ifAvailable: true }, async (lock) => {
      while (lock && this.again) {
        this.again = false;
        await this.round().catch(() => undefined); // no network: the taps stay, the next round tries again
        await this.show();
      }
    });
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.talk(), EVERY);
  }

  private async round(): Promise<void> {
    while (await this.send());
    const state = await this.ask<State>("state");
    if (state.ok) await this.learn(state.value);
  }

  /** Send the oldest taps; true where there may be more. */
  private async send(): Promise<boolean> {
    const taps = (await this.kept.getAllFromIndex("taps", "bus", this.bus)).slice(0, MOST);
    const late = taps.find((tap) => tap.kind === "late");
    if (late) return this.sendLate(late);
    if (taps.length === 0) return false;
    const answer = await this.ask<Answer>("scans", {
      sent_at: new Date().toISOString(),
      scans: taps.filter((tap) => tap.kind === "count").map((tap) => (
        { id: tap.id, checkpoint: tap.at, guest: tap.guest, scanned_at: tap.when, offline: tap.offline })),
      undone: taps.filter((tap) => tap.kind === "take_back").map((tap) => (
        { id: tap.id, scan: tap.scan, reason: "taken back by the guide", at: tap.when })),
    });
    if (!answer.ok) return false;
    const settled = new Set([...answer.value.scans, ...answer.value.undone]);
    await this.forget(taps.filter((tap) => settled.has(tap.id)));
    await this.learn(answer.value.state);
    for (const one of answer.value.refused) this.complain(this.say("refused", { name: this.nameOf(one.guest), why: one.sentence }));
    return settled.size > 0;
  }

  private async sendLate(late: Tap): Promise<boolean> {
    const told = await this.ask<object>("late", { id: late.id, minutes: late.minutes, words: late.words, at: late.when });
    if (!told.ok && told.status === ENDED) return false;
    await this.forget([late]);
    this.part("late-told").textContent = told.ok ? (this.page.dataset["saidTold"] ?? "") : "";
    return true;
  }

  /** An answer of the server, or that it refuses for good. Throws where there is no network. */
  private async ask<Value>(what: string, body?: object): Promise<{ ok: true; value: Value } | { ok: false; status: number }> {
    const answer = await fetch(`${this.api}/${what}?lang=${this.page.dataset["language"]}`, {
      method: body ? "POST" : "GET", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(WAITS),
      ...(body ? { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {}),
    });
    if (answer.status >= 500 || answer.status === BUSY) throw new Error(String(answer.status));
    if (answer.ok) {
      this.heard = Date.now();
      return { ok: true, value: (await answer.json()) as Value };
    }
    const told = (await answer.json().catch(() => ({}))) as { detail?: string };
    this.complain(answer.status === ENDED ? this.say("ended", {}) : (told.detail ?? String(answer.status)));
    return { ok: false, status: answer.status };
  }

  private async forget(taps: Tap[]): Promise<void> {
    const writing = this.kept.transaction("taps", "readwrite", STRICT);
    for (const tap of taps) if (tap.seq !== undefined) await writing.store.delete(tap.seq);
    await writing.done;
  }

  private async learn(state: State): Promise<void> {
    this.state = state;
    await this.kept.put("states", state, this.bus);
    this.part("bus-changed").hidden = state.version === this.page.dataset["version"];
  }

  /** Put on the page how it stands. */
  private async show(): Promise<void> {
    this.taps = await this.kept.getAllFromIndex("taps", "bus", this.bus);
    const aboard = new Set<string>();
    for (const form of this.page.querySelectorAll<HTMLFormElement>("form[data-roll]")) this.showCall(form, aboard);
    const minutes = Math.max(0, Math.round((Date.now() - this.heard) / 60_000));
    const time = new Date(this.heard).toLocaleTimeString(this.page.dataset["language"], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const fresh = navigator.onLine && Date.now() - this.heard < 3 * EVERY;
    const words = [this.say(fresh ? "fresh" : "old", { time, minutes: String(minutes) })];
    if (this.taps.length > 0) words.push(this.say("waiting", { number: String(this.taps.length) }));
    const state = this.part("bus-state");
    state.textContent = words.join(" ");
    state.dataset["waiting"] = String(this.taps.length);
    state.dataset["fresh"] = String(fresh);
  }

  /** One roll call with what is not sent yet; `aboard` are those whom an earlier one has counted. */
  private showCall(form: HTMLFormElement, aboard: Set<string>): void {
    const at = form.dataset["roll"] ?? "";
    const counted = new Map(Object.entries(this.state.calls[at] ?? {}));
    const waiting = new Set<string>();
    for (const tap of this.taps.filter((one) => one.at === at)) {
      waiting.add(tap.guest);
      if (tap.kind === "count") counted.set(tap.guest, tap.id);
      else counted.delete(tap.guest);
    }
    const buttons = [...form.querySelectorAll<HTMLButtonElement>("button.roll-tile")];
    for (const button of buttons) {
      const scan = counted.get(button.value);
      button.setAttribute("aria-pressed", String(scan !== undefined));
      button.toggleAttribute("data-waits", waiting.has(button.value));
      if (scan) button.dataset["scan"] = scan;
      else delete button.dataset["scan"];
    }
    const expected = buttons.filter((one) => aboard.size === 0 || aboard.has(one.value) || one.dataset["scan"]).length;
    const here = buttons.filter((one) => one.dataset["scan"]).length;
    const shown = this.page.querySelector<HTMLElement>(`[data-count="${CSS.escape(at)}"]`);
    if (shown) shown.textContent = this.say("count", { here: String(here), expected: String(expected) });
    for (const guest of counted.keys()) aboard.add(guest);
  }

  private shownCalls(): Calls {
    const calls: Calls = {};
    for (const form of this.page.querySelectorAll<HTMLFormElement>("form[data-roll]")) {
      const counted = [...form.querySelectorAll<HTMLButtonElement>("button[data-scan]")];
      calls[form.dataset["roll"] ?? ""] = Object.fromEntries(counted.map((one) => [one.value, one.dataset["scan"] ?? ""]));
    }
    return calls;
  }

  private nameOf(guest: string | null): string {
    return this.page.querySelector(`button[value="${CSS.escape(guest ?? "")}"] .roll-name`)?.textContent ?? "";
  }

  private complain(text: string): void {
    const problem = this.part("bus-problem");
    problem.hidden = false;
    (problem.firstElementChild as HTMLElement).textContent = text;
  }

  private say(name: string, data: Record<string, string>): string {
    const text = this.page.getAttribute(`data-said-${name}`) ?? "";
    return text.replace(/\{(\w+)\}/g, (_, key: string) => data[key] ?? "");
  }

  private part(id: string): HTMLElement {
    const part = document.getElementById(id);
    if (!part) throw new Error(`The page has no #${id}`);
    return part;
  }
}

const found = document.getElementById("bus");
if (found && isSecureContext) void new BusDay(found).run(); // otherwise the forms do, one page after another
