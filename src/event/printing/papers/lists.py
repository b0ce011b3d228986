"""Lists of people: the delegations with their members' titles, and those who work with their telephone numbers."""

from datetime import datetime
from itertools import groupby

from event.gathering.countries import country_name
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.centre.document import Options
from event.printing.chunks import Chunks, Wanted
from event.printing.papers.people import Attendee, by_delegation, guests_of, in_order, staff_of
from event.printing.papers.sheet import choice_of, sheet_chunks
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Cell, Column, Group, Named, Paper, Part, Table
from event.printing.visit.wording import NAME, NUMBER, NUMBERED, PHONE, SPELLING
from event.registration.queries import delegations_of
from event.registration.sealed import masked

DELEGATIONS = Message("Delegations with their members")
CONTACTS = Message("Contact list of staff")
ORDER = Message("Order")
ORDER_LABELS = {
    "precedence": Message("By precedence"), "strokes": Message("By strokes of the surname"),
    "pinyin": Message("By pinyin"), "latin": Message("By Latin letters"),
    "reply": Message("By date of reply"),
}  # fmt: skip
HEAD = Message("head")
_TITLES, _COUNTRY = Message("Organisation and title"), Message("Country or region")
_CLASS, _POST, _DUTY = Message("Class"), Message("Unit and post"), Message("Duty")
_PEOPLE, _ALL = Message("{count} people"), Message("Total")
_NO_DELEGATION = Message("Without a delegation")


async def orders(_gathering: Gathering, language: str) -> Options:
    """What the members can be in the order of."""
    choice = Choice(language)
    return [(code, choice.said(label)) for code, label in ORDER_LABELS.items()]


async def delegation_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """Members by delegation, in the order that was chosen, with all their titles; no telephone numbers."""
    choice = choice_of(wanted)
    people = in_order(await guests_of(gathering), wanted.options.get("order", "precedence"))
    known = {one.id: one.code for one in await delegations_of(gathering.id)}
    groups = [
        (names, members)
        for names, members in by_delegation(people)
        if wanted.delegation is None or members[0].delegation_code == known.get(wanted.delegation)
    ]
    rows: list[tuple[Cell, ...] | Group] = []
    for names, members in groups:
        told = choice.said(_PEOPLE, count=len(members))
        rows.append(Group(choice.label(*names) or choice.said(_NO_DELEGATION), (told,)))
        rows += [_member(place, one, choice) for place, one in enumerate(members, start=1)]
    columns = (
        Column(choice.said(NUMBERED), "number"), Column(choice.said(NAME), "name", (choice.said(SPELLING),)),
        Column(choice.said(_TITLES), "titles long"), Column(choice.said(_COUNTRY), "country"), Column(choice.said(_CLASS), "class"),
    )  # fmt: skip
    count = sum(len(members) for _, members in groups)
    title = choice.said(DELEGATIONS)
    facts = ((choice.said(_ALL), choice.said(_PEOPLE, count=count)),)
    part = Part(
        f"delegations {wanted.key}".strip(), title, title, facts, (Table(columns, rows, kind="people"),)
    )
    return sheet_chunks(Paper(title, (part,), count, look="people"), gathering, wanted, title=title)


def _member(place: int, one: Attendee, choice: Choice) -> tuple[Cell, ...]:
    head = f"({choice.said(HEAD)})" if one.head else ""
    return (
        str(place), Named(f"{one.name}{one.marks if choice.language != 'en' else ''}", one.spelled, head),
        choice.between.join(map(choice.label, one.titles)), country_name(one.residence, choice.language) if one.residence else "",
        choice.label(*one.class_names),
    )  # fmt: skip


async def contact_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """Who works at the gathering, by class: unit, post, duty and telephone number, masked unless the reader may have it."""
    choice = choice_of(wanted)
    people = await staff_of(gathering)
    rows: list[tuple[Cell, ...] | Group] = []
    for names, found in groupby(people, key=lambda one: one.class_names):
        members = list(found)
        rows.append(Group(choice.label(*names), (choice.said(_PEOPLE, count=len(members)),)))
        rows += [
            (
                one.number, Named(one.name, one.spelled), choice.between.join(map(choice.label, one.titles)),
                choice.label(str(one.answers.get("duty") or "")), one.phone if wanted.names else masked(one.phone),
            )
            for one in members
        ]  # fmt: skip
    columns = (
        Column(choice.said(NUMBER), "short"), Column(choice.said(NAME), "name", (choice.said(SPELLING),)),
        Column(choice.said(_POST), "long"), Column(choice.said(_DUTY), "long"), Column(choice.said(PHONE), "phone"),
    )  # fmt: skip
    title = choice.said(CONTACTS)
    part = Part(
        "contacts" if wanted.names else "contacts-masked",
        title,
        title,
        (),
        (Table(columns, rows, kind="contacts"),),
    )
    paper = Paper(title, (part,), len(people), look="contacts")
    return sheet_chunks(paper, gathering, wanted, title=title, told={"private": wanted.names})
