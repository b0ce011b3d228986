"""What an erasure does to agreements: the name stays in one that is signed, the link to the guest goes."""

import msgspec
import pytest

from event.database import fetch
from event.people.rules import COMMAND_LINE, SYSTEM
from event.registration.own.operations import ask_for_erasure, erase
from event.signing.changing import changes_of
from event.signing.errors import ChangedMeanwhile
from event.signing.forms import ItemTold, SignatoryTold
from event.signing.ledger.forms import StageEntryTold
from event.signing.ledger.operations import add_entry
from event.signing.operations import add_item, change_item
from event.signing.queries import item_of
from tests import cast
from tests.signing.lists import agreement

WHO = {"by": COMMAND_LINE, "now": cast.NOW}


def signed_by(code: str, *signatories: SignatoryTold) -> ItemTold:
    """An agreement whose second party has these signatories."""
    host, guest = agreement().parties
    return agreement(code, parties=(host, msgspec.structs.replace(guest, signatories=signatories)))


async def test_the_name_stays_in_a_signed_agreement_and_nowhere_else(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    number, phone = str(lin.number), "+12125550100"
    signs = SignatoryTold(guest=number, title_zh="会长", phone=phone)
    stands_in = SignatoryTold(
        name_zh="姚预演", stand_in="林示例", stand_in_guest=number, stand_in_phone=phone
    )
    for code in ("P01", "P02"):
        await add_item(signed_by(code, signs, stands_in), gathering=held, **WHO)
    await add_entry("P01", StageEntryTold(stage="signed", day=cast.NOW.date()), gathering=held, **WHO)

    await ask_for_erasure(lin.id, gathering=held, now=cast.NOW)
    await erase(lin.id, gathering=held, by=SYSTEM, now=cast.NOW)

    signed, open_ = [(await item_of(held, code)).told.parties[1].signatories for code in ("P01", "P02")]
    assert signed == (
        SignatoryTold(name_zh="林示例", name_en="LIN Shili", title_zh="会长"),
        SignatoryTold(name_zh="姚预演", stand_in="林示例"),
    )
    assert open_ == (SignatoryTold(), SignatoryTold(name_zh="姚预演"))
    assert await fetch("SELECT 1 FROM signatory WHERE guest IS NOT NULL OR stand_in_guest IS NOT NULL") == []


async def test_who_edits_the_agreement_meanwhile_is_told_and_others_are_left_alone(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await add_item(signed_by("P01", SignatoryTold(guest=str(lin.number))), gathering=held, **WHO)
    await add_item(agreement("P02"), gathering=held, **WHO)
    opened, other = await item_of(held, "P01"), await item_of(held, "P02")

    await ask_for_erasure(lin.id, gathering=held, now=cast.NOW)
    await erase(lin.id, gathering=held, by=SYSTEM, now=cast.NOW)

    with pytest.raises(ChangedMeanwhile):
        await change_item("P01", opened.told, revision=opened.revision, gathering=held, **WHO)
    assert [one.changes for one in await changes_of(opened.id)][:1] == [{"erased": [False, True]}]
    assert await item_of(held, "P02") == other
