/** What the scanner and the server say to each other. */

export type Verdict = "admitted" | "already_in" | "refused";

export interface Gathering {
  id: string;
  slug: string;
  number: number;
  title_zh: string;
  title_en: string;
  timezone: string;
}

export interface Device {
  id: string;
  name: string;
  expires_at: string;
}

export interface Enrolled {
  token: string;
  device: Device;
  gathering: Gathering;
  epoch: string;
}

export interface Clause {
  classes?: string[];
  delegations?: string[];
  booked?: string[];
}

export interface Checkpoint {
  id: string;
  code: string;
  name_zh: string;
  name_en: string;
  kind: string;
  direction: "in" | "out";
  admits: "once" | "daily" | "session" | "always";
  scope: string;
  place: string | null;
  opens_at: string | null;
  closes_at: string | null;
  active: boolean;
  rule: Clause[];
  session: string;
  hands_out_zh: string;
  hands_out_en: string;
  mine: boolean;
}

export interface Place {
  key: string;
  title_zh: string;
  title_en: string;
  starts_at: string | null;
  ends_at: string | null;
  checkpoint: string;
  checkpoint_name_zh: string;
  checkpoint_name_en: string;
  hall_zh: string;
  hall_en: string;
  way_zh: string;
  way_en: string;
}

export interface Ticket {
  number: number;
  generation: number;
  voided_at: string | null;
  alias: string;
}

export interface Guest {
  id: string;
  number: string;
  name_zh: string;
  latin: string;
  class: string;
  delegation: string;
  badge: string;
  approved: boolean;
  booked: string[];
  party: string;
  find: string;
  tickets: Ticket[];
}

export interface Gone {
  id: string;
  gone: true;
}

export interface GuestClass {
  code: string;
  name_zh: string;
  name_en: string;
  colour: string;
}

export interface Delegation {
  code: string;
  name_zh: string;
  name_en: string;
}

export interface Seen {
  guest: string;
  scope: string;
  occasion: string;
  at?: string;
  checkpoint?: string;
  gone?: boolean;
}

export interface Inside {
  guest: string;
  place: string;
  inside: boolean;
  at: string;
}

export interface RosterPage {
  epoch: string;
  cursor: string;
  full: boolean;
  server_time: string;
  gathering: Gathering;
  device: Device;
  keys: { id: number; public: string }[];
  classes: GuestClass[];
  delegations: Delegation[];
  places: Place[];
  checkpoints: Checkpoint[];
  guests: (Guest | Gone)[];
  seen: Seen[];
  inside: Inside[];
  undone: string[];
}

export interface SentScan {
  id: string;
  checkpoint: string;
  ticket: string;
  guest: string;
  scanned_at: string;
  verdict: Verdict | "";
  source: "scan" | "party";
  party_of: string | null;
  offline: boolean;
}

export interface SentUndo {
  id: string;
  scan: string;
  reason: string;
  at: string;
}

export interface Answer {
  id: string;
  verdict: Verdict;
  reason: string;
  sentence: string;
  since: string | null;
  direction: string;
  guest: string | null;
}

export interface UploadAnswer {
  server_time: string;
  epoch: string;
  clock_offset_ms: number;
  scans: Answer[];
  undone: string[];
}
