/** A new badge for one that is lost: asked for after a verdict, where an organizer gave this scanner a print station. */
import { send } from "./api";
import type { Door } from "./door";
import { make, openDialog, part } from "./dom";
import { nameOf } from "./people";
import type { Guest } from "./protocol";
import { say, type Word } from "./words";

const ASK_EVERY = 60_000;
const REASONS: Word[] = ["badge_lost", "badge_damaged", "badge_wrong"];

interface Coming {
  badge_number: string;
  station: string;
  before: number;
}

export class NewBadge {
  private station = "";
  private guest: Guest | null = null;
  private request = "";
  private asking = false;

  constructor(private door: Door) {
    const reasons = REASONS.map((word) => make("button", { class: "button quiet", click: () => void this.ask(say(word)) }, say(word)));
    part("badge-reasons").replaceChildren(...reasons);
    setInterval(() => void this.look(), ASK_EVERY);
    void this.look();
  }

  /** The button under a verdict; none without a network, a station, or a badge to replace. */
  button(guest: Guest | null): HTMLElement | null {
    if (!this.station || !navigator.onLine || !guest?.badge || !guest.approved) return null;
    return make("button", { class: "button quiet small", click: () => this.open(guest) }, say("new_badge"));
  }

  private async look(): Promise<void> {
    const reply = await send<{ station: string }>("/api/v1/device/print-station", { token: this.door.enrolled.token });
    if (reply.ok) this.station = reply.value.station;
    else if (reply.why === "revoked" || reply.why === "refused") this.station = "";
  }

  private open(guest: Guest): void {
    this.guest = guest;
    this.request = crypto.randomUUID(); // tapped twice, it is one badge
    part("badge-title").textContent = say("new_badge_for", { name: nameOf(guest), badge: guest.badge });
    part("badge-how").textContent = say("new_badge_how", { station: this.station });
    part("badge-told").textContent = "";
    part("badge-reasons").hidden = false;
    openDialog("badge");
  }

  private async ask(reason: string): Promise<void> {
    if (!this.guest || this.asking) return;
    this.asking = true;
    part("badge-told").textContent = say("asking");
    const body = { request: this.request, guest: this.guest.id, seen: this.guest.badge, reason };
    const reply = await send<Coming>("/api/v1/device/new-badge", { token: this.door.enrolled.token, body });
    this.asking = false;
    if (reply.ok) {
      part("badge-reasons").hidden = true;
      const { badge_number: badge, station, before } = reply.value;
      part("badge-told").textContent = say(before ? "new_badge_waits" : "new_badge_coming", { badge, station, count: before });
    } else {
      part("badge-told").textContent = reply.why === "refused" ? reply.detail : say("new_badge_failed");
    }
  }
}
