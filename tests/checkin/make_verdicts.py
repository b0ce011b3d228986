"""Writes verdicts.json, what the server and the scanner must both say: `python -m tests.checkin.make_verdicts`.

A case is somebody at a checkpoint at a moment, after what happened before; each is told in one line.
"""

import base64
import json
from pathlib import Path
from typing import Any

from tests.checkin.verdict_roster import SEEDS, clock, roster, text, uid

FILE = Path(__file__).with_name("verdicts.json")

Scan = dict[str, str]

VIP, LIN, MEI, WONG, SOLO, PRESS = (text(number) for number in range(1, 7))
NEWKEY = text(12, key_id=2)
BOTH = text(14)


def at(checkpoint: str, who: str, time: str, day: int = 15) -> Scan:
    """A scan of a ticket's text, or of a guest found by name where `who` begins with @."""
    found = {"guest": uid(who[1:])} if who.startswith("@") else {"ticket": who}
    return {"checkpoint": checkpoint, **found, "at": clock(time, day)}


def case(
    name: str, scan: Scan, verdict: str, reason: str = "", *,
    since: str | None = None, place: str | None = None, before: tuple[Scan, ...] = (),
) -> dict[str, Any]:  # fmt: skip
    return {
        "name": name, "before": list(before), "scan": scan, "verdict": verdict, "reason": reason,
        "since": since, "place": place,
    }  # fmt: skip


def admitted(name: str, scan: Scan, **more: Any) -> dict[str, Any]:
    return case(name, scan, "admitted", **more)


def already(name: str, scan: Scan, **more: Any) -> dict[str, Any]:
    return case(name, scan, "already_in", **more)


def twice(name: str, scan: Scan, **more: Any) -> dict[str, Any]:
    return case(name, scan, "already_in", "twice", **more)


def back(name: str, scan: Scan, **more: Any) -> dict[str, Any]:
    return case(name, scan, "admitted", "back", **more)


def refused(name: str, scan: Scan, reason: str, **more: Any) -> dict[str, Any]:
    return case(name, scan, "refused", reason, **more)


_BROKEN = LIN[:-1] + ("B" if LIN[-1] != "B" else "C")
_OTHER_VERSION = "EV:" + base64.b32encode(bytes([0x21]) + bytes(71)).decode().rstrip("=")

TICKETS = [
    admitted("a signed ticket admits", at("REG", LIN, "09:00")),
    admitted("spaces around a ticket and small letters are no matter", at("REG", f"  {LIN.lower()} ", "09:00")),
    admitted("a ticket of the second key admits", at("REG", NEWKEY, "09:00")),
    admitted("a text issued elsewhere admits", at("REG", "AGENCY-0007", "09:00")),
    admitted("spaces around a text issued elsewhere are no matter", at("REG", " AGENCY-0007 ", "09:00")),
    admitted("a guest found by name is admitted", at("REG", "@Lin", "09:00")),
    refused("a text issued elsewhere is read exactly", at("REG", "agency-0007", "09:00"), "unknown_ticket"),
    refused("a text nobody knows is no ticket", at("REG", "https://example.com/menu", "09:00"), "unknown_ticket"),
    refused("a text that only begins like a ticket is none", at("REG", "EV:HELLO", "09:00"), "unknown_ticket"),
    refused("a ticket with its end cut off is none", at("REG", LIN[:-1], "09:00"), "unknown_ticket"),
    refused("a spelling that is not canonical is no ticket", at("REG", _BROKEN, "09:00"), "unknown_ticket"),
    refused("a ticket of another version is none", at("REG", _OTHER_VERSION, "09:00"), "unknown_ticket"),
    refused("a signed number that was never issued is no ticket", at("REG", text(99), "09:00"), "unknown_ticket"),
    refused("a guest nobody knows is no guest", at("REG", "@Nobody", "09:00"), "unknown_ticket"),
    refused("a ticket of another gathering is foreign", at("REG", text(2, gathering=8), "09:00"), "foreign"),
    refused("a foreign ticket is foreign before it is forged",
            at("REG", text(2, gathering=8, forged=True), "09:00"), "foreign"),
    refused("a ticket signed by somebody else is forged", at("REG", text(2, forged=True), "09:00"), "forged"),
    refused("a ticket of a key nobody knows is forged",
            at("REG", text(2, key_id=3, forged=True), "09:00"), "forged"),
    refused("a ticket that claims the other key is forged",
            at("REG", text(2, key_id=2, forged=True), "09:00"), "forged"),
    refused("a void ticket is refused", at("REG", text(8), "09:00"), "void"),
    admitted("a void ticket held until it was voided", at("REG", text(8), "08:29:59")),
    refused("a ticket is void from the second it was voided", at("REG", text(8), "08:30"), "void"),
    admitted("the newer ticket of the same guest admits", at("REG", text(18), "09:00")),
    admitted("a guest with a void and a good ticket is admitted by name", at("REG", "@Lost", "09:00")),
    refused("an older generation of a ticket is void", at("REG", text(9), "09:00"), "void"),
    admitted("the newest generation of a ticket admits", at("REG", text(9, generation=2), "09:00")),
    refused("a void text issued elsewhere is refused", at("REG", "agency 15", "09:00"), "void"),
    refused("a guest who is not approved is refused", at("REG", text(10), "09:00"), "not_approved"),
    refused("a guest who is not approved is refused by name", at("REG", "@Wait", "09:00"), "not_approved"),
    refused("a guest without a ticket is not approved", at("REG", "@Bare", "09:00"), "not_approved"),
    refused("a withdrawn guest's ticket is void", at("REG", text(11), "10:30"), "void"),
    refused("a withdrawn guest found by name has a void ticket", at("REG", "@Gone", "10:30"), "void"),
    admitted("a guest who withdrew later was still let in", at("REG", text(11), "09:59:59")),
]  # fmt: skip

