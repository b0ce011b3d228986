/** Who this device is to the server: kept sealed, and wiped with everything it opened. */
import { type Reply, send } from "./api";
import type { Enrolled } from "./protocol";
import { type Storage, STRICT } from "./storage";
import { keyOf, seal, type Sealed, unseal } from "./vault";

const NAME = "enrolment";
const A_CODE = /^[\w-]{43}$/;

/** The code in an enrolment link, or null where the text is none. */
export function codeIn(text: string): string | null {
  const [address = "", code = ""] = text.trim().split("#");
  return (address === "" || /\/scan\/?$/.test(address)) && A_CODE.test(code) ? code : null;
}

export async function enrol(code: string, app: string): Promise<Reply<Enrolled>> {
  return send<Enrolled>("/api/v1/devices/enrol", { body: { code, app } });
}

/** Keep who we are now; a roster of before is forgotten. */
export async function keepEnrolment(storage: Storage, enrolled: Enrolled): Promise<void> {
  await forget(storage);
  const sealed = await seal(await keyOf(storage), enrolled);
  await storage.put("kept", sealed, NAME);
}

export async function readEnrolment(storage: Storage): Promise<Enrolled | null> {
  const sealed = (await storage.get("kept", NAME)) as Sealed | undefined;
  if (!sealed) return null;
  try {
    return (await unseal(await keyOf(storage), sealed)) as Enrolled;
  } catch {
    return null; // the key was lost with the browser's data: enrol again
  }
}

/** The server was restored: it is another epoch of the same enrolment. */
export async function keepEpoch(storage: Storage, enrolled: Enrolled, epoch: string): Promise<void> {
  enrolled.epoch = epoch;
  await storage.put("kept", await seal(await keyOf(storage), enrolled), NAME);
}

/** Forget the roster, the token and their key, and the scans that were sent; unsent ones stay. */
export async function forget(storage: Storage): Promise<void> {
  const wiping = storage.transaction(["kept", "roster", "scans", "undos"], "readwrite", STRICT);
  for (const name of ["key", NAME, "checkpoint", "roster-time"]) void wiping.objectStore("kept").delete(name);
  void wiping.objectStore("roster").clear();
  for (const key of await wiping.objectStore("scans").index("by-state").getAllKeys(IDBKeyRange.bound(["sent"], ["sent", []]))) {
    void wiping.objectStore("scans").delete(key);
  }
  for (const key of await wiping.objectStore("undos").index("by-state").getAllKeys("sent")) {
    void wiping.objectStore("undos").delete(key);
  }
  await wiping.done;
}
