"""Rows of a list beside the guests they are about: who is meant, what is new, where new things go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, GuestClass
from event.registration.adding import latin_key
from event.registration.changing import answers_of, flat
from event.registration.documents import same_holder
from event.registration.importing.listed import Listed
from event.registration.replies import PLAIN_COLUMNS, JourneyReply, Reply
from event.registration.sealed import opened
from event.registration.tables import Delegation, Guest, Journey, TravelParty
from event.text import folded

_PARTS = ("mode", "number", "origin", "on_day", "at_time")
_COLUMNS = (
    "sex", "birth_date", "nationality", "residence", "ancestral_home", "ethnicity", "identity_category",
    "association_title", "company_title", "industry", "email", "phone", "wechat", "document_kind",
    "document_number", "document_expires", "kinship", "party_place",
)  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """A guest in the database, opened, with the names of class, delegation and party."""

    guest: Guest
    reply: Reply
    class_name: str
    class_code: str
    delegation: str
    travel_party: str


@dataclass(frozen=True)
class Match:
    """Whom a row is about: a stored guest, or the new guest of a row before it."""

    how: str
    stored: Stored | None = None
    row: int | None = None
    names: frozenset[str] = frozenset()


async def stored_guests(gathering: Gathering) -> list[Stored]:
    """Every guest of the gathering by number, opened."""
    keys = await keys_of(gathering.id)
    classes = {row.id: row for row in await GuestClass.objects().where(GuestClass.gathering == gathering.id)}
    delegations = {
        row.id: row.name_zh for row in await Delegation.objects().where(Delegation.gathering == gathering.id)
    }
    parties = {
        row.id: row.code for row in await TravelParty.objects().where(TravelParty.gathering == gathering.id)
    }
    journeys = {
        (row.guest, row.direction): JourneyReply(
            row.mode, row.number, row.origin, row.on_day, row.at_time, row.transfer_wanted
        )
        for row in await Journey.objects().where(Journey.guest.gathering == gathering.id)
    }
    stored = []
    for guest in await Guest.objects().where(Guest.gathering == gathering.id).order_by(Guest.number):
        clear = opened(keys, guest.id, guest.to_dict())
        reply = Reply(
            number=guest.number, answers=answers_of(guest), needs=clear.needs,
            needs_consent=guest.needs_consent_at is not None, phone=clear.phone, wechat=clear.wechat,
            document_number=clear.document_number, arrival=journeys.get((guest.id, "arrival")),
            departure=journeys.get((guest.id, "departure")),
            **{name: getattr(guest, name) for name in PLAIN_COLUMNS},
        )  # fmt: skip
        known = classes[guest.guest_class]
        stored.append(
            Stored(guest, reply, known.name_zh, known.code, delegations.get(guest.delegation, ""), parties.get(guest.travel_party, ""))
        )  # fmt: skip
    return stored


@dataclass
class Known:
    """The people a row may be about, by what names them; rows become known as they are looked at."""

    by_number: dict[str, Match] = field(default_factory=dict)
    by_document: dict[str, list[Match]] = field(default_factory=lambda: defaultdict(list))
    by_name_and_mail: dict[tuple[str, str], Match] = field(default_factory=dict)
    by_name: dict[str, list[Match]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, stored: Iterable[Stored]) -> "Known":
        known = cls()
        for one in stored:
            reply = one.reply
            known._take_in(
                Match("", one, names=_names(reply.name_zh, reply.latin_surname, reply.latin_given)),
                number=reply.number, kind=reply.document_kind, document=reply.document_number,
                email=reply.email,
            )  # fmt: skip
        return known

    def learn(self, one: Listed) -> None:
        """A row that makes a new guest: later rows may be about the same person."""
        self._take_in(
            Match("", row=one.row, names=_names(one.name_zh, one.latin_surname, one.latin_given)),
            number="", kind=one.document_kind, document=one.document_number, email=one.email,
        )  # fmt: skip

    def find(self, one: Listed) -> Match | None:
        """By number where the list has numbers, else by document, else by name and e-mail."""
        if one.number:
            return self._as(self.by_number.get(one.number), "number")
        names = _names(one.name_zh, one.latin_surname, one.latin_given)
        if one.document_number:
            same = self.by_document.get(same_holder(one.document_kind, one.document_number), [])
            named = [match for match in same if names & match.names] or same
            if named:
                return self._as(named[0], "document")
        for name in names:
            if one.email and (match := self.by_name_and_mail.get((name, one.email))):
                return self._as(match, "name_email")
        return None

    def namesakes(self, one: Listed) -> list[Match]:
        """Stored guests with the same Chinese name."""
        return self.by_name.get(_folded_name(one.name_zh), []) if one.name_zh else []

    def _take_in(self, match: Match, *, number: str, kind: str, document: str, email: str) -> None:
        if number:
            self.by_number[number] = match
        if document:
            self.by_document[same_holder(kind, document)].append(match)
        for name in match.names:
            if email:
                self.by_name_and_mail.setdefault((name, email.lower()), match)
            self.by_name[name].append(match)

    @staticmethod
    def _as(match: Match | None, how: str) -> Match | None:
        return replace(match, how=how) if match else None


def _names(name_zh: str, surname: str, given: str) -> frozenset[str]:
    """The Chinese and the Latin name as they are compared."""
    return frozenset(name for name in (_folded_name(name_zh), latin_key(surname, given)) if name)


def _folded_name(name: str) -> str:
    return folded(name).replace(" ", "")


def merged(before: Reply, one: Listed, columns: frozenset[str]) -> Reply:
    """What a row says over what is known: blank cells never erase, other spellings of a name change nothing."""
    told: dict[str, Any] = {}
    for name in _COLUMNS:
        if value := getattr(one, name):
            told[name] = value
    if one.document_permanent:
        told |= {"document_permanent": True, "document_expires": None}
    elif one.document_expires:
        told["document_permanent"] = False
    if one.name_zh and _folded_name(one.name_zh) != _folded_name(before.name_zh):
        told["name_zh"] = one.name_zh
    if (one.latin_surname or one.latin_given) and latin_key(one.latin_surname, one.latin_given) != latin_key(
        before.latin_surname, before.latin_given
    ):
        told |= {
            "latin_surname": one.latin_surname, "latin_given": one.latin_given,
            "surname_first": one.surname_first,
        }  # fmt: skip
    for direction in ("arrival", "departure"):
        told[direction] = _journey(getattr(before, direction), getattr(one, direction), direction, columns)
    needs = before.needs | one.needs
    return replace(
        before, answers=before.answers | one.answers, needs=needs,
        needs_consent=before.needs_consent or bool(one.needs), **told,
    )  # fmt: skip


def _journey(
    before: JourneyReply | None, said: JourneyReply | None, direction: str, columns: frozenset[str]
) -> JourneyReply | None:
    if said is None:
        return before
    known = before or JourneyReply()
    parts = {part: value for part in _PARTS if (value := getattr(said, part))}
    if f"{direction}.transfer_wanted" in columns:
        parts["transfer_wanted"] = said.transfer_wanted
    return replace(known, **parts)


def new_reply(one: Listed, guest_class: UUID) -> Reply:
    """What a row says about somebody new."""
    reply = merged(
        Reply(guest_class=guest_class, number=one.number), one, frozenset({"arrival.transfer_wanted", "departure.transfer_wanted"})
    )  # fmt: skip
    return replace(
        reply, name_zh=one.name_zh, latin_surname=one.latin_surname, latin_given=one.latin_given,
        surname_first=one.surname_first,
    )  # fmt: skip


def told_fields(reply: Reply) -> dict[str, Any]:
    """A reply as fields to be compared; class, delegation and party go by their names elsewhere."""
    told = flat(reply)
    return {
        name: value
        for name, value in told.items()
        if name not in ("guest_class", "delegation", "travel_party")
    }


class Places:
    """Classes, delegations and travel parties of a gathering, made as rows name them."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.classes: dict[str, UUID] = {}
        self.delegations: dict[str, UUID] = {}
        self.parties: dict[str, UUID] = {}

    async def read(self) -> None:
        where = self.gathering.id
        for row in await GuestClass.objects().where(GuestClass.gathering == where):
            self.classes |= {row.name_zh: row.id, row.code: row.id}
        for delegation in await Delegation.objects().where(Delegation.gathering == where):
            self.delegations |= {delegation.code: delegation.id, delegation.name_zh: delegation.id}
        for party in await TravelParty.objects().where(TravelParty.gathering == where):
            self.parties[party.code] = party.id

    async def delegation(self, name: str) -> UUID | None:
        """The delegation of a name or code; a new name makes a new one."""
        if not name:
            return None
        if name not in self.delegations:
            taken = set(self.delegations)
            number = next(n for n in range(1, 10_000) if f"D{n:02d}" not in taken)
            made = Delegation(id=uuid4(), gathering=self.gathering.id, code=f"D{number:02d}", name_zh=name)
            await made.save()
            self.delegations |= {made.code: made.id, name: made.id}
        return self.delegations[name]

    async def party(self, code: str) -> UUID | None:
        """The travel party of a code; a new code makes a new one."""
        if not code:
            return None
        if code not in self.parties:
            made = TravelParty(id=uuid4(), gathering=self.gathering.id, code=code)
            await made.save()
            self.parties[code] = made.id
        return self.parties[code]