WINDOWS = [
    refused("a second before it opens, a checkpoint is not open", at("GIFT", LIN, "08:59:59"), "not_open"),
    admitted("a checkpoint is open from its first second", at("GIFT", LIN, "09:00")),
    admitted("a checkpoint is open in its last second", at("GIFT", LIN, "11:59:59")),
    refused("at the second it closes, a checkpoint is closed", at("GIFT", LIN, "12:00"), "closed"),
    refused("a day before, a checkpoint is not open", at("GIFT", LIN, "10:00", 14), "not_open"),
    refused("the day after, a checkpoint is closed", at("GIFT", LIN, "10:00", 16), "closed"),
    refused("a checkpoint that was switched off is closed", at("SHUT", LIN, "09:00"), "closed"),
    refused("a checkpoint that is not the device's is elsewhere", at("OTHER", LIN, "09:00"), "elsewhere"),
    refused("closed is said before forged", at("SHUT", text(2, forged=True), "09:00"), "closed"),
    refused("elsewhere is said before everything", at("OTHER", "EV:HELLO", "09:00"), "elsewhere"),
    refused("void is said before what was booked", at("PROMO", text(8), "10:30"), "void"),
    refused("what was refused counts for nothing", at("SHUT", LIN, "09:00:30"), "closed",
            before=(at("SHUT", LIN, "09:00"),)),
    admitted("who came too early is admitted later", at("GIFT", LIN, "09:00:10"),
             before=(at("GIFT", LIN, "08:59:50"),)),
]  # fmt: skip

RULES = [
    admitted("a rule by class lets that class pass", at("VIPLUNCH", VIP, "12:00")),
    refused("a rule by class refuses the others", at("VIPLUNCH", SOLO, "12:00"), "not_for"),
    admitted("a rule by delegation lets it pass", at("D01ONLY", LIN, "09:00")),
    refused("a rule by delegation refuses another one", at("D01ONLY", PRESS, "09:00"), "not_for"),
    refused("a rule by delegation refuses who has none", at("D01ONLY", SOLO, "08:00"), "not_for"),
    admitted("one clause of two is enough: the class", at("LOUNGE", VIP, "09:00")),
    admitted("one clause of two is enough: class and delegation", at("LOUNGE", LIN, "08:00")),
    refused("a clause must hold as a whole: the other delegation", at("LOUNGE", WONG, "08:00"), "not_for"),
    refused("a clause must hold as a whole: the other class", at("LOUNGE", PRESS, "08:00"), "not_for"),
    admitted("what was booked lets pass", at("PROMO", WONG, "10:30")),
    refused("what was not booked is refused", at("PROMO", SOLO, "08:00"), "not_booked"),
    admitted("one of several bookings is enough", at("ROUTE", WONG, "08:00")),
    refused("who fails only on the booking has not booked", at("ROUTE", PRESS, "08:00"), "not_booked"),
    refused("who fails on more than the booking may not pass", at("ROUTE", MEI, "08:00"), "not_for"),
    admitted("a class passes where others need a booking", at("ROUTE", VIP, "08:00")),
]  # fmt: skip

