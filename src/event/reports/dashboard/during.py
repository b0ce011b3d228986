"""During the gathering: who is in, what leaves and begins next, who is missing to sign, and what goes wrong."""

from typing import Any

from event.checkin.board import counts
from event.checkin.conflicts import conflicts_of
from event.checkin.counts import Counts
from event.database import fetch
from event.language import Message, in_language
from event.people.rules import Permission
from event.reports.dashboard.before import midnight
from event.reports.dashboard.kept import answers
from event.reports.dashboard.look import Entry, Glance, Listed, Look, Tile

Answers = dict[str, dict[str, Any] | None]
_SLOW = ("outstanding", "signatories-missing", "agenda-clashes", "stop-capacity", "delayed")
_EARLIER = ("sessions-targets",)
_LEAVING = """
SELECT t.leaves_at AS at, 'transfer' AS kind, coalesce(nullif(v.plate, ''), v.code, '') AS name, count(*)::int AS guests
FROM transfer t JOIN guest g ON g.id = t.guest LEFT JOIN vehicle v ON v.id = t.vehicle
WHERE g.gathering = $1 AND g.standing = 'approved' AND t.direction = 'departure' AND t.leaves_at >= $2 GROUP BY 1, 3
UNION ALL
SELECT v.departs_at, 'bus', v.code, (SELECT count(*) FROM vehicle_seat s WHERE s.vehicle = v.id)::int
FROM vehicle v WHERE v.gathering = $1 AND v.route IS NOT NULL AND v.departs_at >= $2
ORDER BY 1, 2, 3 LIMIT 6
"""
_SESSIONS = """
SELECT s.code, s.title_zh, s.title_en, s.starts_at, s.ends_at, s.starts_at <= $2 AS now,
    (SELECT count(*) FROM booking b JOIN guest g ON g.id = b.guest WHERE b.agenda_session = s.id AND g.standing = 'approved')::int AS booked,
    (SELECT sum(t.people) FROM checkpoint p LEFT JOIN tally t ON t.checkpoint = p.id AND t.verdict = 'admitted'
        WHERE p.agenda_session = s.id AND p.direction = 'in' AND p.kind IN ('session', 'hall', 'meal'))::int AS came,
    EXISTS (SELECT 1 FROM checkpoint p WHERE p.agenda_session = s.id AND p.kind IN ('session', 'hall', 'meal')) AS doors
FROM agenda_session s
WHERE s.gathering = $1 AND s.cancelled_at IS NULL AND coalesce(s.ends_at, s.starts_at + interval '1 hour') > $2 AND s.starts_at < $2 + interval '1 day'
ORDER BY s.starts_at, s.code LIMIT 6
"""
_PUT_OFF = "SELECT count(*)::int AS changed FROM publication WHERE gathering = $1 AND number > 1 AND at >= $2 AND at <= $3"


async def during(look: Look, *, patience: float | None = None) -> Glance:
    """The figures of the day; as of an earlier moment they are read from the log."""
    told = await counts(look.gathering, now=look.at)
    slow = await answers(look, *_SLOW, *(_EARLIER if look.earlier else ()), patience=patience)
    return Glance(
        _tiles(look, told, slow),
        [await _problems(look, told, slow), await _sessions(look, slow), await _leaving(look)],
    )


def _tiles(look: Look, told: Counts, slow: Answers) -> list[Tile]:
    coming, signing = slow["outstanding"], slow["signatories-missing"]
    due, arrived = (
        (told.due, told.arrived)
        if not look.earlier or coming is None
        else (coming["expected"], coming["checked_in"])
    )
    board = look.page("/board", Permission.SCAN) or look.report("arrivals-by-delegation")
    tiles = [
        Tile("due", look.say(Message("Guests expected")), due, look.report("arrivals-by-delegation")),
        Tile("arrived", look.say(Message("Arrived")), arrived, board),
        Tile("to-come", look.say(Message("Still to come")), due - arrived, look.report("outstanding"), "watch" if due > arrived else ""),
        Tile("landed", look.say(Message("Landed and not arrived")), coming["landed"] if coming else None, look.report("landed"), "watch" if coming and coming["landed"] else ""),
    ]  # fmt: skip
    if not look.earlier:
        tiles += [
            Tile("vips", look.say(Message("VIPs still to come")), told.vips_missing, look.page("/board", Permission.SCAN), "watch" if told.vips_missing else ""),
            Tile("inside", look.say(Message("In the halls now")), told.inside_now, look.page("/board", Permission.SCAN)),
        ]  # fmt: skip
    if signing is None or signing["signatories"]:
        missing = len(signing["missing"]) if signing else None
        tiles.append(
            Tile("signatories", look.say(Message("Signatories who are not in the hall")), missing, look.report("signatories-missing"), "watch" if missing else "")
        )  # fmt: skip
    return tiles


