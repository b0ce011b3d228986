"""The own programme as a calendar: named by thing, numbered by change, cancelled where it is no more."""

from icalendar import Calendar

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.own.pages import calendar_of
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.tables import Guest, Standing
from tests import cast
from tests.checkin.lists import take
from tests.itinerary.own.world import BUSES, visit, whole


async def entries_of(guest: Guest, held: Gathering, language: str = "en") -> dict[str, dict[str, str]]:
    """What an independent reader finds, by the end of each entry's name."""
    whole_calendar = Calendar.from_ical(await calendar_of(guest, held, language=language))
    return {
        str(entry["uid"]).removeprefix(f"{held.id}-").removesuffix("@event"): {
            "title": str(entry["summary"]), "from": f"{entry['dtstart'].dt:%d %H:%M %Z}", "status": str(entry["status"]),
            "place": str(entry.get("location", "")), "number": str(entry["sequence"]), "said": str(entry["description"]),
        }
        for entry in whole_calendar.walk("VEVENT")
    }  # fmt: skip


async def test_there_is_an_entry_for_each_session_the_visit_and_the_pickup(db: str) -> None:
    held, lin = await whole()

    entries = await entries_of(lin, held)

    assert {name: (one["title"], one["from"], one["place"]) for name, one in entries.items()} == {
        "session-DINNER": ("欢迎晚宴", "15 18:30 CST", "宴会厅"),
        "session-OPEN": ("开幕式", "16 09:00 CST", "主会场"),
        "visit-EX2026-001": ("侨商家乡行", "17 07:40 CST", "宾馆正门"),
        "arrival-EX2026-001": ("Arrival ZZ1", "15 19:00 CST", "T1"),
    }
    assert entries["session-DINNER"]["said"].startswith("Table 1, seat 2\nhttp")
    assert entries["visit-EX2026-001"]["said"].splitlines()[:6] == [
        "08:00 甲线", "Bus: Bus 1 示A·T0001", "Seat: 7", "08:50–09:30 示例园", "10:00–10:40 样本馆", "Lunch: 12:00 示例食堂",
    ]  # fmt: skip
    assert "301" not in str(entries)


async def test_the_calendar_says_its_zone_and_asks_again_every_hour(db: str) -> None:
    held, lin = await whole()

    calendar = Calendar.from_ical(await calendar_of(lin, held, language="zh-Hans"))

    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert calendar["refresh-interval"].to_ical() == b"PT1H"
    entry = calendar.walk("VEVENT")[0]
    assert entry["dtstamp"].dt == entry["last-modified"].dt
    assert entry["dtstamp"].dt.utcoffset().total_seconds() == 0  # type: ignore[union-attr]
    assert entry.errors == []


async def test_another_time_keeps_the_name_and_raises_the_number(db: str) -> None:
    held, lin = await whole()
    before = (await entries_of(lin, held))["visit-EX2026-001"]
    later = [[*BUSES[0][:7], "07:10", "07:30"], BUSES[1]]

    await take("visit", visit([1, "7", "EX2026-001"], buses=later), held)

    after = (await entries_of(lin, held))["visit-EX2026-001"]
    assert (before["from"], after["from"]) == ("17 07:40 CST", "17 07:10 CST")
    assert int(after["number"]) > int(before["number"])


async def test_nothing_changed_gives_the_same_file(db: str) -> None:
    held, lin = await whole()

    first, second = [await calendar_of(lin, held, language="en") for _ in range(2)]

    assert first == second


async def test_everything_of_who_does_not_come_any_more_is_cancelled(db: str) -> None:
    held, lin = await whole()
    before = await entries_of(lin, held)

    gone = await decide(lin.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=cast.NOW)

    after = await entries_of(gone, held)
    assert {name: one["from"] for name, one in after.items()} == {
        name: one["from"] for name, one in before.items()
    } | {"arrival-EX2026-001": "15 16:00 CST", "session-VISIT": "17 08:00 CST"}
    assert {one["status"] for one in before.values()} == {"CONFIRMED"}
    assert {one["status"] for one in after.values()} == {"CANCELLED"}
    assert await fetch("SELECT 1 FROM vehicle_seat WHERE guest = $1", lin.id) == []
