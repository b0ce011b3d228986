"""What the pages send: an agreement and its parties, entries of the ledger, with what could not be read."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from event.errors import Invalid, Problem
from event.http import Form
from event.language import Message
from event.signing.forms import (
    MOST_PARTIES,
    ItemTold,
    Offered,
    PartyTold,
    SignatoryTold,
    checked_item,
)
from event.signing.ledger.forms import (
    EntryTold,
    FollowUpTold,
    FundEntryTold,
    MilestoneEntryTold,
    StageEntryTold,
)
from event.signing.money import plain
from event.signing.reading import people
from event.signing.rules import party_mark

_NOT_A_DECIMAL = Message("Please give a number, such as 24000000 or 7.0000.")
_NOT_WHOLE = Message("Please give a whole number.")
_NOT_A_DAY = Message("Please give a day such as 2026-11-20.")
TEXTS = (
    "code", "name_zh", "name_en", "agreement_type", "project", "currency", "industry", "town", "content_zh", "content_en",
    "service_team", "text_state", "text_said", "text_languages",
)  # fmt: skip
_WHOLE = ("batch", "precedence", "doctors", "masters", "other_talents", "copies")
_PARTY = ("organisation_zh", "organisation_en", "registration_number", "country")
_SIGNATORY = tuple(name for name in SignatoryTold.__struct_fields__ if name != "card_printed")

_OF_A_PARTY = re.compile(r"party_(?P<party>[0-9])_(?:[0-9]_)?(?P<field>[a-z_]+)")

Problems = dict[str, Problem]


def read_item(form: Form, before: ItemTold | None) -> tuple[ItemTold, Problems]:
    """An agreement as the page sends it, unchecked; what the page has no fields for stays as it was."""
    unread: Problems = {}
    values: dict[str, Any] = {name: form.text(name) for name in TEXTS}
    values |= {name: whole(form, name, unread) for name in _WHOLE}
    values |= {"amount": decimal(form, "amount", unread), "rate": decimal(form, "rate", unread)}
    values["copies"] = values["copies"] or 2
    values["rate_date"] = day(form, "rate_date", unread)
    values |= {name: form.ticked(name) for name in ("approximate", "confidential")}
    values["parties"], values["witnesses"] = read_parties(form, before), people(form.text("witnesses"))
    if values["currency"] == "CNY":
        values["rate"], values["rate_date"] = None, None
    if values["amount"] is None and "amount" not in unread:
        values["currency"] = ""
    return ItemTold(**values), unread


def read_parties(form: Form, before: ItemTold | None) -> tuple[PartyTold, ...]:
    """The parties as they stand on the page; `do` may add or remove one."""
    text, do = form.text("parties"), form.text("do")
    number = min(int(text[:2]), MOST_PARTIES) if text.isascii() and text.isdigit() else 0
    known = before.parties if before else ()
    parties = [
        _party(form, place, known[place] if place < len(known) else PartyTold())
        for place in range(number)
        if do != f"remove_party:{place}"
    ]
    if do == "add_party" and len(parties) < MOST_PARTIES:
        parties.append(PartyTold(signatories=(SignatoryTold(),)))
    return tuple(parties)


def _party(form: Form, place: int, before: PartyTold) -> PartyTold:
    at = f"party_{place}_"
    return PartyTold(
        **{name: form.text(at + name) for name in _PARTY}, is_host=form.ticked(at + "is_host"),
        signatories=_signatories(form, place, before),
    )  # fmt: skip


def _signatories(form: Form, place: int, before: PartyTold) -> tuple[SignatoryTold, ...]:
    """Who signs for a party as it stands on the page; a page that does not say how many has the first one only."""
    do, text = form.text("do"), form.text(f"party_{place}_signatories")
    if not (text.isascii() and text.isdigit()):
        return (_signatory(form, signatory_field(place, 0)), *before.signatories[1:])
    signatories = [
        _signatory(form, signatory_field(place, number))
        for number in range(min(int(text[:2]), MOST_PARTIES))
        if do != f"remove_signatory:{place}:{number}"
    ]
    if do == f"add_signatory:{place}" and len(signatories) < MOST_PARTIES:
        signatories.append(SignatoryTold())
    return tuple(signatories)


def _signatory(form: Form, at: str) -> SignatoryTold:
    texts = {name: form.text(at + name) for name in _SIGNATORY}
    return SignatoryTold(**texts, card_printed=form.ticked(at + "card_printed"))


def signatory_field(party: int, number: int) -> str:
    """What the fields of a signatory begin with: party_0_ for the first of a party, party_0_1_ for the second."""
    return f"party_{party}_{number}_" if number else f"party_{party}_"


def refuse_unread(told: ItemTold, unread: Problems, offered: Offered) -> None:
    """Raise Invalid where something could not be read, together with whatever else is wrong."""
    try:
        checked_item(told, offered)
    except Invalid as error:
        raise Invalid(error.problems | unread) from None
    if unread:
        raise Invalid(unread)


def on_the_page(problems: Problems) -> Problems:
    """Problems by the names that fields have on the page: parties.0.signatories.1.guest is party_0_1_guest."""
    found: Problems = {}
    for name, problem in problems.items():
        match name.split("."):
            case ["parties", party, "signatories", number, field]:
                found[signatory_field(int(party), int(number)) + field] = problem
            case ["parties", party, field]:
                found[f"party_{party}_{field}"] = problem
            case _:
                found[name] = problem
    return found


def called(name: str, labels: Mapping[str, str]) -> str:
    """What people call a field of the page: party_1_2_phone is 乙方 Phone."""
    told = _OF_A_PARTY.match(name)
    if told is None:
        return labels.get(name, "")
    return f"{party_mark(int(told['party']) + 1)}方 {labels.get(told['field'], '')}".strip()


def read_entry(kind: str, form: Form) -> EntryTold:
    """An entry of the ledger as the page sends it, unchecked; raises Invalid where something cannot be read."""
    unread: Problems = {}
    on = day(form, "day", unread)
    if on is None:
        unread.setdefault("day", Problem(_NOT_A_DAY))
    told = _entry(kind, form, on or date.min, unread)
    if unread:
        raise Invalid(unread)
    return told


def _entry(kind: str, form: Form, at: date, unread: Problems) -> EntryTold:
    match kind:
        case "stages":
            return StageEntryTold(
                stage=form.text("stage"), day=at, evidence=form.text("evidence"), note=form.text("note")
            )
        case "funds":
            return _funds(form, at, unread)
        case "milestones":
            return MilestoneEntryTold(
                kind=form.text("kind"), day=at, state_said=form.text("state_said"), done=form.ticked("done"),
                evidence=form.text("evidence"),
            )  # fmt: skip
    texts = [name for name in FollowUpTold.__struct_fields__ if name not in ("day", "due_on")]
    return FollowUpTold(
        day=at, due_on=day(form, "due_on", unread), **{name: form.text(name) for name in texts}
    )


def _funds(form: Form, at: date, unread: Problems) -> FundEntryTold:
    amount, currency = decimal(form, "amount", unread), form.text("currency") or "CNY"
    if amount is None:
        unread.setdefault("amount", Problem(_NOT_A_DECIMAL))
    return FundEntryTold(
        amount=amount or Decimal(0), day=at, currency=currency, rate=decimal(form, "rate", unread),
        rate_date=day(form, "rate_date", unread), evidence=form.text("evidence"), note=form.text("note"),
    )  # fmt: skip


def decimal(form: Form, name: str, unread: Problems) -> Decimal | None:
    """A number with or without decimals; empty is none."""
    text = form.text(name).replace(",", "").replace("，", "").replace(" ", "")
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        unread[name] = Problem(_NOT_A_DECIMAL)
        return None


def whole(form: Form, name: str, unread: Problems) -> int | None:
    """A whole number; empty is none."""
    text = form.text(name)
    if text and not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004 - columns hold no more
        unread[name] = Problem(_NOT_WHOLE)
        return None
    return int(text) if text else None


def revision_opened(form: Form) -> int:
    """The revision somebody opened, 0 where the form does not say: no revision is that."""
    text = form.text("revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004 - a count


def day(form: Form, name: str, unread: Problems) -> date | None:
    """A day; empty is none."""
    text = form.text(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        unread[name] = Problem(_NOT_A_DAY)
        return None


def typed_item(told: ItemTold, form: Form | None = None) -> dict[str, Any]:
    """An agreement as it would have been typed, or as it was."""
    typed = msgspec.structs.asdict(told)
    for name in ("amount", "rate"):
        typed[name] = "" if typed[name] is None else plain(typed[name], 4 if name == "rate" else 0)
    typed["rate_date"] = typed["rate_date"].isoformat() if typed["rate_date"] else ""
    typed |= {name: "" if typed[name] is None else str(typed[name]) for name in _WHOLE}
    typed["witnesses"] = "、".join(f"{one.title} {one.name}".strip() for one in told.witnesses)
    if form is not None:
        typed |= {name: form.text(name) for name in (*_WHOLE, "amount", "rate", "rate_date", "witnesses")}
    return typed
