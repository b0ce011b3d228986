/** Everything a verdict needs, held in memory: merged from the pages that the server sends. */
import type {
  Checkpoint, Delegation, Device, Gathering, Guest, GuestClass, Place, RosterPage, Ticket,
} from "./protocol";

export interface Found {
  guest: Guest;
  ticket: Ticket;
}

export class Roster {
  gathering: Gathering | null = null;
  device: Device | null = null;
  keys = new Map<number, string>();
  classes = new Map<string, GuestClass>();
  delegations = new Map<string, Delegation>();
  places = new Map<string, Place>();
  checkpoints = new Map<string, Checkpoint>();
  guests = new Map<string, Guest>();
  private tickets = new Map<number, Found>();
  private aliases = new Map<string, Found>();
  private parties = new Map<string, Set<string>>();

  /** Take in a page: a full one replaces everything, others are merged. */
  apply(page: RosterPage): void {
    if (page.full) {
      this.guests.clear();
      this.tickets.clear();
      this.aliases.clear();
      this.parties.clear();
    }
    this.gathering = page.gathering;
    this.device = page.device;
    this.keys = new Map(page.keys.map((one) => [one.id, one.public]));
    this.classes = new Map(page.classes.map((one) => [one.code, one]));
    this.delegations = new Map(page.delegations.map((one) => [one.code, one]));
    this.places = new Map(page.places.map((one) => [one.key, one]));
    this.checkpoints = new Map(page.checkpoints.map((one) => [one.code, one]));
    for (const one of page.guests) {
      this.forget(one.id);
      if (!("gone" in one)) this.remember(one);
    }
  }

  byTicket(number: number): Found | null {
    return this.tickets.get(number) ?? null;
  }

  byAlias(text: string): Found | null {
    return this.aliases.get(text) ?? null;
  }

  /** The members of a guest's travel party, with the guest; only themselves where they have none. */
  party(guest: Guest): Guest[] {
    const members = [...(this.parties.get(guest.party) ?? [guest.id])];
    return members.flatMap((id) => this.guests.get(id) ?? []).sort((a, b) => (a.number < b.number ? -1 : 1));
  }

  /** Where this device may scan. */
  get mine(): Checkpoint[] {
    return [...this.checkpoints.values()].filter((one) => one.mine);
  }

  private remember(guest: Guest): void {
    this.guests.set(guest.id, guest);
    for (const ticket of guest.tickets) {
      this.tickets.set(ticket.number, { guest, ticket });
      if (ticket.alias) this.aliases.set(ticket.alias, { guest, ticket });
    }
    if (!guest.party) return;
    const members = this.parties.get(guest.party);
    if (members) members.add(guest.id);
    else this.parties.set(guest.party, new Set([guest.id]));
  }

  private forget(id: string): void {
    const guest = this.guests.get(id);
    if (!guest) return;
    this.guests.delete(id);
    for (const { number, alias } of guest.tickets) {
      this.tickets.delete(number);
      this.aliases.delete(alias);
    }
    this.parties.get(guest.party)?.delete(id);
  }
}
