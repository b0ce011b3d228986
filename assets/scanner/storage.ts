/** What the device keeps: settings, its key, the sealed roster, and the log of its scans. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Sealed } from "./vault";
import type { SentScan, SentUndo, Verdict } from "./protocol";
import type { Taken } from "./ledger";

/** `aside`: the server cannot take it; it is shown and can be exported. */
export type State = "queued" | "sent" | "aside";

/** A scan as it happened here. Without names: those are in the sealed roster. */
export interface LoggedScan extends SentScan {
  gathering: string;
  at: number;
  reason: string;
  guest_id: string;
  taken: Taken | null;
  state: State;
  answered: { verdict: Verdict; reason: string } | null;
  undone: boolean;
  problem: string;
}

export interface LoggedUndo extends SentUndo {
  gathering: string;
  state: State;
  problem: string;
}

interface Kept extends DBSchema {
  kept: { key: string; value: unknown };
  roster: { key: number; value: Sealed };
  scans: { key: string; value: LoggedScan; indexes: { "by-state": [string, string]; "by-time": string } };
  undos: { key: string; value: LoggedUndo; indexes: { "by-state": string } };
}

export type Storage = IDBPDatabase<Kept>;

/** What a write must survive: the power going out right after it. */
export const STRICT: IDBTransactionOptions = { durability: "strict" };

export function openStorage(): Promise<Storage> {
  return openDB<Kept>("scanner", 1, {
    upgrade(db) {
      db.createObjectStore("kept");
      db.createObjectStore("roster", { autoIncrement: true });
      const scans = db.createObjectStore("scans", { keyPath: "id" });
      scans.createIndex("by-state", ["state", "scanned_at"]);
      scans.createIndex("by-time", "scanned_at");
      db.createObjectStore("undos", { keyPath: "id" }).createIndex("by-state", "state");
    },
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
  });
}
