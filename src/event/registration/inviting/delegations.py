"""The table in which a delegation's contact registers its members, pastes rows, and sees what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency

from event.errors import Problem, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, address_of, go, language_of, page
from event.language import Message, translated
from event.people.rates import REGISTER_NETWORK, count, network
from event.registration.asking.operations import drafts_of, drop_draft, keep_draft
from event.registration.asking.queries import offered_of
from event.registration.asking.reading import Offered
from event.registration.asking.shown import Choice, shown_form
from event.registration.asking.typed import Typed
from event.registration.changing import reply_of
from event.registration.inviting.operations import invitation_path, refuse_if_over, register_member
from event.registration.inviting.table import COLUMNS, MOST_ROWS, check_row, lacking, parse_row, pasted_rows
from event.registration.inviting.tables import Invitation
from event.registration.labels import STANDING_LABELS
from event.registration.queries import classes_of, delegations_of
from event.registration.rules import LEFT
from event.registration.tables import Guest

_SPARE = 3
_MORE = 10
_PREFIX = "m{number}_"
USUAL_CLASS = "G"

_TAKEN = Message("{count} members are registered.")
_SAVED = Message("Saved. Nothing has been sent yet.")
_PASTED = Message("{count} rows were taken in. Look at them, then send them.")
_NOTHING = Message("There is nothing to send yet: fill in or paste at least one row.")
_AGREE = Message("Please confirm that the members agree.")
_SOME_WRONG = Message("{count} rows need another look; they stay here, the others are registered.")


@dataclass(frozen=True)
class Row:
    """One row of the table as it stands on the page."""

    number: int
    typed: Typed
    draft: UUID | None = None
    problems: Mapping[str, Problem] = field(default_factory=dict)


@dataclass(frozen=True)
class Member:
    """A member who is registered: standing, and what is still missing."""

    guest: Guest
    standing: Message
    lacking: list[Message]


async def delegation_page(
    request: Request[Any, Any, Any],
    invitation: Invitation,
    gathering: Gathering,
    rows: Sequence[Row] | None = None,
    *,
    told: str = "",
    problem: str = "",
    spare: int = _SPARE,
) -> Response[Any]:
    """The table with its drafts and the members who are registered."""
    offered, language = await offered_to(invitation, gathering), language_of(request)
    if rows is None:
        drafts = await drafts_of(gathering, invitation.id)
        rows = [Row(number, draft.typed, draft.id) for number, draft in enumerate(drafts, start=1)]
    last = max((row.number for row in rows), default=0)
    blank = [Row(last + n, Typed()) for n in range(1, spare + 1) if last + n <= MOST_ROWS]
    shown = await shown_form(gathering, offered, typed=Typed(), language=language)
    delegation = next(
        (one for one in await delegations_of(gathering.id) if one.id == invitation.delegation), None
    )
    return page(
        request, "registration/delegation.html", status=422 if problem else 200, held=gathering,
        invitation=invitation, path=invitation_path(invitation), delegation=delegation, rows=[*rows, *blank],
        columns=COLUMNS, choices=dict(shown.choices) | {"document_kind": shown.choices.get("document", []), "sex": shown.choices.get("sex", [Choice("M", "M")])},
        members=await members_of(invitation), told=told, problem=problem,
        labels={question.key: question.words.said(language) for question in offered.form.questions},
    )  # fmt: skip


@post("/i/{code:str}/members", opt={"public": True}, include_in_schema=False)
async def send_table(
    request: Request[Any, Any, Any],
    invitation: NamedDependency[Invitation],
    invited_to: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save the table, take pasted rows in, or send the members for review."""
    refuse_if_over(invitation, now=now)
    await count(REGISTER_NETWORK, network(address_of(request)), now=now)
    language, today = language_of(request), local_day(now, invited_to.zone)
    offered = await offered_to(invitation, invited_to)
    rows = await _kept(invitation, invited_to, _rows(form), now=now)
    match form.text("do"):
        case "paste":
            new = pasted_rows(form.text("pasted"), today=today)
            last = max((row.number for row in rows), default=0)
            added = [Row(last + n, typed) for n, typed in enumerate(new, start=1)]
            rows = _checked(
                [*rows, *await _kept(invitation, invited_to, added, now=now)], offered, language, today
            )
            told = translated(_PASTED, language).format(count=len(new))
            return await delegation_page(request, invitation, invited_to, rows, told=told)
        case "more":
            return await delegation_page(request, invitation, invited_to, rows, spare=_MORE)
        case "send":
            return await _sent(
                request, invitation, invited_to, rows, offered=offered, agreed=form.ticked("agreed"), now=now
            )
    told = translated(_SAVED, language)
    return await delegation_page(
        request, invitation, invited_to, _checked(rows, offered, language, today), told=told
    )