DIRECTIONS = [
    refused("who is expected elsewhere is told where", at("PROMO", LIN, "10:00"), "not_booked", place="session:SIGN"),
    refused("a place is told from an hour before it starts", at("PROMO", LIN, "09:00"), "not_booked",
            place="session:SIGN"),
    refused("a place is not told a second earlier", at("PROMO", LIN, "08:59:59"), "not_booked"),
    refused("a place is told until its last second", at("PROMO", LIN, "10:59:59"), "not_booked",
            place="session:SIGN"),
    refused("a place is not told when it is over", at("PROMO", LIN, "11:00"), "not_booked"),
    refused("of two places the one whose start is nearer is told", at("D01ONLY", BOTH, "10:20"), "not_for",
            place="session:PROMO"),
    refused("of two places the other is told when it is nearer", at("D01ONLY", BOTH, "10:10"), "not_for",
            place="session:SIGN"),
    refused("a place without an end lasts four hours", at("D01ONLY", SOLO, "17:59:59"), "not_for",
            place="session:FORUM"),
    refused("a place without an end is over after four hours", at("D01ONLY", SOLO, "18:00"), "not_for"),
    refused("at a bus the guest's own bus is told", at("BUS1", WONG, "08:00"), "not_booked", place="bus:2"),
    refused("away from buses no bus is told", at("SIGN-A", WONG, "08:00"), "not_booked"),
    admitted("the right bus admits", at("BUS1", VIP, "08:00")),
    refused("who is turned away for another reason is told no place", at("GIFT", LIN, "08:59:59"), "not_open"),
]  # fmt: skip

ONCE = (at("REG", LIN, "09:00"),)
AGAIN = [
    already("a second time is already in, since the first", at("REG", LIN, "10:00"), since=clock("09:00"), before=ONCE),
    already("once is once for the whole gathering", at("REG", LIN, "09:00", 16), since=clock("09:00"), before=ONCE),
    already("all arrival desks count once", at("REG2", LIN, "10:00"), since=clock("09:00"), before=ONCE),
    already("another arrival desk seconds later is no double reading", at("REG2", LIN, "09:00:05"),
            since=clock("09:00"), before=ONCE),
    admitted("another checkpoint counts for itself", at("HALL-IN", LIN, "09:00:05"), before=ONCE),
    admitted("another guest counts for themselves", at("REG", MEI, "09:00:05"), before=ONCE),
    already("found by name and by ticket is the same guest", at("REG", "@Lin", "10:00"),
            since=clock("09:00"), before=ONCE),
    already("a newer ticket is the same guest", at("REG", text(18), "10:00"),
            since=clock("08:00"), before=(at("REG", text(8), "08:00"),)),
    twice("read again at once is read twice", at("REG", LIN, "09:00:01"), since=clock("09:00"), before=ONCE),
    twice("after 59 seconds it is read twice", at("REG", LIN, "09:00:59"), since=clock("09:00"), before=ONCE),
    already("after 60 seconds it is already in", at("REG", LIN, "09:01:00"), since=clock("09:00"), before=ONCE),
    already("after 61 seconds it is already in", at("REG", LIN, "09:01:01"), since=clock("09:00"), before=ONCE),
    twice("a third reading is near the second", at("REG", LIN, "09:01:30"), since=clock("09:00"),
          before=(*ONCE, at("REG", LIN, "09:00:45"))),
    twice("a reading that comes late, from a little before, is read twice", at("REG", LIN, "08:59:30"),
          since=clock("09:00"), before=ONCE),
    already("a reading that comes late, from long before, changes no verdict", at("REG", LIN, "08:00"),
            since=clock("09:00"), before=ONCE),
    already("after a late one the first time is the earliest", at("REG", LIN, "10:00"), since=clock("08:00"),
            before=(*ONCE, at("REG", LIN, "08:00"))),
]  # fmt: skip

DAILY = [
    already("daily is once a day", at("LUNCH", LIN, "13:00"), since=clock("12:00"),
            before=(at("LUNCH", LIN, "12:00"),)),
    admitted("the next day is a new day", at("LUNCH", LIN, "12:00", 16), before=(at("LUNCH", LIN, "12:00"),)),
    admitted("the day changes at midnight where the gathering is", at("LUNCH", LIN, "00:00:30", 16),
             before=(at("LUNCH", LIN, "23:58"),)),
    admitted("a new day is counted even seconds after the old one", at("LUNCH", LIN, "00:00:10", 16),
             before=(at("LUNCH", LIN, "23:59:50"),)),
    already("the day does not change at midnight of UTC", at("LUNCH", LIN, "08:01"), since=clock("07:59"),
            before=(at("LUNCH", LIN, "07:59"),)),
    already("each day has its own first time", at("LUNCH", LIN, "13:00", 16), since=clock("11:30", 16),
            before=(at("LUNCH", LIN, "12:00"), at("LUNCH", LIN, "11:30", 16))),
    already("the last minute of a day is that day", at("LUNCH", LIN, "23:59:59"), since=clock("00:00"),
            before=(at("LUNCH", LIN, "00:00"),)),
    twice("daily has double readings too", at("LUNCH", LIN, "12:00:20"), since=clock("12:00"),
          before=(at("LUNCH", LIN, "12:00"),)),
]  # fmt: skip

