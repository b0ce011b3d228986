"""A row of a list beside the guest it is about: what is stored, opened, and where new things go."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, GuestClass
from event.registration.importing.listed import Listed
from event.registration.replies import JourneyReply, Reply
from event.registration.sealed import opened
from event.registration.tables import Delegation, Guest, Journey, TravelParty


@dataclass(frozen=True)
class Stored:
    """A guest in the database, opened so that a row can be compared with it."""

    guest: Guest
    told: dict[str, Any]


async def stored_guests(gathering: Gathering) -> dict[str, Stored]:
    """Every guest of the gathering by number, opened."""
    keys = await keys_of(gathering.id)
    classes = {
        row.id: row.name_zh for row in await GuestClass.objects().where(GuestClass.gathering == gathering.id)
    }
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
    stored = {}
    for guest in await Guest.objects().where(Guest.gathering == gathering.id):
        clear = opened(keys, guest.id, guest.to_dict())
        told = {
            **guest.to_dict(), "phone": clear.phone, "wechat": clear.wechat,
            "document_number": clear.document_number, "needs": clear.needs,
            "class_name": classes[guest.guest_class], "delegation": delegations.get(guest.delegation, ""),
            "travel_party": parties.get(guest.travel_party, ""),
            "answers": json.loads(guest.answers) if isinstance(guest.answers, str) else guest.answers,
            "arrival": journeys.get((guest.id, "arrival")), "departure": journeys.get((guest.id, "departure")),
        }  # fmt: skip
        stored[guest.number] = Stored(guest, told)
    return stored


def told_by(one: Listed) -> dict[str, Any]:
    """What a row says, to be compared and written; blank cells say nothing."""
    said: dict[str, Any] = {
        **one.texts, "sex": one.sex, "birth_date": one.birth_date, "nationality": one.nationality,
        "residence": one.residence, "party_place": one.party_place, "document_expires": one.document_expires,
        "document_permanent": one.document_permanent or None, "needs": one.needs, "answers": one.answers,
        "arrival": one.arrival, "departure": one.departure,
    }  # fmt: skip
    return {key: value for key, value in said.items() if value not in ("", None, {}, [])}


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
            self.delegations[delegation.name_zh] = delegation.id
        for party in await TravelParty.objects().where(TravelParty.gathering == where):
            self.parties[party.code] = party.id

    async def reply(self, one: Listed, told: dict[str, Any] | None = None) -> Reply:
        said = told or told_by(one)
        names = (
            "number", "name_zh", "latin_surname", "latin_given", "sex", "birth_date", "nationality",
            "residence", "ancestral_home", "ethnicity", "identity_category", "association_title",
            "company_title", "industry", "email", "phone", "wechat", "document_kind", "document_number",
            "document_expires", "needs", "answers", "kinship", "party_place", "arrival", "departure",
        )  # fmt: skip
        return Reply(
            guest_class=self.classes[said["class_name"]],
            delegation=await self._delegation(said.get("delegation", "")),
            travel_party=await self._party(said.get("travel_party", "")),
            document_permanent=bool(said.get("document_permanent")),
            needs_consent=bool(said.get("needs")),
            **{name: said[name] for name in names if name in said},
        )

    async def _delegation(self, name: str) -> UUID | None:
        if not name:
            return None
        if name not in self.delegations:
            made = Delegation(
                id=uuid4(),
                gathering=self.gathering.id,
                code=f"D{len(self.delegations) + 1:02d}",
                name_zh=name,
            )
            await made.save()
            self.delegations[name] = made.id
        return self.delegations[name]

    async def _party(self, code: str) -> UUID | None:
        if not code:
            return None
        if code not in self.parties:
            made = TravelParty(id=uuid4(), gathering=self.gathering.id, code=code)
            await made.save()
            self.parties[code] = made.id
        return self.parties[code]
