/**
 * The page of a print station: takes one badge at a time, prints it, says so. Only what it says makes a badge printed,
 * so that every word of it is kept until the server has it, and what it cannot know it asks of whoever stands there.
 */
import { stayAwake } from "../scanner/awake";
import { backoff } from "../scanner/backoff";

interface Job {
  job: string;
  claim: string;
  badge_number: string;
}

interface Unsure {
  job: string;
  badge_number: string;
  name: string;
}

interface Work {
  name: string;
  width: number;
  height: number;
  job: Job | null;
  waiting: number;
  unsure: Unsure[];
}

/** Something the server has to be told of a badge, until it has it. */
interface Owed {
  job: string;
  what: "printed" | "not-loaded" | "came-out" | "again";
  body: { claim?: string; request?: string };
}

type Reply<Value> = { ok: true; value: Value } | { ok: false; status: number };

const API = "/api/v1/station";
const IDLE = 5_000;
/** A page that finds another one at work looks again soon: one that was reloaded may be ahead of its own goodbye. */
const AGAIN = 2_000;
const WAITS = 30_000;
const OFFLINE = 0;
const NOT_LET_IN = 401;
const CONFLICT = 409;
const LOADS = 3;
const LOG = 12;
const OWED = "print-station:owed";
const SILENT = "print-station:silent";

class Station {
  private readonly page = newId();
  private readonly texts = part("station").dataset;
  private here = false;
  private paused = false;
  private failures = 0;
  private stopped = false;
  private size = { width: 90, height: 130 };
  private wake: () => void = () => undefined;
  private live: EventSource | null = null;
  private readonly style = new CSSStyleSheet();

