/** The state of the device: where it stands, whether it reaches the server, what waits to be sent. */
import { battery } from "./battery";
import type { Door } from "./door";
import { part, show } from "./dom";
import { queueLength, setAsideCount } from "./scan-log";
import { inLanguage, say } from "./words";

const MINUTE = 60_000;

export async function showState(door: Door): Promise<void> {
  const { here } = door;
  part("where").textContent = here ? inLanguage(here.name_zh, here.name_en) : say("choose_checkpoint");
  const [waiting, aside, percent] = await Promise.all([queueLength(door.storage), setAsideCount(door.storage), battery()]);
  write("state-online", say(door.online ? "online" : "offline"), door.online ? "good" : "warning");
  write("state-queue", waiting ? say("to_send", { count: waiting }) : say("all_sent"), waiting && !door.online ? "warning" : "");
  write("state-aside", aside ? say("aside_count", { count: aside }) : "", "bad");
  write("state-battery", percent === null ? "" : say("battery", { percent }), percent !== null && percent <= 15 ? "bad" : "");
  write("count-scanned", say("scanned", { count: door.scanned }));
  write("count-inside", here?.place ? say("inside", { count: door.ledger.inside(here.place) }) : "");
  write("list-age", door.rosterTime ? say("list_age", { age: ageOf(door.rosterTime) }) : "");
}

function ageOf(then: number): string {
  const minutes = Math.floor((Date.now() - then) / MINUTE);
  if (minutes < 1) return say("just_now");
  return minutes < 60 ? say("minutes_ago", { count: minutes }) : say("hours_ago", { count: Math.floor(minutes / 60) });
}

function write(id: string, text: string, kind = ""): void {
  part(id).textContent = text;
  part(id).dataset["kind"] = kind;
  show(id, text !== "");
}