async def _sessions(look: Look, slow: Answers) -> Listed:
    earlier = ((slow.get("sessions-targets") or {}).get("sessions")) or {}
    rows = await fetch(_SESSIONS, look.gathering.id, look.at)
    now, begins = look.say(Message("now")), look.say(Message("begins"))

    def beside(row: Any) -> str:
        came = earlier.get(row["code"], {}).get("came") if look.earlier else row["came"] or 0
        if not (row["doors"] and row["now"]):
            return look.say(Message("booked {booked}"), booked=row["booked"]) if row["booked"] else ""
        return look.say(Message("in {came}, booked {booked}"), came=came, booked=row["booked"])

    return Listed(
        "sessions", look.say(Message("Sessions now and next")),
        [
            Entry(
                f"{look.clock(row['starts_at'])} {now if row['now'] else begins}",
                in_language(look.language, zh=row["title_zh"], en=row["title_en"]), beside(row),
                look.report("session-attendance", session=row["code"]) if row["doors"] else look.page("/agenda", Permission.AGENDA_READ),
                "now" if row["now"] else "",
            )
            for row in rows
        ],
        look.say(Message("No session is under way or begins within a day.")), look.report("sessions-targets"),
    )  # fmt: skip


async def _leaving(look: Look) -> Listed:
    rows = await fetch(_LEAVING, look.gathering.id, max(look.at, midnight(look)))
    said = {"bus": Message("Bus {name}"), "transfer": Message("To flight or train: {name}")}
    behind = {"bus": look.page("/visit/buses", Permission.GUESTS_READ), "transfer": look.report("departures")}
    return Listed(
        "leaving", look.say(Message("Next departures")),
        [
            Entry(
                look.clock(row["at"]), look.say(said[row["kind"]], name=row["name"] or "–"),
                look.say(Message("{count} guests"), count=row["guests"]), behind[row["kind"]],
            )
            for row in rows
        ],
        look.say(Message("Nothing leaves any more.")), look.report("departures"),
    )  # fmt: skip


async def _problems(look: Look, told: Counts, slow: Answers) -> Listed:
    """What somebody should look at, worst first; what cannot be counted yet is left out."""
    silent = [one for one in told.devices if one.silent(look.at)] if not look.earlier else []
    twice = sum(one.already_in for one in told.checkpoints)
    delayed, clashes, stops = slow["delayed"], slow["agenda-clashes"], slow["stop-capacity"]
    conflicts = 0 if look.earlier else len(await conflicts_of(look.gathering, language=look.language))
    day = midnight(look)
    (put_off,) = await fetch(_PUT_OFF, look.gathering.id, day, look.at)
    full = len(stops["all_stops_over_capacity"]) if stops else 0
    found = [
        (len(silent), Message("Scanners that are silent"), look.page("/devices", Permission.GATHERING_WRITE), "late"),
        (conflicts, Message("Conflicts between doors"), look.page("/conflicts", Permission.GUESTS_WRITE), "late"),
        (full, Message("Stops with more guests than they take"), look.report("stop-capacity"), "late"),
        ((delayed or {}).get("count", 0), Message("Guests on a delayed flight or train"), look.report("delayed"), "watch"),
        (len((clashes or {}).get("clashes", ())), Message("Clashes in the programme"), look.report("agenda-clashes"), "watch"),
        (put_off["changed"], Message("Changes of the visit published today, late routes among them"), look.page("/visit/versions", Permission.GUESTS_READ), "watch"),
        (0 if look.earlier else twice, Message("Badges that came a second time"), look.report("scanned-twice"), ""),
    ]  # fmt: skip
    return Listed(
        "problems", look.say(Message("What needs a look")),
        [Entry(str(count), look.say(said), "", href, tone) for count, said, href, tone in found if count],
        look.say(Message("Nothing is known to be wrong.")),
    )  # fmt: skip
