"""The list of agreements to be signed (签约项目一览表, DOMAIN 2.7), for a wall or a folder."""

from collections.abc import Sequence

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.signing.choosing import Paper, Wanted, grouped
from event.printing.signing.errors import NothingSigned
from event.printing.visit.paper import Cell, Column, Group, Named, Part, Table
from event.signing.ceremony.plan import said_name
from event.signing.ceremony.views import witnesses_of
from event.signing.money import in_yi, plain
from event.signing.queries import BatchKept, ItemKept, PartyKept, batches_of, items_of
from event.signing.rules import party_mark

LIST = Message("List of agreements to be signed")
HIDDEN = Message("Confidential agreements that are left out: {count}.")
_COLUMNS = (
    (Message("No."), "number"), (Message("Project or agreement"), "name"), (Message("Type of agreement"), "kind"),
    (Message("Party 甲 / who signs / position"), "party"), (Message("Other parties / who signs / position"), "party"),
    (Message("Country or region of the investor"), "country"), (Message("Planned investment (亿元)"), "amount"), (Message("What is built or done"), "long"),
    (Message("Where it settles"), "town"), (Message("Witnesses"), "people"), (Message("Service team"), "people"),
)  # fmt: skip
_RULE = Message(
    "Amounts are in 亿元, foreign ones at the rates of their agreements: {rates}. Amounts of different types are not added."
)
_RULE_PLAIN = Message("Amounts are in 亿元. Amounts of different types are not added.")


async def agreement_list(gathering: Gathering, wanted: Wanted) -> Paper:
    """Every agreement of the ceremony by batch, in the order of signing; confidential ones are only counted."""
    items = [one for one in await items_of(gathering) if one.told.batch is not None]
    batches = [
        one for one in await batches_of(gathering, items) if wanted.batch in (None, one.told.number) and one.items
    ]  # fmt: skip
    shown = [one for one in items if not one.told.confidential]
    rows: list[tuple[Cell | tuple[Named, ...], ...] | Group] = []
    for batch in batches:
        of_batch = [one for one in shown if one.told.batch == batch.told.number]
        if of_batch:
            rows.append(_group(batch, len(of_batch), gathering, wanted))
        rows += [_row(place, one, batch, wanted) for place, one in enumerate(of_batch, start=1)]
    if not any(not isinstance(one, Group) for one in rows):
        raise NothingSigned
    columns = tuple(Column(wanted.said(label), kind) for label, kind in _COLUMNS)
    chosen = [one for one in shown if one.told.batch in {batch.told.number for batch in batches}]
    notes = [_rule(chosen, wanted)]
    if hidden := len([one for one in items if one.told.confidential]):
        notes.append(wanted.said(HIDDEN, count=hidden))
    title = wanted.said(LIST)
    part = Part("list", title, "", (), (Table(columns, rows, kind="agreements"),), tuple(notes))  # type: ignore[arg-type] # a cell may name several parties
    return Paper(
        title, "pdf/signing/sheet.html", ({"part": part, "size": "A3 landscape"},), (part,), len(chosen), drafty=True
    )  # fmt: skip


def _group(batch: BatchKept, count: int, gathering: Gathering, wanted: Wanted) -> Group:
    told = batch.told
    title = " · ".join(
        one for one in (wanted.batch_name(told.number), wanted.label(told.title_zh, told.title_en)) if one
    )
    at = f"{told.starts_at.astimezone(gathering.zone):%H:%M}" if told.starts_at else ""
    return Group(title, tuple(one for one in (at, wanted.said(_COUNT, count=count)) if one))


_COUNT = Message("{count} agreements")


def _row(
    place: int, item: ItemKept, batch: BatchKept, wanted: Wanted
) -> tuple[Cell | tuple[Named, ...], ...]:
    told = item.told
    name = Named(wanted.label(told.name_zh, told.name_en), wanted.beside(item, told.name_zh, told.name_en))
    first = [one for one in item.parties if one.position == 1]
    return (
        str(place), name, item.agreement_type.name(wanted.language), parties_of(first, item, wanted, marked=False),
        parties_of([one for one in item.parties if one.position > 1], item, wanted, marked=len(item.parties) > 2),  # noqa: PLR2004 - 丙 and more are told apart
        wanted.countries(item) or "–", amount_of(item, wanted), wanted.label(told.content_zh, told.content_en),
        wanted.label(told.town) or "–", wanted.between.join(wanted.person(one.title, one.name) for one in witnesses_of(item, batch)) or "–",
        wanted.label(told.service_team) or "–",
    )  # fmt: skip


def parties_of(
    parties: Sequence[PartyKept], item: ItemKept, wanted: Wanted, *, marked: bool
) -> tuple[Named, ...]:
    """Parties with who signs; the other language stands beside where somebody from abroad signs."""
    found = []
    for one in parties:
        told = one.told
        mark = f"{party_mark(one.position)} " if marked else ""
        main = wanted.label(told.organisation_zh, told.organisation_en)
        beside = wanted.beside(item, told.organisation_zh, told.organisation_en)
        signs = wanted.between.join(
            f"{said_name(who, wanted.language)} {wanted.label(who.told.title_zh, who.told.title_en)}".strip()
            for who in one.signatories
        )
        found.append(Named(f"{mark}{main}", " · ".join(part for part in (beside, signs) if part)))
    return tuple(found)


def amount_of(item: ItemKept, wanted: Wanted) -> Cell:
    """亿元, with the amount in its own currency, or heads of a talent agreement."""
    told = item.told
    if item.yuan is None:
        heads = [
            wanted.said(message, count=number)
            for message, number in ((_DOCTORS, told.doctors), (_MASTERS, told.masters), (_OTHERS, told.other_talents))
            if number
        ]  # fmt: skip
        return Named("–", wanted.between.join(heads)) if heads else "–"
    foreign = f"{told.currency} {grouped(told.amount)}" if told.rate is not None and told.amount else ""
    about = wanted.said(_ABOUT) if told.approximate else ""
    return Named(f"{about}{in_yi(item.yuan)}", foreign)


_DOCTORS, _MASTERS, _OTHERS = (
    Message("{count} doctors"),
    Message("{count} masters"),
    Message("{count} other talents"),
)
_ABOUT = Message("about ")


def _rule(items: Sequence[ItemKept], wanted: Wanted) -> str:
    rates = [
        f"{one.told.code} {one.told.currency} @{plain(one.told.rate, 4)} ({one.told.rate_date})"
        for one in items
        if one.told.rate is not None
    ]
    return wanted.said(_RULE, rates=wanted.between.join(rates)) if rates else wanted.said(_RULE_PLAIN)