SESSIONS = [
    admitted("a session admits who has booked it", at("SIGN-A", LIN, "09:55")),
    already("two doors of a session count once", at("SIGN-B", LIN, "10:05"), since=clock("09:55"),
            before=(at("SIGN-A", LIN, "09:55"),)),
    already("two doors of a session are no double reading", at("SIGN-B", LIN, "09:55:10"), since=clock("09:55"),
            before=(at("SIGN-A", LIN, "09:55"),)),
    admitted("another session counts for itself", at("PROMO", BOTH, "10:30"), before=(at("SIGN-A", BOTH, "09:55"),)),
]  # fmt: skip

HALLS = [
    admitted("into a hall", at("HALL-IN", LIN, "09:00")),
    already("in without having left is already in", at("HALL-IN", LIN, "09:30"), since=clock("09:00"),
            before=(at("HALL-IN", LIN, "09:00"),)),
    back("in after having left is back", at("HALL-IN", LIN, "09:30"), since=clock("09:00"),
         before=(at("HALL-IN", LIN, "09:00"), at("HALL-OUT", LIN, "09:20"))),
    already("back is back once", at("HALL-IN", LIN, "09:40"), since=clock("09:00"),
            before=(at("HALL-IN", LIN, "09:00"), at("HALL-OUT", LIN, "09:20"), at("HALL-IN", LIN, "09:30"))),
    back("out and in a second time is back", at("HALL-IN", LIN, "10:10"), since=clock("09:00"),
         before=(at("HALL-IN", LIN, "09:00"), at("HALL-OUT", LIN, "09:20"), at("HALL-IN", LIN, "09:30"),
                 at("HALL-OUT", LIN, "10:00"))),
    twice("who goes out and in within a minute is read twice", at("HALL-IN", LIN, "09:00:50"), since=clock("09:00"),
          before=(at("HALL-IN", LIN, "09:00"), at("HALL-OUT", LIN, "09:00:30"))),
    back("back after a minute and a second", at("HALL-IN", LIN, "09:01:01"), since=clock("09:00"),
         before=(at("HALL-IN", LIN, "09:00"), at("HALL-OUT", LIN, "09:00:30"))),
    admitted("another door of the hall counts for itself", at("HALL-IN2", LIN, "09:30"),
             before=(at("HALL-IN", LIN, "09:00"), at("HALL-OUT", LIN, "09:20"))),
    already("having left by time, not by order, is what counts", at("HALL-IN", LIN, "09:10"), since=clock("09:00"),
            before=(at("HALL-IN", LIN, "09:00"), at("HALL-OUT", LIN, "09:20"))),
    admitted("out of a hall", at("HALL-OUT", LIN, "09:20"), before=(at("HALL-IN", LIN, "09:00"),)),
    admitted("out without having come in", at("HALL-OUT", LIN, "09:20")),
    admitted("out again later", at("HALL-OUT", LIN, "09:40"), before=(at("HALL-OUT", LIN, "09:20"),)),
    twice("out and out within a minute is read twice", at("HALL-OUT", LIN, "09:20:30"),
          before=(at("HALL-OUT", LIN, "09:20"),)),
    admitted("leaving is admitted every time", at("LEAVE", LIN, "18:00", 16), before=(at("LEAVE", LIN, "18:00"),)),
]  # fmt: skip

ALWAYS = [
    admitted("every time is every time", at("SHOP", LIN, "09:10"), before=(at("SHOP", LIN, "09:00"),)),
    twice("every time has double readings too", at("SHOP", LIN, "09:00:59"),
          before=(at("SHOP", LIN, "09:00"),)),
    admitted("every time after a minute", at("SHOP", LIN, "09:01"), before=(at("SHOP", LIN, "09:00"),)),
]  # fmt: skip

PARTIES = [
    admitted("a member of a party after another one", at("REG", "@Mei", "09:00:05"), before=(at("REG", LIN, "09:00"),)),
    already("a member of a party who came in before", at("REG", "@Mei", "09:10"), since=clock("08:30"),
            before=(at("REG", MEI, "08:30"), at("REG", LIN, "09:10"))),
    refused("a member of a party is held to the rule", at("SIGN-A", "@Mei", "09:55:05"), "not_booked",
            before=(at("SIGN-A", LIN, "09:55"),)),
]  # fmt: skip


def verdicts() -> dict[str, Any]:
    """The roster, the keys that signed its tickets, and every case."""
    return {
        "roster": roster(),
        "signing_keys": {str(number): base64.b64encode(seed).decode() for number, seed in SEEDS.items()},
        "cases": [
            *TICKETS, *WINDOWS, *RULES, *DIRECTIONS, *AGAIN, *DAILY, *SESSIONS, *HALLS, *ALWAYS, *PARTIES,
        ],
    }  # fmt: skip


def main() -> None:
    FILE.write_text(json.dumps(verdicts(), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
