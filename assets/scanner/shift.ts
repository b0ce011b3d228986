/** A shift at the door: reads codes, shows verdicts, keeps the device and the server alike. */
import { chooseCheckpoint, offerCheckpoints } from "./checkpoint-view";
import type { Door, Outcome } from "./door";
import { closeDialogs, part, putIntoWords, show } from "./dom";
import { forget } from "./enrolment";
import { offerLast } from "./last-view";
import { listenToKeys } from "./keyboard";
import { offerMore, readSettings, type Settings } from "./more-view";
import { NewBadge } from "./new-badge";
import type { Answer, Guest } from "./protocol";
import { offerSearch } from "./search-view";
import { allowSound } from "./sound";
import { Stage } from "./stage";
import { showState } from "./status-view";
import { Sync } from "./sync";
import type { Uploaded } from "./upload";
import { VerdictView } from "./verdict-view";
import { type Language, say, setLanguage } from "./words";

export interface App {
  version: string;
  decoder: string;
  wasm: string;
}

const JUST_MADE = 120_000;
const PATIENCE = 8_000;
const STATE_EVERY = 10_000;

export class Shift {
  private view: VerdictView;
  private sync: Sync;
  private stage: Stage;
  private settings: Settings = { muted: false, camera: "" };
  private working: Promise<void> = Promise.resolve();
  private asked: { id: string; tell: (answer: Answer | null) => void } | null = null;

  constructor(private door: Door, app: App) {
    this.view = new VerdictView(door, new NewBadge(door), (opened) => this.inTurn(() => this.party(opened)));
    this.sync = new Sync(door, app.version, {
      answered: (uploaded) => this.correct(uploaded),
      changed: () => this.changed(),
      revoked: () => void this.end("revoked"),
    });
    this.stage = new Stage(app, (text) => this.read(text));
  }

  async begin(): Promise<void> {
    part<HTMLButtonElement>("where").disabled = false;
    this.settings = await readSettings(this.door.storage);
    this.useSettings();
    listenToKeys((text) => this.read(text));
    document.addEventListener("pointerdown", allowSound);
    document.addEventListener("keydown", allowSound);
    offerCheckpoints(this.door, () => this.stood());
    const admit = (guest: Guest): void => this.inTurn(async () => this.told(await this.door.admit(guest)));
    offerSearch(this.door, admit, (code) => this.read(code));
    offerLast(this.door, () => this.afterScan());
    offerMore(this.door, this.settings, {
      language: (language) => void this.speak(language),
      settings: () => this.useSettings(),
    });
    setInterval(() => this.changed(), STATE_EVERY);
    this.view.ready();
    this.changed();
    void this.sync.run();
  }

  /** One after the other: two readings in the same moment must not decide side by side. */
  private inTurn(work: () => Promise<void>): void {
    this.working = this.working.then(work).catch((error: unknown) => console.error(error));
  }

  private read(text: string): void {
    performance.mark("decoded");
    if (!this.door.here) {
      this.changed();
      return;
    }
    closeDialogs();
    this.inTurn(async () => {
      const outcome = await this.door.scan(text);
      if (outcome.decision.verdict === "ask") void this.ask(outcome);
      else this.told(outcome);
      performance.measure("verdict", "decoded");
    });
  }

  private told(outcome: Outcome): void {
    this.view.show(outcome);
    this.afterScan();
  }

  /** A typed code: the server's answer, if it comes soon. */
  private async ask(outcome: Outcome): Promise<void> {
    const answer = this.door.online ? await this.answerTo(outcome.scan.id) : null;
    if (answer) this.view.showAnswer(answer, false);
    else this.view.showUnasked(outcome);
    this.afterScan();
  }

  private answerTo(id: string): Promise<Answer | null> {
    this.view.asking();
    return new Promise((resolve) => {
      const tell = (answer: Answer | null): void => {
        clearTimeout(patience);
        this.asked = null;
        resolve(answer);
      };
      const patience = setTimeout(() => tell(null), PATIENCE);
      this.asked?.tell(null);
      this.asked = { id, tell };
      this.sync.wake();
    });
  }

  private async party(opened: Outcome): Promise<void> {
    this.view.showParty(opened, await this.door.admitParty(opened));
    this.afterScan();
  }

  private afterScan(): void {
    this.sync.wake();
    void showState(this.door);
  }

  /** A verdict of a moment ago that the server does not share is put right aloud. */
  private correct({ sent, answers }: Uploaded): void {
    const waitedFor = answers.find((one) => one.id === this.asked?.id);
    if (waitedFor) this.asked?.tell(waitedFor);
    const differs = (answer: Answer): boolean => {
      const scan = sent.scans.find((one) => one.id === answer.id);
      const isRecent = scan !== undefined && Date.now() - Date.parse(scan.scanned_at) < JUST_MADE;
      if (!isRecent || scan.undone || answer === waitedFor) return false;
      return scan.verdict === "" ? answer.verdict !== "refused" : scan.verdict === "admitted" && answer.verdict !== "admitted";
    };
    const wrong = answers.filter(differs).at(-1);
    if (wrong) this.view.showAnswer(wrong, true);
  }

  private changed(): void {
    if (!this.door.online) this.asked?.tell(null);
    if (this.door.expired) {
      void this.end("expired");
      return;
    }
    const hasRoster = this.door.roster.gathering !== null;
    show("loading", !hasRoster);
    part("loading-text").textContent = say(this.door.online || navigator.onLine ? "loading" : "loading_offline");
    show("shift", hasRoster);
    show("actions", hasRoster);
    show("stage", hasRoster);
    if (hasRoster && !this.door.here && !document.querySelector("dialog[open]")) {
      chooseCheckpoint(this.door, () => this.stood());
    }
    void showState(this.door);
  }

  private stood(): void {
    this.view.ready();
    this.changed();
  }

  private useSettings(): void {
    this.view.muted = this.settings.muted;
    const isOther = this.stage.chosen !== this.settings.camera;
    this.stage.chosen = this.settings.camera;
    if (isOther && this.stage.isOn) void this.stage.start();
  }

  private async speak(language: Language): Promise<void> {
    setLanguage(language);
    await this.door.storage.put("kept", language, "language");
    putIntoWords();
    this.view.ready();
    this.changed();
  }

  /** Revoked or expired: the list is wiped from the disk, and from memory by loading anew. */
  private async end(why: "revoked" | "expired"): Promise<void> {
    this.sync.stop();
    await this.working;
    await forget(this.door.storage);
    await this.door.storage.put("kept", why, "ended");
    location.reload();
  }
}
