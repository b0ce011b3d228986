"""What is sensitive on a guest's own page opens to the guest alone, and is forgotten when the guest asks for it."""

import json
from datetime import date, timedelta

import pytest

from event.database import fetch
from event.people.errors import TooOften
from event.people.rules import SYSTEM, Actor
from event.registration.changing import keep_change, reply_of
from event.registration.deciding import decide
from event.registration.directory.operations import merge
from event.registration.errors import NotWaiting
from event.registration.own.errors import WrongBirthDate, WrongCode
from event.registration.own.operations import ask_for_erasure, erase
from event.registration.own.proving import (
    PROOF_LASTS,
    mail_code,
    proof_holds,
    prove_by_birth_date,
    prove_by_code,
)
from event.registration.own.queries import own_data
from event.registration.tables import Guest, Standing
from tests import cast
from tests.cast import NOW

BORN = date(1961, 2, 3)


async def _lin(held, **told):
    return await cast.lin(held, birth_date=BORN, **told)


async def test_a_proof_holds_for_half_an_hour_and_for_one_guest(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _lin(held)
    chen, _ = await cast.chen(held)

    proof = await prove_by_birth_date(lin, BORN, now=NOW)

    assert proof_holds(lin.id, proof, now=NOW)
    assert not proof_holds(lin.id, proof, now=NOW + PROOF_LASTS)
    assert not proof_holds(chen.id, proof, now=NOW)
    later = f"{int(proof.partition('.')[0]) + 60}.{proof.partition('.')[2]}"
    assert [proof_holds(lin.id, wrong, now=NOW) for wrong in (later, "", ".", "9" * 400, "１.x")] == [
        False
    ] * 5


async def test_who_guesses_is_stopped(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _lin(held)
    nobody, _ = await cast.chen(held)

    for day in range(1, 11):
        with pytest.raises(WrongBirthDate):
            await prove_by_birth_date(lin, date(1970, 1, day), now=NOW)
    with pytest.raises(TooOften):
        await prove_by_birth_date(lin, BORN, now=NOW)
    with pytest.raises(WrongBirthDate):
        await prove_by_birth_date(nobody, None, now=NOW)


async def test_a_mailed_code_opens_once_within_ten_minutes(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _lin(held, language="en")
    await mail_code(lin, gathering=held, now=NOW)
    (mail,) = await fetch("SELECT subject FROM mail")
    code = mail["subject"][:6]

    with pytest.raises(WrongCode):
        await prove_by_code(lin, "000000" if code != "000000" else "000001", now=NOW)
    with pytest.raises(WrongCode):
        await prove_by_code(lin, code, now=NOW + timedelta(minutes=10))
    assert proof_holds(lin.id, await prove_by_code(lin, f" {code[:3]} {code[3:]}", now=NOW), now=NOW)
    with pytest.raises(WrongCode):
        await prove_by_code(lin, code, now=NOW)
    assert code not in str(await fetch("SELECT code_hash FROM guest_code"))


async def test_one_takes_everything_along_that_is_kept(db: str) -> None:
    held = await cast.gathering()
    lin, ticket = await _lin(
        held, document_kind="外国护照", document_number="X0000001", answers={"remark": "轮椅"}
    )

    told = json.loads(json.dumps(await own_data(lin, held)))

    assert told["reply"]["document_number"] == "X0000001"
    assert told["reply"]["answers.remark"] == "轮椅"
    assert told["tickets"][0]["badge_number"] == ticket.badge_number


async def test_who_is_forgotten_leaves_figures_and_no_trace_of_the_person(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _lin(
        held, document_kind="外国护照", document_number="X0000001", answers={"remark": "轮椅"}
    )
    await keep_change(lin.id, {"phone": ["+1", "+2"]}, gathering=held, by=Actor.guest(lin.id), now=NOW)

    with pytest.raises(NotWaiting):
        await erase(lin.id, gathering=held, by=SYSTEM, now=NOW)
    await ask_for_erasure(lin.id, gathering=held, now=NOW)
    await erase(lin.id, gathering=held, by=SYSTEM, now=NOW)

    for table in ("guest", "person", "mail", "guest_change", "journey", "answer_file"):
        rows = str([dict(row) for row in await fetch(f"SELECT * FROM {table}")])
        for trace in ("林示例", "LIN", "Shili", "example.com", "轮椅", "linshili"):
            assert trace not in rows, (table, trace)
    row = await Guest.objects().first()
    assert (row.number, row.residence, row.standing, row.erased_at) == (
        "EX2026-001",
        "US",
        Standing.WITHDRAWN,
        NOW,
    )
    assert (await reply_of(row)).phone == ""


async def test_a_person_who_was_merged_is_forgotten_whole(db: str) -> None:
    first = await cast.gathering()
    second = await cast.gathering(slug="second", title_zh="2027示例县第四届示例活动")
    one, _ = await _lin(first)
    other, _ = await _lin(second)
    await merge(one.person, gone=other.person, by=SYSTEM, now=NOW)

    for held, guest in ((first, one), (second, other)):
        await ask_for_erasure(guest.id, gathering=held, now=NOW)
        await erase(guest.id, gathering=held, by=SYSTEM, now=NOW)

    rows = str([dict(row) for row in await fetch("SELECT * FROM person")])
    assert [trace for trace in ("林示例", "LIN", "linshili") if trace in rows] == []
    kept = await fetch("SELECT contact, document_index, email_index, phone_index FROM person")
    assert {tuple(row) for row in kept} == {(None, "", "", "")}


async def test_who_comes_back_is_not_erased(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _lin(held)
    await ask_for_erasure(lin.id, gathering=held, now=NOW)
    await decide(lin.id, Standing.SUBMITTED, gathering=held, by=SYSTEM, now=NOW)

    with pytest.raises(NotWaiting):
        await erase(lin.id, gathering=held, by=SYSTEM, now=NOW)
