"""How many projects came to something, with the definition of each rate and the list behind it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from event.gathering.countries import country_name
from event.language import Message, translated
from event.reports.told import Asked, Told
from event.signing.ledger.queries import LedgerLine, ledger_as_of, today_of
from event.signing.ledger.rates import THRESHOLDS, Followed, Rate, defined, funds, performed, reached
from event.signing.ledger.rules import STAGE_LABELS, STAGE_WORDS
from event.signing.ledger.tables import Stage
from event.signing.money import in_yi
from event.signing.operations import rules_of

_HUNDRED = 100
_LANDED = Message("Landed (落地率), from the stage “{stage}” on")
_NAMES = {
    "performed": Message("Performing (履约率)"), "started": Message("Construction started (开工率)"),
    "producing": Message("In production (投产率)"), "funds": Message("Funds in place (资金到位率)"),
    "contracts": Message("Funds in place, contracts only"),
}  # fmt: skip
RATE_COLUMNS = (
    Message("Rate"), Message("Definition"), Message("Numerator"), Message("Denominator"), Message("Percent"),
    Message("Which count"), Message("Of which agreements"),
)  # fmt: skip


async def projects_landed(asked: Asked) -> Told:
    """Every rate of the ledger on a day; landed for each threshold, because there is no standard for it."""
    rules = await rules_of(asked.gathering.id)
    items = [one.followed for one in await ledger_as_of(asked.gathering, today_of(asked.gathering, asked.at))]
    chosen, target = Stage(rules.landed_from), Decimal(rules.target_percent)
    landed = {stage: reached(items, stage) for stage in dict.fromkeys((*THRESHOLDS, chosen))}
    performing, money, contracts = performed(items), funds(items), funds(items, contracts_only=True)
    return Told(
        {
            "signed": int(performing.denominator),
            "by_threshold": {STAGE_WORDS[stage]: _threshold(landed[stage], target) for stage in THRESHOLDS},
            "performed": {"n": int(performing.numerator), "percent": _percent(performing)},
            "target_percent": int(target) if target == int(target) else float(target),
            "funds": _money(money) | {"contracts": _money(contracts)},
        },
        RATE_COLUMNS,
        rate_rows(items, chosen, asked.language),
        (
            (Message("Signed investment items"), str(performing.denominator)),
            (Message("Landed from"), translated(STAGE_LABELS[chosen], asked.language)),
            (Message("Landed"), f"{_percent(landed[chosen])} %"), (Message("Target"), f"{target.normalize():f} %"),
        ),
    )  # fmt: skip


def _threshold(rate: Rate, target: Decimal) -> dict[str, object]:
    return {
        "n": int(rate.numerator), "percent": _percent(rate), "meets_target": meets(rate, target),
        "items": list(rate.counted),
    }  # fmt: skip


def meets(rate: Rate, target: Decimal) -> bool:
    """Whether a rate, unrounded, is at its target."""
    return bool(rate.denominator) and rate.numerator * _HUNDRED >= target * rate.denominator


def _percent(rate: Rate) -> str | None:
    value = rate.percent()
    return None if value is None else f"{value:f}"


def _money(rate: Rate) -> dict[str, object]:
    return {"in_place": in_yi(rate.numerator), "of": in_yi(rate.denominator), "percent": _percent(rate)}


def rate_rows(items: Sequence[Followed], chosen: Stage, language: str) -> list[tuple[str, ...]]:
    """Every rate as a row: what it is, its definition, numerator, denominator, percent and the lists behind it."""
    rates: list[tuple[str, Rate]] = [
        (
            translated(_LANDED, language).format(stage=translated(STAGE_LABELS[stage], language)),
            reached(items, stage),
        )
        for stage in dict.fromkeys((chosen, *THRESHOLDS))
    ]
    rates.insert(0, (translated(_NAMES["performed"], language), performed(items)))
    rates += [
        (translated(_NAMES["started"], language), reached(items, Stage.STARTED)),
        (translated(_NAMES["producing"], language), reached(items, Stage.PRODUCING)),
        (translated(_NAMES["funds"], language), funds(items)),
        (translated(_NAMES["contracts"], language), funds(items, contracts_only=True)),
    ]
    return [_row(name, rate, language) for name, rate in rates]


def _row(name: str, rate: Rate, language: str) -> tuple[str, ...]:
    above, below = (
        (f"{in_yi(value)} {translated(Message('亿元'), language)}" if rate.of_money else f"{value}")
        for value in (rate.numerator, rate.denominator)
    )
    return (
        name, defined(rate, language), above, below, _percent(rate) or "–",
        "、".join(rate.counted) or "–", "、".join(rate.of) or "–",
    )  # fmt: skip


GROUPS = {
    "type": Message("Type of agreement"), "town": Message("Town"), "industry": Message("Industry"),
    "country": Message("Country or region"),
}  # fmt: skip


def group_of(line: LedgerLine, by: str, language: str) -> str:
    """The group a project is in; several countries or regions are one group, so that nothing counts twice."""
    told = line.item.told
    if by == "type":
        return line.item.agreement_type.name(language)
    if by == "country":
        return "、".join(country_name(code, language) for code in line.item.countries)
    return told.town if by == "town" else told.industry


async def projects_by_group(asked: Asked) -> Told:
    """Signed investment by type, town, industry, country or region: how many, how much, and how many performed and landed."""
    rules, by = await rules_of(asked.gathering.id), asked.values["by"]
    chosen = Stage(rules.landed_from)
    lines = await ledger_as_of(asked.gathering, today_of(asked.gathering, asked.at))
    groups: dict[str, list[Followed]] = {}
    for line in lines:
        if line.followed.counts:
            name = group_of(line, by, asked.language)
            groups.setdefault(name, []).append(replace(line.followed, group=name))
    told: list[dict[str, object]] = []
    rows: list[tuple[str, ...]] = []
    for name, items in sorted(groups.items()):
        money, performing, landed = funds(items), performed(items), reached(items, chosen)
        told.append(
            {
                "group": name, "signed": len(items), "rmb_yi": in_yi(money.denominator), "funds_yi": in_yi(money.numerator),
                "performed": int(performing.numerator), "landed": int(landed.numerator), "items": list(performing.of),
            }
        )  # fmt: skip
        rows.append(
            (
                name or "–", "、".join(performing.of), str(len(items)), in_yi(money.denominator) or "–",
                in_yi(money.numerator) or "–", str(performing.numerator), str(landed.numerator), _percent(landed) or "–",
            )
        )  # fmt: skip
    return Told(
        {"by": by, "landed_from": STAGE_WORDS[chosen], "groups": told},
        (
            GROUPS[by], Message("Which"), Message("Signed"), Message("Signed, 亿元"), Message("Funds in place, 亿元"),
            Message("Performing"), Message("Landed"), Message("Landed, %"),
        ),
        rows,
        ((Message("Landed from"), translated(STAGE_LABELS[chosen], asked.language)),),
    )  # fmt: skip


async def overdue_projects(asked: Asked) -> Told:
    """Projects whose next step was due before the day, with who is responsible."""
    day = today_of(asked.gathering, asked.at)
    lines = [one for one in await ledger_as_of(asked.gathering, day) if one.overdue]
    lines.sort(key=lambda one: (one.follow_up.due_on or day, one.code))
    return Told(
        {
            "overdue": len(lines),
            "items": [
                {
                    "item": one.code, "due_on": one.follow_up.due_on.isoformat(), "days": (day - one.follow_up.due_on).days,
                    "next_step": one.follow_up.next_step, "leader": one.follow_up.responsible_leader,
                    "unit": one.follow_up.responsible_unit,
                }
                for one in lines
                if one.follow_up.due_on
            ],
        },
        (
            Message("Code"), Message("Agreement"), Message("Due on"), Message("Days late"), Message("Next step"),
            Message("Problem"), Message("Responsible leader"), Message("Responsible unit"),
        ),
        [
            (
                one.code, one.item.name(asked.language), one.follow_up.due_on.isoformat(),
                str((day - one.follow_up.due_on).days), one.follow_up.next_step or "–", one.follow_up.problem or "–",
                one.follow_up.responsible_leader or "–", one.follow_up.responsible_unit or "–",
            )
            for one in lines
            if one.follow_up.due_on
        ],
        ((Message("Overdue"), str(len(lines))),),
    )  # fmt: skip