  constructor() {
    document.adoptedStyleSheets.push(this.style);
    part<HTMLInputElement>("silent").checked = localStorage.getItem(SILENT) === "yes";
    part("silent").addEventListener("change", () => this.printsWithoutAsking(part<HTMLInputElement>("silent").checked));
    part("pause").addEventListener("click", () => this.pauseOrGo());
    part("use-here").addEventListener("click", () => this.takeOver());
    part("test").addEventListener("click", () => void this.testPage());
    part("no-window").addEventListener("click", () => this.answerTest(true));
    part("a-window").addEventListener("click", () => this.answerTest(false));
    part("enrol-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.enrol(part<HTMLInputElement>("enrol-link").value);
    });
    for (const name of ["online", "focus"]) addEventListener(name, () => this.wake());
    addEventListener("hashchange", () => location.reload());
    addEventListener("pagehide", () => navigator.sendBeacon(`${API}/close`, JSON.stringify({ page: this.page })));
    this.pauseOrGo(false);
  }

  async begin(): Promise<void> {
    stayAwake();
    if (location.hash.length > 1) {
      const code = location.hash;
      history.replaceState(null, "", location.pathname + location.search); // the code is not for the history
      await this.enrol(code);
    } else {
      await this.run();
    }
  }

  private async enrol(typed: string): Promise<void> {
    const code = typed.trim().replace(/^.*#/, "");
    const reply = await this.send(`${API}/enrol?browser=true`, { code });
    if (reply.ok) {
      await this.run();
      return;
    }
    this.offerEnrolment(reply.status === OFFLINE ? "offline" : "wrong");
  }

  private offerEnrolment(why: string): void {
    this.live?.close();
    part("enrol-told").textContent = why ? this.say(why) : "";
    this.showOnly("enrol");
    part("station").dataset["ready"] = "true";
  }

  /** Take, print, say so, until the station is no longer let in. */
  private async run(): Promise<void> {
    this.stopped = false;
    this.listen();
    while (!this.stopped) await this.round();
  }

  private async round(): Promise<void> {
    await this.payDebts();
    if (this.paused) {
      await this.rest(IDLE);
      return;
    }
    const reply = await this.send<Work>(`${API}/next`, { page: this.page, here: this.here });
    if (reply.ok) {
      this.here = false;
      this.failures = 0;
      this.show(reply.value);
      if (reply.value.job) await this.work(reply.value.job);
      else await this.rest(IDLE);
    } else if (reply.status === NOT_LET_IN) {
      this.stopped = true;
      this.offerEnrolment(this.wasLetIn() ? "ended" : "");
    } else if (reply.status === CONFLICT) {
      this.showOnly("elsewhere");
      await this.rest(AGAIN);
    } else {
      this.failures += 1;
      this.tell("offline", "offline");
      await this.rest(Math.min(IDLE, backoff(this.failures)));
    }
  }

  /** One badge, from its picture to what became of it. */
  private async work(job: Job): Promise<void> {
    this.tell("printing", "loading", { badge: job.badge_number });
    const loaded = await this.load(job);
    if (loaded === "over") return;
    if (loaded === "failed") {
      this.owe({ job: job.job, what: "not-loaded", body: { claim: job.claim } });
      this.log("failed", job.badge_number);
      return;
    }
    this.tell("printing", "printing", { badge: job.badge_number });
    await this.print(loaded);
    const came = part<HTMLInputElement>("silent").checked || (await this.ask(job.badge_number));
    if (came) this.owe({ job: job.job, what: "printed", body: { claim: job.claim } });
    else this.owe({ job: job.job, what: "again", body: { request: newId() } });
    this.log(came ? "printed" : "again", job.badge_number);
  }

  /** The badge as a picture; "over": it is not this page's any more; "failed": certainly nothing to print. */
  private async load(job: Job): Promise<HTMLImageElement | "over" | "failed"> {
    for (let attempt = 1; attempt <= LOADS; attempt += 1) {
      try {
        const answer = await fetch(`${API}/jobs/${job.job}/badge.png?claim=${job.claim}`, { cache: "no-store", signal: AbortSignal.timeout(WAITS) });
        if (answer.status === CONFLICT || answer.status === NOT_LET_IN) return "over";
        if (answer.ok) return await this.picture(answer);
      } catch {
        this.tell("offline", "offline"); // tried again below
      }
      if (attempt < LOADS) await this.rest(backoff(attempt));
    }
    return "failed";
  }

  private async picture(answer: Response): Promise<HTMLImageElement> {
    const [width = 90, height = 130] = (answer.headers.get("x-badge-size") ?? "").split(" ").map(Number);
    this.size = { width, height };
    const image = new Image();
    image.alt = "";
    image.src = await asAddress(await answer.blob());
    await image.decode();
    return image;
  }

  /** Print what is put on the sheet; resolves when the browser has handed it over, or its window is closed. */
  private async print(...inside: Node[]): Promise<void> {
    const { width, height } = this.size;
    this.style.replaceSync(
      `@page { size: ${width}mm ${height}mm; margin: 0 } @media print { #sheet, #sheet img { width: ${width}mm; height: ${height - 0.2}mm } }`,
    );
    const sheet = part("sheet");
    sheet.replaceChildren(...inside);
    await new Promise<void>((resolve) => {
      addEventListener("afterprint", () => resolve(), { once: true });
      window.print();
    });
    sheet.replaceChildren();
  }

  private async ask(badge: string): Promise<boolean> {
    part("question-title").textContent = this.say("question", { badge });
    part("question").hidden = false;
    part("came-out").focus();
    const came = await new Promise<boolean>((resolve) => {
      part("came-out").onclick = () => resolve(true);
      part("print-again").onclick = () => resolve(false);
    });
    part("question").hidden = true;
    return came;
  }

  private owe(owed: Owed): void {
    keep([...debts(), owed]);
  }

  /** Tell the server what it does not know yet; what it refuses is settled. */
  private async payDebts(): Promise<void> {
    for (const owed of debts()) {
      const reply = await this.send(`${API}/jobs/${owed.job}/${owed.what}`, owed.body);
      if (!reply.ok && (reply.status === OFFLINE || reply.status >= 500 || reply.status === NOT_LET_IN)) return;
      keep(debts().filter((one) => one.job !== owed.job || one.what !== owed.what));
    }
  }

  private async send<Value>(path: string, body: object): Promise<Reply<Value>> {
    try {
      const answer = await fetch(path, {
        method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, cache: "no-store", signal: AbortSignal.timeout(WAITS),
      });
      if (!answer.ok) return { ok: false, status: answer.status };
      return { ok: true, value: (answer.status === 204 ? null : await answer.json()) as Value };
    } catch {
      return { ok: false, status: OFFLINE };
    }
  }

  /** The server says when something new waits; without it the page asks every five seconds. */
  private listen(): void {
    this.live?.close();
    this.live = new EventSource(`${API}/live`);
    this.live.addEventListener("waiting", () => this.wake());
  }

  private async rest(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = window.setTimeout(resolve, milliseconds);
      this.wake = () => {
        window.clearTimeout(timer);
        resolve();
      };
    });
  }

  private show(work: Work): void {
    this.showOnly("work");
    part("station-name").textContent = work.name;
    if (!work.job) {
      this.size = { width: work.width, height: work.height };
      this.tell("ready", "ready");
    }
    const owed = debts().length;
    part("counts").textContent = [this.say("waiting", { number: work.waiting }), owed ? this.say("owed", { number: owed }) : ""].join(" ");
    part("unsure").hidden = work.unsure.length === 0;
    part("unsure-list").replaceChildren(...work.unsure.map((one) => this.unsureLine(one)));
    localStorage.setItem("print-station:let-in", "yes");
    part("station").dataset["ready"] = "true";
  }

  private unsureLine(one: Unsure): HTMLLIElement {
    const line = document.createElement("li");
    const badge = document.createElement("strong");
    badge.textContent = one.badge_number;
    const name = document.createElement("p");
    name.append(badge, ` ${one.name}`);
    const row = document.createElement("div");
    row.className = "row";
    row.append(
      this.settling(one, "came-out", part("came-out").textContent ?? "", "button small"),
      this.settling(one, "again", part("print-again").textContent ?? "", "button small quiet"),
    );
    line.append(name, row);
    return line;
  }

  private settling(one: Unsure, what: "came-out" | "again", label: string, looks: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = looks;
    button.textContent = label;
    button.addEventListener("click", () => {
      this.owe({ job: one.job, what, body: what === "again" ? { request: newId() } : {} });
      button.closest("li")?.remove();
      part("unsure").hidden = part("unsure-list").childElementCount === 0;
      this.wake();
    });
    return button;
  }

  private log(what: string, badge: string): void {
    const line = document.createElement("li");
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    line.textContent = `${time} · ${this.say(what, { badge })}`;
    part("log").prepend(line);
    while (part("log").childElementCount > LOG) part("log").lastElementChild?.remove();
  }

  private tell(kind: string, what: string, data: Record<string, string> = {}): void {
    const now = part("now");
    if (part("work").hidden && kind === "offline") this.showOnly("work");
    now.dataset["kind"] = kind;
    const text = this.say(what, data);
    if (now.textContent !== text) now.textContent = text;
  }

  private pauseOrGo(pause: boolean = !this.paused): void {
    this.paused = pause;
    part("pause").textContent = this.say(pause ? "go" : "pause");
    if (pause) this.tell("paused", "paused");
    this.wake();
  }

  private takeOver(): void {
    this.here = true;
    this.wake();
  }

  private async testPage(): Promise<void> {
    const card = document.createElement("p");
    card.className = "test-card";
    card.textContent = `${part("station-name").textContent} · ${this.say("test")}`;
    await this.print(card);
    part("test-question").hidden = false;
    part("no-window").focus();
  }

  private answerTest(silent: boolean): void {
    part("test-question").hidden = true;
    part<HTMLInputElement>("silent").checked = silent;
    this.printsWithoutAsking(silent);
  }

  private printsWithoutAsking(silent: boolean): void {
    localStorage.setItem(SILENT, silent ? "yes" : "no");
  }

  private wasLetIn(): boolean {
    const was = localStorage.getItem("print-station:let-in") === "yes";
    localStorage.removeItem("print-station:let-in");
    return was;
  }

  private showOnly(name: string): void {
    for (const one of ["enrol", "elsewhere", "work"]) part(one).hidden = one !== name;
  }

  private say(name: string, data: Record<string, string | number> = {}): string {
    const text = this.texts[`say${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
    return text.replace(/\{(\w+)\}/g, (_, key: string) => String(data[key] ?? ""));
  }
}

function debts(): Owed[] {
  try {
    return JSON.parse(localStorage.getItem(OWED) ?? "[]") as Owed[];
  } catch {
    return [];
  }
}

function keep(owed: Owed[]): void {
  localStorage.setItem(OWED, JSON.stringify(owed));
}

/** The picture as a data: address, which the page's policy allows. */
async function asAddress(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(picture);
  });
}

/** A random UUID, also where the address is not a secure one. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function part<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found as Kind;
}

const sheet = document.createElement("div");
sheet.id = "sheet";
document.body.append(sheet);
void new Station().begin();
