"""An invitation opens the form once, until its day, and not after it was taken back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from event.crypto import ring
from event.database import fetch
from event.errors import Invalid
from event.people.rules import SYSTEM
from event.people.tables import Person
from event.registration.asking.reading import Registration
from event.registration.asking.standard import STANDARD
from event.registration.inviting.errors import InvitationEnded, InvitationUsed, UnknownInvitation
from event.registration.inviting.forms import Invitee, parse_invitations
from event.registration.inviting.operations import (
    answer,
    invitation_behind,
    invitation_path,
    invite,
    prefilled_of,
    refuse_if_over,
    revoke,
)
from event.registration.replies import Reply
from tests import cast
from tests.cast import NOW

TOMORROW = NOW + timedelta(days=1)


async def _invited(held, **told):
    return await invite(
        held, name="欧阳样本", email="ouyang@example.com", language="zh-Hant", by=SYSTEM, now=NOW,
        **{"expires_at": TOMORROW} | told,
    )  # fmt: skip


async def _reply(held) -> Registration:
    guest_class = await cast.class_of(held, "V")
    return Registration(
        Reply(guest_class=guest_class.id, name_zh="欧阳样本", residence="US", email="ouyang@example.com")
    )


async def test_many_answers_at_once_make_one_guest(db: str) -> None:
    held = await cast.gathering(registration_opens=None)
    invitation = await _invited(held)
    told = await _reply(held)

    done = await asyncio.gather(
        *(answer(invitation.id, told, gathering=held, form=STANDARD, now=NOW) for _ in range(8)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, InvitationUsed) for one in done) == 7
    assert len(await fetch("SELECT 1 FROM guest")) == 1


async def test_it_ends_with_its_day_and_when_it_is_taken_back(db: str) -> None:
    held = await cast.gathering()
    invitation = await _invited(held)
    told = await _reply(held)

    with pytest.raises(InvitationEnded):
        await answer(invitation.id, told, gathering=held, form=STANDARD, now=TOMORROW)
    await revoke(invitation.id, gathering=held, by=SYSTEM, now=NOW)
    with pytest.raises(InvitationEnded):
        await answer(invitation.id, told, gathering=held, form=STANDARD, now=NOW)
    again = await invitation_behind(invitation_path(invitation).rpartition("/")[2])
    with pytest.raises(InvitationEnded):
        refuse_if_over(again, now=NOW)


async def test_a_link_with_one_letter_changed_opens_nothing(db: str) -> None:
    held = await cast.gathering()
    code = invitation_path(await _invited(held)).rpartition("/")[2]
    other = code[:-1] + ("A" if code[-1] != "A" else "Q")

    for wrong in (other, code[:-1], "", ring().link_code("guest", held.id)):
        with pytest.raises(UnknownInvitation):
            await invitation_behind(wrong)


async def test_the_form_begins_with_what_is_known_and_the_person_is_known_again(db: str) -> None:
    held = await cast.gathering()
    known = Person(name_zh="欧阳样本", created_at=NOW)
    await known.save()
    invitation = await _invited(held, person=known.id, prefilled={"name_zh": ["欧阳样本"]})

    assert await prefilled_of(invitation, held) == {"name_zh": ["欧阳样本"]}
    guest = await answer(invitation.id, await _reply(held), gathering=held, form=STANDARD, now=NOW)

    rows = await fetch("SELECT person FROM guest WHERE id = $1", guest.id)
    assert [row["person"] for row in rows] == [known.id]
    assert len(await fetch("SELECT 1 FROM person")) == 1


async def test_the_mail_has_the_link_in_the_language_asked_for(db: str) -> None:
    held = await cast.gathering()
    invitation = await _invited(held)

    (mail,) = await fetch("SELECT subject, recipient, message FROM mail")

    assert (mail["subject"], mail["recipient"]) == (
        "誠邀您參加：2026示例縣第三屆示例活動",
        "ouyang@example.com",
    )
    assert invitation.generation == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"people": ""}, "people", "Please fill this in."),
        ({"people": "林示例"}, "people", "Line 1: “林示例” has no mail address; write a name, a comma and the mail address."),
        ({"expires_on": "2026-01-01"}, "expires_on", "This day lies in the past."),
        ({"expires_on": "soon"}, "expires_on", "Please give a day such as 2026-10-15."),
        ({"guest_class": "X"}, "guest_class", "Please choose one of the list."),
    ],
)  # fmt: skip
def test_what_organizers_type_is_understood_or_named(
    typed: dict[str, str], field: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        parse_invitations(
            {"people": "林示例\tlin@example.com", "expires_on": "2026-10-01"} | typed, classes={"G"}, delegations=set(),
            zone=cast.NOW.astimezone().tzinfo, now=datetime(2026, 9, 1, tzinfo=UTC),
        )  # fmt: skip

    assert {name: one.told("en") for name, one in refused.value.problems.items()} == {field: sentence}


@pytest.mark.parametrize(
    "line",
    [
        "林示例,lin@example.com",
        "林示例\tlin@example.com",
        "林示例 lin@example.com",
        "林示例 <lin@example.com>",
    ],
)
def test_an_address_is_found_however_it_stands_beside_the_name(line: str) -> None:
    wanted = parse_invitations(
        {"people": line, "expires_on": "2026-10-01"}, classes=set(), delegations=set(),
        zone=cast.NOW.astimezone().tzinfo, now=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip

    assert wanted.invitees == (Invitee("林示例", "lin@example.com"),)