async def _sent(
    request: Request[Any, Any, Any],
    invitation: Invitation,
    gathering: Gathering,
    rows: Sequence[Row],
    *,
    offered: Offered,
    agreed: bool,
    now: datetime,
) -> Response[Any]:
    """Register every row that can be; the others stay with what is wrong."""
    language, today = language_of(request), local_day(now, gathering.zone)
    checked = _checked(rows, offered, language, today)
    if not rows or not agreed:
        problem = translated(_NOTHING if not rows else _AGREE, language)
        return await delegation_page(request, invitation, gathering, checked, problem=problem)
    left: list[Row] = []
    for row in checked:
        if row.problems:
            left.append(row)
            continue
        try:
            reply = parse_row(row.typed, offered=offered, language=language, today=today)
            await register_member(
                invitation.id, reply, gathering=gathering, form=offered.form, draft=row.draft, now=now
            )
        except Refusal as error:
            left.append(replace(row, problems={"name_zh": Problem(error.sentence, error.data)}))
    await announce(gathering.id)
    done = translated(_TAKEN, language).format(count=len(rows) - len(left))
    if not left:
        return go(invitation_path(invitation), say=done)
    wrong = translated(_SOME_WRONG, language).format(count=len(left))
    return await delegation_page(
        request, invitation, gathering, left, told=done if len(left) < len(rows) else "", problem=wrong
    )


async def members_of(invitation: Invitation) -> list[Member]:
    """The members of the delegation who are registered, by number."""
    guests = (
        await Guest.objects()
        .where((Guest.gathering == invitation.gathering) & (Guest.delegation == invitation.delegation))
        .order_by(Guest.number)
    )
    return [
        Member(
            guest, STANDING_LABELS[guest.standing],  # type: ignore[index] # a StrEnum is its text
            [] if guest.standing in LEFT else lacking(await reply_of(guest)),
        )
        for guest in guests
    ]  # fmt: skip


async def offered_to(invitation: Invitation, gathering: Gathering) -> Offered:
    """What an invitation offers: its class and delegation are decided."""
    classes, delegations = await classes_of(gathering.id), await delegations_of(gathering.id)
    fixed = {
        "guest_class": next((one.code for one in classes if one.id == invitation.guest_class), ""),
        "delegation": next((one.code for one in delegations if one.id == invitation.delegation), ""),
    }
    if invitation.kind == "delegation":
        fixed["guest_class"] = fixed["guest_class"] or USUAL_CLASS
    return await offered_of(gathering, fixed={name: text for name, text in fixed.items() if text})


def _rows(form: Form) -> list[Row]:
    """The rows of the table that came, blank ones too where they had been kept."""
    rows = []
    for number in range(1, MOST_ROWS + 1):
        part = Typed.of(form.values).part(_PREFIX.format(number=number))
        if not part:
            continue
        draft = part.pop("draft", [""])[-1]
        try:
            key = UUID(draft) if draft else None
        except ValueError:
            key = None
        if key or not part.is_blank:
            rows.append(Row(number, part, key))
    return rows


async def _kept(
    invitation: Invitation, gathering: Gathering, rows: Sequence[Row], *, now: datetime
) -> list[Row]:
    """Keep each row as a draft of this invitation; rows that were emptied are forgotten."""
    known = {draft.id for draft in await drafts_of(gathering, invitation.id)}
    kept = []
    for row in rows:
        draft = row.draft if row.draft in known else None
        if row.typed.is_blank:
            if draft:
                await drop_draft(gathering, draft)
            continue
        key = await keep_draft(
            gathering, row.typed, now=now, draft=draft, invitation=invitation.id, position=row.number
        )
        kept.append(replace(row, draft=key))
    return kept


def _checked(rows: Sequence[Row], offered: Offered, language: str, today: date) -> list[Row]:
    return [
        replace(row, problems=check_row(row.typed, offered=offered, language=language, today=today))
        for row in rows
    ]


HANDLERS = [send_table]
