"""The sample gathering: fictional, in three languages, the same every time."""

from datetime import UTC, datetime, timedelta

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.tables import Guest
from event.sample import SLUG, load_sample

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


async def _count(sql: str) -> int:
    row = await fetch_one(f"SELECT count(*) AS n FROM {sql}")
    return int(row["n"]) if row else -1


async def test_it_lies_three_weeks_ahead_and_takes_replies_today(db: str) -> None:
    gathering = await load_sample(by=COMMAND_LINE, now=NOW)

    assert (gathering.slug, gathering.first_day - NOW.date()) == (SLUG, timedelta(days=21))
    assert (gathering.takes_replies(NOW), gathering.takes_replies(NOW + timedelta(days=22))) == (True, False)


async def test_it_has_everything_there_is_to_see(db: str) -> None:
    await load_sample(by=COMMAND_LINE, now=NOW)

    counts = {
        table: await _count(table)
        for table in ("guest", "delegation", "hall", "agenda_session", "checkpoint", "travel_party", "mail")
    }
    assert counts == {
        "guest": 60, "delegation": 7, "hall": 6, "agenda_session": 14, "checkpoint": 9, "travel_party": 7, "mail": 0,
    }  # fmt: skip
    assert await _count("guest WHERE standing = 'submitted'") == 4
    assert await _count("ticket") == 56
    classes = await fetch(
        "SELECT DISTINCT c.code FROM guest JOIN guest_class c ON c.id = guest_class ORDER BY 1"
    )
    assert "".join(row["code"] for row in classes) == "ACDGMSVZ"


async def test_names_are_of_three_languages_with_rare_characters(db: str) -> None:
    await load_sample(by=COMMAND_LINE, now=NOW)

    names = "".join(guest.name_zh for guest in await Guest.objects())
    languages = {guest.language for guest in await Guest.objects()}

    assert [names.count(letter) for letter in "𠮷龘㛃䶮陳"] == [1, 1, 1, 1, 2]
    assert languages == {"zh-Hans", "zh-Hant", "en"}
    assert await _count("guest WHERE name_zh = ''") == 8


async def test_everybody_can_be_reached_at_no_real_address(db: str) -> None:
    await load_sample(by=COMMAND_LINE, now=NOW)

    assert await _count("guest WHERE email <> '' AND email NOT LIKE '%@example.com'") == 0
    assert await _count("guest WHERE email <> '' GROUP BY email HAVING count(*) > 1") == -1


async def test_a_sample_that_was_broken_off_is_finished(db: str) -> None:
    await load_sample(by=COMMAND_LINE, now=NOW)
    for table in ("seat_step", "seat", "seat_plan", "booking", "checkpoint", "agenda_session", "journey", "ticket", "guest", "delegation",
                  "travel_party", "hall", "venue"):  # fmt: skip
        await fetch(f"DELETE FROM {table}")

    await load_sample(by=COMMAND_LINE, now=NOW)

    assert await Gathering.count() == 1
    assert await _count("guest") == 60
