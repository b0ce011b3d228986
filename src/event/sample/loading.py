"""Loads the sample gathering: the same one every time, three weeks from now."""

import json
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

from event.agenda.labels import kind_of
from event.agenda.tables import AgendaSession, Booking
from event.checkin.tables import Checkpoint
from event.database import fetch_one, writing
from event.gathering.operations import found, gathering_at
from event.gathering.tables import Gathering, GuestClass, Hall, Venue
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import add_guest, issue_ticket
from event.registration.replies import JourneyReply, Reply
from event.registration.tables import Delegation, Guest, Source, Standing, TravelParty
from event.sample.people import DELEGATIONS, GUESTS, HELPERS, Helper, Somebody
from event.sample.programme import BOOKED, CHECKPOINTS, HALLS, SESSIONS, VENUES
from event.sample.seats import seat_plans

SLUG = "example"
_DAYS_AHEAD = timedelta(days=21)
_LASTS = timedelta(days=2)
_CLOSES_BEFORE = timedelta(days=2)
_DIETS = ("vegetarian", "halal", "")


async def load_sample(*, by: Actor, now: datetime) -> Gathering:
    """Set up the sample gathering with about 60 people; one that was broken off is finished."""
    gathering = await _founded(by=by, now=now)
    await fill(gathering, by=by, now=now)
    return await gathering_at(gathering.slug)


