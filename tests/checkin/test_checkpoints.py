"""Checkpoints are set up, changed, ordered and closed; what scans rest on stays."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from event.agenda.tables import AgendaSession
from event.checkin.checkpoint_forms import CheckpointTold, Clause
from event.checkin.checkpoint_list import CheckpointView, checkpoint_in_full, checkpoints_in_full, choices_of
from event.checkin.checkpoints import (
    CheckpointInUse,
    CountedOtherwise,
    add_checkpoint,
    change_checkpoint,
    open_checkpoint,
    put_at,
    remove_checkpoint,
)
from event.checkin.devices import let_in
from event.checkin.errors import UnknownCheckpoint
from event.checkin.tables import Checkpoint, Scan
from event.database import fetch
from event.errors import Invalid
from event.gathering.tables import Gathering, Hall
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from event.registration.tables import Delegation
from tests import cast
from tests.cast import NOW, scan


async def _world() -> Gathering:
    held = await cast.gathering()
    for code in ("A", "B"):
        await Hall(
            id=uuid4(), gathering=held.id, code=code, name_zh=f"{code}厅", name_en=f"Hall {code}"
        ).save()
    await AgendaSession(
        id=uuid4(), gathering=held.id, code="FAIR", title_zh="招聘会", title_en="Job fair", starts_at=NOW
    ).save()
    await Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团").save()
    return held


async def _add(held: Gathering, code: str, **told: Any) -> CheckpointView:
    offered = (await choices_of(held, language="en")).offered
    made = await add_checkpoint(
        CheckpointTold(**{"code": code, "name_zh": "门"} | told), offered=offered, gathering=held,
        by=COMMAND_LINE, now=NOW,
    )  # fmt: skip
    return await checkpoint_in_full(held, which=made, language="en")


async def _change(held: Gathering, one: CheckpointView, **told: Any) -> CheckpointView:
    offered = (await choices_of(held, language="en")).offered
    wanted = CheckpointTold(
        **{name: getattr(one.told, name) for name in CheckpointTold.__struct_fields__} | told
    )
    await change_checkpoint(one.id, wanted, offered=offered, gathering=held, by=COMMAND_LINE, now=NOW)
    return await checkpoint_in_full(held, which=one.id, language="en")


async def _codes(held: Gathering) -> list[str]:
    return [one.code for one in await checkpoints_in_full(held, language="en")]


async def test_a_checkpoint_keeps_everything_it_was_told(db: str) -> None:
    held = await _world()
    told = {
        "name_en": "Fair, hall B", "kind": "session", "admits": "session", "hall": "B", "session": "FAIR",
        "opens_at": NOW, "closes_at": NOW + timedelta(hours=2), "counts_inside": True, "hands_out_zh": "资料袋",
        "hands_out_en": "a bag", "rule": (Clause(classes=("V",)), Clause((), ("D01",), ("session:FAIR",))),
    }  # fmt: skip

    one = await _add(held, "FAIR/B", **told)

    assert {name: getattr(one, name) for name in told} == told
    assert (one.name, one.active, one.scans) == ("Fair, hall B", True, 0)
    assert one.sentence == (
        "Guests of class VIP, or guests of delegation 北美代表团 who have booked Job fair, "
        "on 10-15 between 09:00 and 11:00, once at all doors of the session."
    )
    assert await fetch("SELECT action, actor FROM audit_entry WHERE action = 'checkpoint.add'") != []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name_zh": " "}, "name_zh"), ({"code": ""}, "code"), ({"code": "x" * 41}, "code"), ({"kind": "gate"}, "kind"),
        ({"direction": "up"}, "direction"), ({"admits": "twice"}, "admits"), ({"hall": "Z"}, "hall"),
        ({"session": "Z"}, "session"), ({"admits": "session"}, "session"), ({"code": "TAKEN"}, "code"),
        ({"opens_at": NOW, "closes_at": NOW}, "closes_at"), ({"opens_at": NOW.replace(tzinfo=None)}, "opens_at"),
        ({"rule": (Clause(classes=("V",)), Clause())}, "clause_1"), ({"rule": (Clause(classes=("X",)),)}, "clause_0"),
        ({"rule": (Clause(booked=("session:NONE",)),)}, "clause_0"), ({"rule": (Clause(("V",)),) * 21}, "rule"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_named(db: str, told: dict[str, Any], field: str) -> None:
    held = await _world()
    await _add(held, "TAKEN")

    with pytest.raises(Invalid) as refused:
        await _add(held, **{"code": "NEW"} | told)

    assert list(refused.value.problems) == [field]
    assert await _codes(held) == ["TAKEN"]


async def test_lines_in_which_nothing_is_chosen_let_everybody_in(db: str) -> None:
    held = await _world()

    one = await _add(held, "OPEN", rule=(Clause(), Clause()))

    assert (one.rule, one.sentence) == ((), "Everybody with a ticket, once.")


async def test_a_changed_rule_holds_from_the_next_scan(db: str) -> None:
    held = await _world()
    _, ticket = await cast.lin(held)
    one = await _add(held, "HALL")
    text = await text_of(held, ticket)

    await _change(held, one, rule=(Clause(classes=("V",)),))
    refused = await scan(held, text, at="HALL")
    changed = await _change(held, one, rule=(Clause(classes=("V", "G")),), name_en="Main hall")
    admitted = await scan(held, text, at="HALL", when=NOW + timedelta(minutes=2))

    assert (refused.reason, admitted.verdict, changed.name) == ("not_for", "admitted", "Main hall")
    trail = await fetch("SELECT details FROM audit_entry WHERE action = 'checkpoint.change' ORDER BY id")
    assert [row["details"] for row in trail] == ['{"changed": ["rule"]}', '{"changed": ["name_en", "rule"]}']


async def test_a_closed_checkpoint_refuses_until_it_is_opened(db: str) -> None:
    held = await _world()
    _, ticket = await cast.lin(held)
    one, text = await _add(held, "HALL"), await text_of(held, ticket)

    answers = []
    for active in (False, True):
        await open_checkpoint(one.id, active=active, gathering=held, by=COMMAND_LINE, now=NOW)
        answers.append(await scan(held, text, at="HALL"))

    assert [(answer.verdict, answer.reason) for answer in answers] == [
        ("refused", "closed"),
        ("admitted", ""),
    ]


async def test_checkpoints_are_put_in_order(db: str) -> None:
    held = await _world()
    made = {code: await _add(held, code) for code in "ABCD"}

    orders = []
    for code, place in (("D", 0), ("A", 2), ("B", 99), ("C", -1)):
        await put_at(made[code].id, place, gathering=held, by=COMMAND_LINE, now=NOW)
        orders.append("".join(await _codes(held)))

    assert orders == ["DABC", "DBAC", "DACB", "CDAB"]


async def test_what_guests_were_counted_for_stays_once_somebody_was_scanned(db: str) -> None:
    held = await _world()
    _, ticket = await cast.lin(held)
    one = await _add(held, "HALL", counts_inside=True, hall="A")
    free = await _change(held, one, kind="arrival")
    one = await _change(held, free, kind="hall")
    await scan(held, await text_of(held, ticket), at="HALL")

    for told in (
        {"kind": "arrival"},
        {"direction": "out"},
        {"admits": "session", "session": "FAIR"},
        {"hall": "B"},
    ):
        with pytest.raises(CountedOtherwise):
            await _change(held, one, **told)
    daily = await _change(held, one, admits="daily", name_en="Breakfast")

    assert (daily.admits, daily.name, daily.hall, daily.scans) == ("daily", "Breakfast", "A", 1)


async def test_a_checkpoint_is_removed_only_where_nobody_was_scanned(db: str) -> None:
    held = await _world()
    _, ticket = await cast.lin(held)
    used, unused = await _add(held, "USED"), await _add(held, "UNUSED")
    let = await let_in(
        "Door 1", checkpoints=[used.id, unused.id], expires_at=NOW + timedelta(days=1), gathering=held,
        by=COMMAND_LINE, now=NOW,
    )  # fmt: skip
    await scan(held, await text_of(held, ticket), at="USED")

    await remove_checkpoint(unused.id, gathering=held, by=COMMAND_LINE, now=NOW)
    with pytest.raises(CheckpointInUse):
        await remove_checkpoint(used.id, gathering=held, by=COMMAND_LINE, now=NOW)
    with pytest.raises(UnknownCheckpoint):
        await remove_checkpoint(unused.id, gathering=held, by=COMMAND_LINE, now=NOW)

    assert await _codes(held) == ["USED"]
    (device,) = await fetch("SELECT checkpoints FROM device WHERE id = $1", let.id)
    assert device["checkpoints"] == f'["{used.id}"]'


async def test_checkpoints_of_another_gathering_are_unknown(db: str) -> None:
    held = await _world()
    other = await cast.gathering(slug="other")
    theirs: UUID = (await cast.checkpoint(other)).id
    offered = (await choices_of(held, language="en")).offered
    told = CheckpointTold("HALL", "厅")
    by = {"gathering": held, "by": COMMAND_LINE, "now": NOW}

    for refused in (
        change_checkpoint(theirs, told, offered=offered, **by),
        open_checkpoint(theirs, active=False, **by),
        put_at(theirs, 0, **by),
        remove_checkpoint(theirs, **by),
    ):
        with pytest.raises(UnknownCheckpoint):
            await refused

    assert await Checkpoint.exists().where(Checkpoint.id == theirs)


async def test_of_two_checkpoints_with_one_code_at_the_same_moment_one_is_made(db: str) -> None:
    held = await _world()

    tried = await asyncio.gather(*(_add(held, "HALL") for _ in range(6)), return_exceptions=True)

    assert [type(one) for one in tried].count(Invalid) == 5
    assert await _codes(held) == ["HALL"]


async def test_a_checkpoint_is_not_removed_under_a_scan_that_comes_in(db: str) -> None:
    held = await _world()
    _, ticket = await cast.lin(held)
    text = await text_of(held, ticket)
    for turn in range(12):
        one = await _add(held, f"HALL{turn}")
        removing = remove_checkpoint(one.id, gathering=held, by=COMMAND_LINE, now=NOW)
        _, removed = await asyncio.gather(scan(held, text, at=one.code), removing, return_exceptions=True)

        kept, scanned = one.code in await _codes(held), await Scan.count().where(Scan.checkpoint == one.id)
        assert (kept, scanned) == ((True, 1) if isinstance(removed, CheckpointInUse) else (False, 0))
