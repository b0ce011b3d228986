/** Letting a device in: by the link that a phone's camera opened, by scanning the code here, or by pasting it. */
import { part, show } from "./dom";
import { codeIn, enrol, keepEnrolment } from "./enrolment";
import { exportUnsent } from "./exporting";
import { listenToKeys } from "./keyboard";
import { queueLength } from "./scan-log";
import type { App } from "./shift";
import { Stage } from "./stage";
import type { Storage } from "./storage";
import { isWord, say } from "./words";

/** Show how, and what is kept here from before. */
export async function offerEnrolment(storage: Storage, app: App): Promise<void> {
  const ended = (await storage.get("kept", "ended")) as string | undefined;
  const waiting = await queueLength(storage);
  part("enrol-ended").textContent = ended && isWord(ended) ? say(ended) : "";
  part("enrol-kept").textContent = waiting ? say("unsent_kept", { count: waiting }) : "";
  show("enrol-export", waiting > 0);
  part("enrol-export").addEventListener("click", () => void exportUnsent(storage));
  show("enrol", true);
  show("stage", true);
  const read = (text: string): void => {
    const code = codeIn(text);
    if (code) void tryCode(storage, code, app);
    else tell(say("enrol_not_code"));
  };
  new Stage(app, read);
  listenToKeys(read);
  part("enrol-form").addEventListener("submit", (event) => {
    event.preventDefault();
    read(part<HTMLInputElement>("enrol-link").value);
  });
}

/** Enrol with a code; on success the page is loaded anew, as a device that is let in. */
export async function tryCode(storage: Storage, code: string, app: App): Promise<void> {
  tell(say("enrol_wait"));
  const reply = await enrol(code, app.version);
  if (!reply.ok) {
    tell(reply.why === "refused" ? reply.detail : say(reply.why === "invalid" ? "enrol_not_code" : "enrol_offline"));
    return;
  }
  await keepEnrolment(storage, reply.value);
  await storage.delete("kept", "ended");
  location.replace("/scan");
}

function tell(sentence: string): void {
  part("enrol-told").textContent = sentence;
}
