"""Guests are reminded of what is missing, once a day; a changed programme is told to all who come."""

import asyncio
from datetime import date, timedelta
from email import message_from_bytes, policy
from uuid import uuid4

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.registration.asking.definition import RegistrationForm
from event.registration.asking.operations import save_form
from event.registration.asking.standard import STANDARD
from event.registration.reminding.operations import announce_programme, remind
from event.registration.reminding.queries import to_be_reminded
from event.registration.tables import Guest, Journey, Standing
from tests import cast

COMPLETE = {"birth_date": date(1970, 1, 1), "document_kind": "护照", "document_number": "E12345678"}


async def _travels(guest: Guest, *directions: str, mode: str = "flight", on_day: date | None = None) -> None:
    for direction in directions or ("arrival", "departure"):
        await Journey(id=uuid4(), guest=guest.id, direction=direction, mode=mode, on_day=on_day).save()


def _plain(message: bytes) -> str:
    part = message_from_bytes(bytes(message), policy=policy.default).get_body(("plain",))
    return part.get_content().replace("\r\n", "\n")


async def _missing(held: Gathering) -> dict[str, list[str]]:
    found = await to_be_reminded(held, now=cast.NOW)
    return {one.name: [question.key for question in one.missing] for one in found}


async def test_what_is_missing_is_what_the_form_asks_and_nobody_has_told(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    chen, _ = await cast.chen(held, **COMPLETE)
    await _travels(chen, "arrival", on_day=date(2026, 10, 14))
    await _travels(chen, "departure")
    local, _ = await cast.guest(held, name_zh="王本地", email="wang@example.com", **COMPLETE)
    await _travels(local, mode="local")

    assert await _missing(held) == {
        "林示例": ["birth_date", "document", "arrival", "departure"],
        "陳樣本": ["departure"],
    }


async def test_nobody_is_reminded_of_a_question_the_form_does_not_ask(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    kept = tuple(section for section in STANDARD.sections if section.key not in ("document", "journey"))
    await save_form(held, RegistrationForm(kept, 0), by=SYSTEM, now=cast.NOW)

    assert await _missing(held) == {"林示例": ["birth_date"]}


async def test_only_those_who_come_or_wait_for_review_and_have_an_address_are_reminded(db: str) -> None:
    held = await cast.gathering()
    for standing in Standing:
        await cast.guest(held, standing=standing, name_zh=standing, email=f"{standing}@example.com")
    await cast.guest(held, name_zh="王无址")

    assert await remind(held, by=SYSTEM, now=cast.NOW) == 3
    assert {row["recipient"] for row in await fetch("SELECT recipient FROM mail WHERE occasion = 'reminder'")} == {
        "submitted@example.com", "first_reviewed@example.com", "approved@example.com",
    }  # fmt: skip


async def test_the_mail_names_what_is_missing_in_the_guests_language(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, language="en", **COMPLETE)
    await cast.chen(held, language="zh-Hant", birth_date=date(1970, 1, 1))

    await remind(held, by=SYSTEM, now=cast.NOW)

    rows = await fetch("SELECT recipient, message FROM mail WHERE occasion = 'reminder' ORDER BY recipient")
    told = {row["recipient"]: _plain(row["message"]) for row in rows}
    assert "still missing: Arrival, Departure\n" in told["shili.lin@example.com"]
    assert "證件、抵達、離開" in told["yp.chan@example.com"]


async def test_a_day_reminds_once_however_often_and_at_once_it_is_pressed(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    written = await asyncio.gather(*(remind(held, by=SYSTEM, now=cast.NOW) for _ in range(4)))
    later = [await remind(held, by=SYSTEM, now=cast.NOW + timedelta(hours=hours)) for hours in (1, 24)]

    assert (sum(written), later) == (1, [0, 1])


async def test_a_changed_programme_is_told_to_all_who_are_approved_once_a_minute(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held, standing=Standing.WAITLISTED)

    pressed = [
        await announce_programme(held, by=SYSTEM, now=cast.NOW + timedelta(seconds=s)) for s in (0, 5, 65)
    ]

    assert pressed == [1, 0, 1]
    rows = await fetch("SELECT DISTINCT recipient, subject FROM mail WHERE occasion = 'programme'")
    assert len(rows) == 1
    entries = await fetch(
        "SELECT details FROM audit_entry WHERE action = 'mail.announce_programme' ORDER BY id"
    )
    assert [row["details"] for row in entries] == ['{"mails": 1}', '{"mails": 0}', '{"mails": 1}']
