/** The roster on the disk: sealed pages in the order they came, put together again when there are many. */
import type { Ledger } from "./ledger";
import type { RosterPage } from "./protocol";
import type { Roster } from "./roster";
import { type Storage, STRICT } from "./storage";
import { keyOf, seal, unseal } from "./vault";

const MANY = 100;

/** Everything that was kept, taken in; returns where to go on from. */
export async function readPages(storage: Storage, roster: Roster, ledger: Ledger): Promise<string> {
  const key = await keyOf(storage);
  let cursor = "";
  for (const sealed of await storage.getAll("roster")) {
    const page = (await unseal(key, sealed)) as RosterPage;
    roster.apply(page);
    ledger.apply(page);
    cursor = page.cursor;
  }
  return cursor;
}

/** Keep a page that was taken in; a full one replaces those before it, and after many they become one. */
export async function keepPage(storage: Storage, page: RosterPage, roster: Roster, ledger: Ledger): Promise<void> {
  const isMany = !page.full && (await storage.count("roster")) >= MANY;
  await put(storage, isMany ? { ...page, full: true, guests: [...roster.guests.values()], ...ledger.told() } : page);
}

async function put(storage: Storage, page: RosterPage): Promise<void> {
  const sealed = await seal(await keyOf(storage), page);
  const writing = storage.transaction("roster", "readwrite", STRICT);
  if (page.full) void writing.store.clear();
  void writing.store.add(sealed);
  await writing.done;
}

/** Whether a page says anything that the one before did not. */
export function saysSomething(page: RosterPage, before: RosterPage | null): boolean {
  const { guests, seen, inside, undone } = page;
  return page.full || guests.length + seen.length + inside.length + undone.length > 0 || frame(page) !== frame(before);
}

function frame(page: RosterPage | null): string {
  if (!page) return "";
  const { gathering, device, keys, classes, delegations, places, checkpoints } = page;
  return JSON.stringify([gathering, device, keys, classes, delegations, places, checkpoints]);
}
