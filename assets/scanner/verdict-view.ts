/** The verdict: a colour, a shape, a word, a sound, and the name from two metres away. */
import type { Door, Outcome } from "./door";
import { make, part } from "./dom";
import type { NewBadge } from "./new-badge";
import { classLine, nameOf } from "./people";
import type { Answer, Checkpoint, Guest, Place } from "./protocol";
import { clock, sentenceOf } from "./sentences";
import { type Signal, signal } from "./sound";
import { inLanguage, say, type Word } from "./words";

const SHOWN_FOR = 8_000;
const SHOWN_FOR_A_PARTY = 25_000;

interface Shown {
  verdict: string;
  reason: string;
  since: number | null;
  place: Place | null;
  guest: Guest | null;
  checkpoint: Checkpoint | null;
}

export class VerdictView {
  muted = false;
  private ends: ReturnType<typeof setTimeout> | undefined;
  private zone = "UTC";

  constructor(private door: Door, private newBadge: NewBadge, private admitParty: (opened: Outcome) => void) {
    this.zone = door.enrolled.gathering.timezone;
  }

  /** Nothing to say; the last one stays readable in small. */
  ready(last: Outcome | null = null): void {
    clearTimeout(this.ends);
    const guest = last?.decision.guest;
    const before = last ? `${guest ? nameOf(guest) : say("unknown_person")} · ${this.word(last.decision)}` : "";
    this.fill("waiting", make("p", { class: "verdict-word" }, say("ready")), make("p", {}, say("ready_how")), make("p", {}, before));
  }

  asking(): void {
    clearTimeout(this.ends);
    this.fill("waiting", make("p", { class: "verdict-word" }, say("asking")));
  }

  show(outcome: Outcome): void {
    const { decision } = outcome;
    const others = this.door.others(outcome);
    const party = others.length
      ? make("button", { class: "button large", click: () => this.admitParty(outcome) }, say("whole_party", { count: others.length }))
      : null;
    this.tell(decision, this.word(decision), party);
    this.sound(decision.verdict as Signal);
    this.ends = setTimeout(() => this.ready(outcome), others.length ? SHOWN_FOR_A_PARTY : SHOWN_FOR);
  }

  /** A code that could not be looked up. */
  showUnasked(outcome: Outcome): void {
    this.tell({ ...outcome.decision, verdict: "refused" }, say("refused"), null, say("code_offline"));
    this.sound("refused");
    this.ends = setTimeout(() => this.ready(), SHOWN_FOR);
  }

  /** What the server said to a typed code, or said otherwise than the device. */
  showAnswer(answer: Answer, isCorrection: boolean): void {
    const guest = this.door.roster.guests.get(answer.guest ?? "") ?? null;
    const { verdict, reason } = answer;
    const told = { verdict, reason, since: null, place: null, guest, checkpoint: this.door.here };
    const word = isCorrection ? `${say("correction")} · ${this.word(told)}` : this.word(told);
    this.tell(told, word, null, answer.sentence, isCorrection ? say("correction_how") : "");
    this.sound(isCorrection ? "correction" : verdict);
    this.ends = setTimeout(() => this.ready(), SHOWN_FOR);
  }

  /** The members of a party, each with their own verdict. */
  showParty(opened: Outcome, members: Outcome[]): void {
    const all = [opened, ...members];
    const good = members.every((one) => one.decision.verdict !== "refused");
    const lines = all.map(({ decision }) =>
      make("li", {}, make("strong", {}, decision.guest ? nameOf(decision.guest) : ""), ` · ${this.word(decision)}`,
        decision.verdict === "admitted" ? "" : ` · ${sentenceOf({ ...decision, direction: "in" }, this.zone)}`));
    this.fill(good ? "admitted" : "refused", make("p", { class: "verdict-word" }, `${say("party_done")} · ${all.length}`), make("ul", { class: "party" }, ...lines));
    this.sound(good ? "admitted" : "refused");
    this.ends = setTimeout(() => this.ready(opened), SHOWN_FOR_A_PARTY);
  }

  private tell(shown: Shown, word: string, more: HTMLElement | null, sentence?: string, note = ""): void {
    clearTimeout(this.ends);
    const { guest, verdict, checkpoint } = shown;
    const kind = verdict === "already_in" ? "already" : verdict === "admitted" ? "admitted" : "refused";
    const direction = checkpoint?.direction ?? "in";
    const what = verdict === "admitted" && shown.reason === "" && checkpoint ? inLanguage(checkpoint.hands_out_zh, checkpoint.hands_out_en) : "";
    const said = make("p", { class: "verdict-sentence" }, sentence ?? sentenceOf({ ...shown, direction }, this.zone));
    const isWelcome = verdict === "admitted"; // then what to do stands before what to say
    this.fill(
      kind, make("p", { class: "verdict-word" }, word),
      guest ? make("p", { class: "verdict-name", lang: guest.name_zh ? "zh-Hans" : "en" }, nameOf(guest)) : null,
      guest?.name_zh && guest.latin ? make("p", { class: "verdict-latin", lang: "en" }, guest.latin) : null,
      guest ? classLine(guest, this.door.roster) : null,
      isWelcome ? null : said,
      verdict === "refused" && shown.reason === "not_open" && checkpoint?.opens_at
        ? make("p", {}, clock(Date.parse(checkpoint.opens_at), this.zone)) : null,
      note ? make("p", {}, note) : null,
      what ? make("p", { class: "hands-out" }, say("hands_out", { what })) : null,
      more,
      isWelcome ? said : null,
      this.newBadge.button(guest),
    );
  }

  private word({ verdict, checkpoint }: Pick<Shown, "verdict" | "checkpoint">): string {
    if (verdict === "admitted" && checkpoint?.direction === "out") return say("out");
    return say((verdict === "ask" ? "asking" : verdict) as Word);
  }

  private fill(kind: string, ...inside: (Node | null)[]): void {
    part("verdict").replaceChildren(make("div", { class: `verdict verdict-${kind}` }, ...inside));
  }

  private sound(which: Signal): void {
    signal(which, this.muted);
  }
}
