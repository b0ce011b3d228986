/** Where the scanner begins. */
import { stayAwake } from "./awake";
import { part, putIntoWords, show } from "./dom";
import { Door } from "./door";
import { offerEnrolment, tryCode } from "./enrol-view";
import { codeIn, forget, readEnrolment } from "./enrolment";
import { beTheOnlyWindow } from "./one-window";
import { type App, Shift } from "./shift";
import { openStorage, type Storage } from "./storage";
import { watchForUpdates } from "./updates";
import { currentLanguage, type Language, say, setLanguage } from "./words";

const { version = "", decoder = "", wasm = "" } = part("scanner").dataset;
const app: App = { version, decoder, wasm };

async function begin(): Promise<void> {
  const storage = await openStorage();
  setLanguage(((await storage.get("kept", "language")) as Language | undefined) ?? currentLanguage());
  putIntoWords();
  part("version").textContent = say("version", { version });
  void watchForUpdates(offerUpdate).catch((error: unknown) => console.error(error));
  void navigator.storage?.persist?.();
  stayAwake();
  await beTheOnlyWindow();
  addEventListener("hashchange", () => codeIn(location.hash) && location.reload());
  const code = codeIn(location.hash);
  if (code) history.replaceState(null, "", "/scan"); // the code is not for the history
  const door = code ? null : await openedDoor(storage);
  if (door) {
    await new Shift(door, app).begin();
    return;
  }
  await offerEnrolment(storage, app);
  if (code) await tryCode(storage, code, app);
}

async function openedDoor(storage: Storage): Promise<Door | null> {
  const enrolled = await readEnrolment(storage);
  if (!enrolled) return null;
  const door = new Door(storage, enrolled);
  try {
    await door.open();
    return door;
  } catch (error) {
    console.error(error); // what was sealed cannot be opened any more: the queue stays, the rest is asked for anew
    await forget(storage);
    return null;
  }
}

function offerUpdate(update: () => void): void {
  show("update", true);
  part("update-now").onclick = update;
}

/** Without a secure address or a place to keep scans there is no scanner; say so instead of showing nothing. */
function cannot(error: unknown): void {
  console.error(error);
  setLanguage(currentLanguage());
  show("loading", true);
  part("loading-text").textContent = say(isSecureContext ? "cannot_begin" : "insecure");
}

void begin().catch(cannot);
