/** Keeps the device and the server alike: sends the queue, asks for changes, waits longer after failures. */
import { send } from "./api";
import { backoff } from "./backoff";
import type { Door } from "./door";
import type { RosterPage } from "./protocol";
import { queued } from "./scan-log";
import { upload, type Uploaded } from "./upload";

const SIGN_OF_LIFE = 25_000;
const ROSTER_EVERY = 10_000;
const STEP = 1_000;

export interface Told {
  answered(uploaded: Uploaded): void;
  changed(): void;
  revoked(): void;
}

export class Sync {
  private failures = 0;
  private notBefore = 0;
  private lastUpload = 0;
  private lastRoster = 0;
  private ended = false;
  private wakeUp: () => void = () => undefined;

  constructor(private door: Door, private app: string, private told: Told) {}

  /** Run until the device is revoked. */
  async run(): Promise<void> {
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.failed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    while (!this.ended) {
      if (Date.now() >= this.notBefore) {
        await navigator.locks.request("scanner-sync", { ifAvailable: true }, (lock) => (lock ? this.round() : undefined));
      }
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
        setTimeout(resolve, STEP);
      });
    }
  }

  /** There is something to send: go, unless failures ask for patience. */
  wake(): void {
    this.wakeUp();
  }

  /** Try at once: the network or the person came back. */
  now(): void {
    this.failures = 0;
    this.notBefore = 0;
    this.lastRoster = 0;
    this.wakeUp();
  }

  stop(): void {
    this.ended = true;
    this.wakeUp();
  }

  private async round(): Promise<void> {
    try {
      while (!this.ended && (await this.isUploadDue()) && (await this.uploadOnce()) !== null);
      if (!this.ended && this.failures === 0 && Date.now() - this.lastRoster >= ROSTER_EVERY) await this.fetchRoster();
    } catch (error) {
      console.error(error);
      this.failed();
    }
  }

  private async isUploadDue(): Promise<boolean> {
    if (Date.now() - this.lastUpload >= SIGN_OF_LIFE) return true;
    const { scans, undos } = await queued(this.door.storage, this.door.gathering, 1);
    return scans.length + undos.length > 0;
  }

  private async uploadOnce(): Promise<Uploaded | null> {
    const reply = await upload(this.door, this.app);
    if (!reply.ok) {
      if (reply.why === "revoked") this.end();
      else this.failed();
      return null;
    }
    const { sent, settled } = reply.value;
    this.lastUpload = Date.now();
    this.told.answered(reply.value);
    if (sent.scans.length + sent.undos.length > 0 && settled === 0) {
      this.failed(); // an answer that names nothing of what was sent: not again at once
      return null;
    }
    this.succeeded();
    return reply.value;
  }

  private async fetchRoster(): Promise<void> {
    const since = encodeURIComponent(this.door.cursor);
    const reply = await send<RosterPage>(`/api/v1/device/roster?since=${since}`, { token: this.door.enrolled.token });
    if (!reply.ok) return reply.why === "revoked" ? this.end() : this.failed();
    await this.door.learn(reply.value);
    this.lastRoster = Date.now();
    this.succeeded();
  }

  private succeeded(): void {
    this.failures = 0;
    this.notBefore = 0;
    this.door.online = true;
    this.told.changed();
  }

  private failed(): void {
    this.failures += 1;
    this.notBefore = Date.now() + backoff(this.failures);
    this.door.online = false;
    this.told.changed();
  }

  private end(): void {
    this.stop();
    this.told.revoked();
  }
}