async def fill(gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Put the sample's programme, doors, people and seats into a gathering that has none."""
    chance = Random(gathering.number)  # noqa: S311 - invented times and tastes
    async with writing():
        await _places(gathering)
        sessions = await _sessions(gathering)
        await _checkpoints(gathering, sessions)
        guests = await _guests(gathering, chance, now=now)
        await _helpers(gathering, now=now)
        await _bookings(sessions, guests, chance, now=now)
        await record(
            "gathering.load_sample", subject=f"gathering:{gathering.id}", by=by, now=now,
            gathering=gathering.id, people=len(GUESTS) + len(HELPERS),
        )  # fmt: skip
    await seat_plans(guests, gathering=gathering, by=by, now=now)


async def _founded(*, by: Actor, now: datetime) -> Gathering:
    begun = await fetch_one(
        "SELECT 1 FROM gathering WHERE slug = $1"
        " AND NOT EXISTS (SELECT 1 FROM guest WHERE guest.gathering = gathering.id)",
        SLUG,
    )
    if begun:
        return await gathering_at(SLUG)
    first_day = now.date() + _DAYS_AHEAD
    return await found(
        f"{first_day.year}示例县第三届示例活动暨侨商家乡行",
        title_en=f"Third Example Gathering {first_day.year}", slug=SLUG, edition="第三届",
        federation_zh="示例县归国华侨联合会",
        federation_en="Example County Federation of Returned Overseas Chinese",
        place_zh="示例县", place_en="Example County", number_prefix=f"EX{first_day.year}",
        first_day=first_day, last_day=first_day + _LASTS, by=by, now=now,
        registration_opens=datetime.combine(now.date(), time(), UTC),
        registration_closes=datetime.combine(first_day - _CLOSES_BEFORE, time(), UTC),
    )  # fmt: skip


async def _places(gathering: Gathering) -> None:
    venues = {
        code: Venue(id=uuid4(), gathering=gathering.id, code=code, name_zh=zh, name_en=en, address=address)
        for code, zh, en, address in VENUES
    }
    await Venue.insert(*venues.values())
    await Hall.insert(
        *(
            Hall(id=uuid4(), gathering=gathering.id, venue=venues[venue].id, code=code, name_zh=zh,
                 name_en=en, capacity=seats)
            for code, venue, zh, en, seats in HALLS
        )
    )  # fmt: skip


async def _sessions(gathering: Gathering) -> dict[str, UUID]:
    halls = await _halls(gathering)

    def moment(day: int, clock: str) -> datetime:
        on = gathering.first_day + timedelta(days=day)
        return datetime.combine(on, time.fromisoformat(clock), gathering.zone)

    rows = {
        line.code: AgendaSession(
            id=uuid4(), gathering=gathering.id, code=line.code, title_zh=line.zh, title_en=line.en, kind=kind_of(line.zh),
            starts_at=moment(line.day, line.starts),
            ends_at=moment(line.day, line.ends) if line.ends else None,
            hall=halls.get(line.hall), place_zh=line.place[0], place_en=line.place[1],
            attendees_zh=line.attendees[0], attendees_en=line.attendees[1],
            host_zh=line.host[0], host_en=line.host[1], capacity=line.capacity, position=position,
        )
        for position, line in enumerate(SESSIONS)
    }  # fmt: skip
    await AgendaSession.insert(*rows.values())
    return {code: row.id for code, row in rows.items()}


async def _checkpoints(gathering: Gathering, sessions: dict[str, UUID]) -> None:
    halls = await _halls(gathering)
    inside = {line[7] for line in CHECKPOINTS if line[4] == "out"}
    await Checkpoint.insert(
        *(
            Checkpoint(
                id=uuid4(), gathering=gathering.id, code=code, name_zh=zh, name_en=en, kind=kind,
                direction=direction, admits=admits, hall=halls.get(hall),
                rule=json.dumps([{"booked": [f"session:{session}"]}]) if booked else "[]",
                counts_inside=hall in inside,
                agenda_session=sessions[session], position=position,
            )
            for position, (code, zh, en, kind, direction, admits, booked, hall, session) in enumerate(CHECKPOINTS)
        )
    )  # fmt: skip


async def _halls(gathering: Gathering) -> dict[str, UUID]:
    return {hall.code: hall.id for hall in await Hall.objects().where(Hall.gathering == gathering.id)}


async def _classes(gathering: Gathering) -> dict[str, UUID]:
    rows = await GuestClass.objects().where(GuestClass.gathering == gathering.id)
    return {row.code: row.id for row in rows}


async def _guests(gathering: Gathering, chance: Random, *, now: datetime) -> list[Guest]:
    """Everybody of the delegations; those who wait for approval have no ticket."""
    classes = await _classes(gathering)
    delegations = {
        one.code: Delegation(
            id=uuid4(), gathering=gathering.id, code=one.code, name_zh=one.zh, name_en=one.en
        )
        for one in DELEGATIONS
    }
    await Delegation.insert(*delegations.values())
    parties = await _travel_parties(gathering)
    approved = []
    for index, somebody in enumerate(GUESTS):
        guest = await add_guest(
            gathering,
            reply=_reply(
                somebody, index, gathering.first_day, chance, guest_class=classes[somebody.code],
                delegation=delegations[somebody.delegation].id, travel_party=parties.get(index),
            ),
            standing=Standing.SUBMITTED if somebody.waits else Standing.APPROVED,
            source=Source.SAMPLE,
            now=now,
        )  # fmt: skip
        if not somebody.waits:
            await issue_ticket(gathering, guest, now=now)
            approved.append(guest)
    return approved


async def _travel_parties(gathering: Gathering) -> dict[int, UUID]:
    """The household of each member, by the guest's place in the list."""
    members: dict[int, UUID] = {}
    rows: list[TravelParty] = []
    for index, somebody in enumerate(GUESTS):
        if not somebody.kinship:
            continue
        if index - 1 not in members:
            party = TravelParty(id=uuid4(), gathering=gathering.id, code=f"T{len(rows) + 1:02d}")
            rows.append(party)
            members[index - 1] = party.id
        members[index] = members[index - 1]
    await TravelParty.insert(*rows)
    return members


def _reply(
    somebody: Somebody, index: int, first_day: date, chance: Random, *,
    guest_class: UUID, delegation: UUID, travel_party: UUID | None,
) -> Reply:  # fmt: skip
    home = next(one for one in DELEGATIONS if one.code == somebody.delegation)
    needs = {"diet": chance.choice(_DIETS)} if chance.random() < 0.3 else {}  # noqa: PLR2004 - a third
    kind, number = _document(somebody, index)
    return Reply(
        guest_class=guest_class, delegation=delegation, travel_party=travel_party,
        party_place="companion" if somebody.kinship else "main" if travel_party else "",
        kinship=somebody.kinship, name_zh=somebody.name_zh, latin_surname=somebody.surname,
        latin_given=somebody.given, surname_first=bool(somebody.name_zh), sex=somebody.sex,
        birth_date=date(chance.randrange(1950, 1998), chance.randrange(1, 13), chance.randrange(1, 29)),
        nationality=somebody.nationality, residence=somebody.residence, ancestral_home="示例县",
        association_title=somebody.title, email=_email(somebody.given, somebody.surname, index),
        phone=f"{home.phones}{home.first_phone + index:0{home.digits}d}",
        document_kind=kind, document_number=number, needs={key: value for key, value in needs.items() if value},
        needs_consent=any(needs.values()), language=somebody.language,
        arrival=JourneyReply(
            mode="train" if somebody.residence == "CN" else "flight",
            number=f"{'G' if somebody.residence == 'CN' else 'ZZ'}{chance.randrange(100, 999)}",
            origin=home.origin, on_day=first_day, at_time=time(chance.randrange(8, 20), chance.choice((0, 15, 30, 45))),
            transfer_wanted=somebody.residence != "CN",
        ),
    )  # fmt: skip


def _document(somebody: Somebody, index: int) -> tuple[str, str]:
    """A document as somebody of that residence carries it; numbers that were never given out."""
    if somebody.residence == "CN":
        return "", ""
    if somebody.residence in ("HK", "MO"):
        return "港澳居民来往内地通行证", f"{somebody.residence[0]}{index:08d}"
    if somebody.residence == "TW":
        return "台湾居民来往大陆通行证", f"{index:08d}"
    return ("中国护照", f"E{index:08d}") if somebody.nationality == "CN" else ("外国护照", f"X{index:07d}")


def _email(given: str, surname: str, index: int) -> str:
    return f"{given}.{surname}{index}@example.com".lower().replace(" ", "")


async def _helpers(gathering: Gathering, *, now: datetime) -> None:
    classes = await _classes(gathering)
    for index, helper in enumerate(HELPERS, start=1):
        reply = _helper_reply(helper, index, guest_class=classes[helper.code])
        guest = await add_guest(
            gathering, reply=reply, standing=Standing.APPROVED, source=Source.SAMPLE, now=now
        )
        await issue_ticket(gathering, guest, now=now)


def _helper_reply(helper: Helper, index: int, *, guest_class: UUID) -> Reply:
    return Reply(
        guest_class=guest_class, name_zh=helper.name_zh, latin_surname=helper.surname,
        latin_given=helper.given, sex=helper.sex, nationality="CN", residence="CN",
        company_title=helper.post, phone=f"+8619900000{100 + index}",
    )  # fmt: skip


async def _bookings(sessions: dict[str, UUID], guests: list[Guest], chance: Random, *, now: datetime) -> None:
    await Booking.insert(
        *(
            Booking(id=uuid4(), agenda_session=sessions[code], guest=guest.id, booked_at=now)
            for code, count in BOOKED.items()
            for guest in chance.sample(guests, count)
        )
    )
