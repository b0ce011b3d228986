"""The report of a year: what was signed, what became of it, with every rate's definition, and charts with their tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.signing.agreements import HIDDEN
from event.printing.signing.charts import Bar, Chart, amounts, shortened
from event.printing.signing.choosing import Paper, Wanted
from event.printing.signing.errors import NothingSigned
from event.printing.signing.ledger import AS_OF, stage_of
from event.printing.visit.paper import Part
from event.signing.ledger.queries import LedgerLine, ledger_as_of, months_of
from event.signing.ledger.rates import THRESHOLDS, Followed, Rate, funds, performed, reached
from event.signing.ledger.rules import STAGE_LABELS
from event.signing.ledger.tables import Stage
from event.signing.money import in_yi
from event.signing.operations import rules_of
from event.templating import day as said_day

ANNUAL = Message("Report on what was signed and what became of it")
_PERFORMED, _STARTED = Message("Performing (履约率)"), Message("Construction started (开工率)")
_PRODUCING, _FUNDS = Message("In production (投产率)"), Message("Funds in place (资金到位率)")
_CONTRACTS, _LANDED = (
    Message("Funds in place, contracts only"),
    Message("Landed (落地率), from the stage “{stage}” on"),
)
_SHORT = Message("Landed from “{stage}”")
_TARGET, _AIMED, _YI = Message("target {target} %"), Message("{what} ({target})"), Message("亿元")
_ROUNDED = Message("Amounts are added exactly and rounded half up for display, to two places.")
_BY = (
    (Message("By town"), lambda line, wanted: wanted.label(line.item.told.town)),
    (Message("By industry"), lambda line, wanted: wanted.label(line.item.told.industry)),
    (Message("By country or region"), lambda line, wanted: wanted.countries(line.item)),
)  # fmt: skip
Grouping = Callable[[LedgerLine, Wanted], str]


@dataclass(frozen=True)
class OfType:
    """Agreements of a type; `yuan` None where none has an amount."""

    name: str
    count: int
    yuan: Decimal | None
    heads: str
    investment: bool


async def annual_report(gathering: Gathering, wanted: Wanted) -> Paper:
    """The report as of a day; confidential agreements count in no figure and are told as left out."""
    every = await ledger_as_of(gathering, wanted.day)
    lines = [one for one in every if not one.item.told.confidential]
    if not lines:
        raise NothingSigned
    rules = await rules_of(gathering.id)
    followed = [one.followed for one in lines]
    signed = [one for one in lines if one.standing.was_signed]
    invested = [one for one in signed if one.followed.counts]
    types = _types(signed, wanted)
    title = wanted.said(ANNUAL)
    notes = [wanted.said(_ROUNDED)]
    if hidden := len(every) - len(lines):
        notes.append(wanted.said(HIDDEN, count=hidden))
    charts = (
        _rates(followed, Stage(rules.landed_from), Decimal(rules.target_percent), wanted),
        _projects(invested, wanted),
        _months(invested, wanted),
        *(_groups(invested, title, name_of, wanted) for title, name_of in _BY),
    )
    told = {
        "title": title, "as_of": wanted.said(AS_OF, day=said_day(wanted.day, wanted.language)), "types": types,
        "total": in_yi(sum((one.yuan or Decimal(0) for one in types if one.investment), Decimal(0))),
        "invested": sum(one.count for one in types if one.investment), "charts": [one for one in charts if one.bars],
        "overdue": [
            (one.code, wanted.label(one.item.told.name_zh, one.item.told.name_en), f"{one.follow_up.due_on}", wanted.label(one.follow_up.next_step), wanted.label(one.follow_up.problem))
            for one in lines
            if one.overdue
        ],
        "in_yi": in_yi, "notes": notes,
    }  # fmt: skip
    part = Part(
        f"annual {wanted.day}", title, "", notes=(repr((types, told["charts"], told["overdue"], notes)),)
    )
    return Paper(title, "pdf/signing/annual.html", (told,), (part,), len(lines))


def _types(lines: Sequence[LedgerLine], wanted: Wanted) -> list[OfType]:
    """Signed agreements by type in the order of the types; amounts of different types are never added here."""
    found: dict[str, list[LedgerLine]] = {}
    for line in sorted(lines, key=lambda one: one.item.agreement_type.position):
        found.setdefault(line.item.agreement_type.code, []).append(line)
    return [_type(ones, wanted) for ones in found.values()]


def _type(lines: Sequence[LedgerLine], wanted: Wanted) -> OfType:
    kind = lines[0].item.agreement_type
    amounts = [one.item.yuan for one in lines if one.item.yuan is not None]
    doctors, masters = (
        sum(getattr(one.item.told, name) or 0 for one in lines) for name in ("doctors", "masters")
    )
    heads = wanted.said(_HEADS, doctors=doctors, masters=masters) if doctors or masters else ""
    total = sum(amounts, Decimal(0)) if amounts else None
    return OfType(kind.name(wanted.language), len(lines), total, heads, kind.counts_as_investment)


_HEADS = Message("{doctors} doctors, {masters} masters")
_RATE_COLUMNS = (
    Message("Rate"), Message("Definition"), Message("Numerator"), Message("Denominator"), Message("Percent"), Message("Which count"),
)  # fmt: skip


def _rates(items: Sequence[Followed], chosen: Stage, target: Decimal, wanted: Wanted) -> Chart:
    """Every rate with its definition, numerator, denominator and the list behind it."""

    def landed(stage: Stage) -> str:
        text = wanted.said(_LANDED, stage=wanted.said(STAGE_LABELS[stage]))
        goal = f"{target.normalize():f}"
        return (
            wanted.said(_AIMED, what=text, target=wanted.said(_TARGET, target=goal))
            if stage is chosen
            else text
        )

    landings = {stage: reached(items, stage) for stage in dict.fromkeys((chosen, *THRESHOLDS))}
    rates = [
        (wanted.said(_PERFORMED), wanted.said(_PERFORMED), performed(items)),
        *((landed(stage), wanted.said(_SHORT, stage=wanted.said(STAGE_LABELS[stage])), rate) for stage, rate in landings.items()),
        *(
            (wanted.said(label), wanted.said(label), rate)
            for label, rate in (
                (_STARTED, reached(items, Stage.STARTED)), (_PRODUCING, reached(items, Stage.PRODUCING)), (_FUNDS, funds(items)),
                (_CONTRACTS, funds(items, contracts_only=True)),
            )
        ),
    ]  # fmt: skip
    bars = tuple(_rate(name, short, rate, wanted) for name, short, rate in rates if rate.denominator)
    return Chart(
        wanted.said(Message("Rates")), bars, tuple(wanted.said(label) for label in _RATE_COLUMNS),
        note=wanted.said(_NO_STANDARD),
    )  # fmt: skip


_NO_STANDARD = Message("There is no standard for what counts as landed: the stage is said with each rate.")


def _rate(name: str, short: str, rate: Rate, wanted: Wanted) -> Bar:
    stage = wanted.said(STAGE_LABELS[rate.stage]) if rate.stage else ""
    value = rate.percent() or Decimal(0)
    above, below = (
        f"{in_yi(number)} {wanted.said(_YI)}" if rate.of_money else f"{number}"
        for number in (rate.numerator, rate.denominator)
    )
    cells = (
        name, wanted.said(rate.definition).format(stage=stage), above, below, f"{value} %", wanted.between.join(rate.counted) or "–",
    )  # fmt: skip
    return Bar(shortened(short), int(value * 10), None, f"{value} %", cells)


_SIGNED, _IN_PLACE = Message("Signed, 亿元"), Message("In place, 亿元")


def _projects(lines: Sequence[LedgerLine], wanted: Wanted) -> Chart:
    """Signed amounts of investment and what of them is in place, project by project."""
    most = max((one.item.yuan or Decimal(0) for one in lines), default=Decimal(0)) or Decimal(1)
    columns = (
        Message("Code"), Message("Project or agreement"), Message("Town"), Message("Stage"), _SIGNED, _IN_PLACE, Message("Percent"),
    )  # fmt: skip
    bars = tuple(
        amounts(
            f"{one.code} {wanted.label(one.item.told.name_zh, one.item.told.name_en)}", one.item.yuan or Decimal(0), one.funds, most,
            (one.code, wanted.label(one.item.told.name_zh, one.item.told.name_en), wanted.label(one.item.told.town), stage_of(one, wanted)),
        )
        for one in lines
    )  # fmt: skip
    return Chart(
        wanted.said(Message("Investment projects: signed and in place")), bars, tuple(wanted.said(label) for label in columns),
        (wanted.said(_SIGNED), wanted.said(_IN_PLACE)),
    )  # fmt: skip


def _months(lines: Sequence[LedgerLine], wanted: Wanted) -> Chart:
    """What came in month by month and what was in place at its end, of all investment projects."""
    came: dict[str, Decimal] = {}
    for line in lines:
        for end, amount, _, _ in months_of(line.ledger, wanted.day):
            came[f"{end:%Y-%m}"] = came.get(f"{end:%Y-%m}", Decimal(0)) + amount
    total, rows = Decimal(0), []
    for month in sorted(came):
        total += came[month]
        rows.append((month, came[month], total))
    most = max((one for _, _, one in rows), default=Decimal(0)) or Decimal(1)
    bars = tuple(
        Bar(
            month, int(sum_ * 1000 / most), max(int(amount * 1000 / most), 0), f"{in_yi(sum_)} / +{in_yi(amount)}",
            (month, in_yi(amount) or "", in_yi(sum_) or ""),
        )
        for month, amount, sum_ in rows
    )  # fmt: skip
    columns = (Message("Month"), Message("Came in, 亿元"), Message("In place at its end, 亿元"))
    return Chart(
        wanted.said(Message("Funds month by month")), bars, tuple(wanted.said(label) for label in columns),
        (wanted.said(columns[2]), wanted.said(columns[1])),
    )  # fmt: skip


def _groups(lines: Sequence[LedgerLine], title: Message, name_of: Grouping, wanted: Wanted) -> Chart:
    """Investment by a group; several countries or regions are one group, so that nothing counts twice."""
    found: dict[str, list[LedgerLine]] = {}
    for line in lines:
        found.setdefault(name_of(line, wanted), []).append(line)
    if set(found) <= {""}:
        return Chart("", (), ())
    sums = {
        name: (sum((one.item.yuan or Decimal(0) for one in ones), Decimal(0)), sum((one.funds for one in ones), Decimal(0)))
        for name, ones in found.items()
    }  # fmt: skip
    most = max(signed for signed, _ in sums.values()) or Decimal(1)
    bars = tuple(
        amounts(name or "–", *sums[name], most, (name or "–", wanted.between.join(one.code for one in found[name])))
        for name in sorted(found, key=lambda one: (-sums[one][0], one))
    )  # fmt: skip
    columns = (Message("Group"), Message("Which"), _SIGNED, _IN_PLACE, Message("Percent"))
    return Chart(
        wanted.said(title), bars, tuple(wanted.said(label) for label in columns), (wanted.said(_SIGNED), wanted.said(_IN_PLACE))
    )  # fmt: skip
