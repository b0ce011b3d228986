"""The figures the press gets, the sentence made of them, and what an editor must know about it."""

from collections.abc import Sequence
from typing import Any

from event.database import fetch
from event.gathering.countries import counted, country_name
from event.language import Message, translated
from event.reports.doors.log import arrivals
from event.reports.doors.people import Person, everybody
from event.reports.signing.agreements import Totals, totals_of
from event.reports.told import Asked, Told
from event.signing.money import plain, said
from event.signing.queries import ItemKept, items_of

_PARTS = Message(
    "{total} of investment is the sum of {parts}; a letter of intent or a framework agreement is no contract."
)
_PLANNED = Message("No signing is recorded yet: the agreements are those that are planned.")
_CONFIDENTIAL = Message("Confidential agreements that are left out: {count}.")
_NOT_RECORDED = Message("No signing of these is recorded, so they are left out: {codes}.")
_ROUNDED = Message(
    "“余” is rounded down: {overseas} from overseas, Hong Kong, Macao and Taiwan, {mainland} from the mainland."
)
_RATE = Message("Foreign amounts are at the rates of their agreements: {rates}.")


async def press_figures(asked: Asked) -> Told:
    """Who has come, from how many countries and regions, what was signed; and the same without one country or region."""
    people = [one for one in await everybody(asked) if one.counts]
    came = await arrivals(asked)
    there = [one for one in people if one.then.id in came]
    absent = asked.values["without"]
    now, approved = _figures(there), {_place(one) for one in people if one.approved}
    items, notes = await tellable(asked)
    totals = totals_of(items)
    line = sentence(now, totals)
    answer: dict[str, Any] = {"now": now, "approved_places": sum(counted(approved)), "line": line}
    if absent:
        rest = [one for one in there if _place(one) != absent]
        answer["without"] = {"country": country_name(absent), **_figures(rest)}
    notes += caveats(now, totals, asked.language)
    rows: list[tuple[str, ...]] = [(translated(Message("The press"), asked.language), line)]
    rows += [(translated(Message("The editor"), asked.language), note) for note in notes]
    return Told(
        answer,
        (Message("For"), Message("Text")),
        rows,
        (
            (Message("Countries and regions"), str(now["countries_and_regions"])),
            (Message("From overseas, Hong Kong, Macao, Taiwan"), str(now["overseas_hmt"])),
            (Message("From the mainland"), str(now["mainland"])),
            (Message("Agreements"), str(totals.items)), (Message("Investment in all"), said(totals.yuan, asked.language)),
        ),
    )  # fmt: skip


def _place(one: Person) -> str:
    return str(one.then.row["residence"])


def _figures(people: Sequence[Person]) -> dict[str, int]:
    countries, regions = counted({_place(one) for one in people})
    mainland = sum(_place(one) == "CN" for one in people)
    return {
        "countries_and_regions": countries + regions, "countries": countries, "regions": regions,
        "overseas_hmt": len(people) - mainland, "mainland": mainland,
    }  # fmt: skip


async def tellable(asked: Asked) -> tuple[list[ItemKept], list[str]]:
    """The agreements that may be told: those that were signed by then, or, before any was, those that are planned."""
    items = [one for one in await items_of(asked.gathering) if one.told.batch is not None]
    rows = await fetch(
        "SELECT DISTINCT item FROM signed_record WHERE item = ANY($1::uuid[]) AND signed_at <= $2",
        [one.id for one in items], asked.at,
    )  # fmt: skip
    signed, notes = {row["item"] for row in rows}, []
    if signed:
        left = [one.told.code for one in items if one.id not in signed and not one.told.confidential]
        if left:
            notes.append(translated(_NOT_RECORDED, asked.language).format(codes="、".join(left)))
        items = [one for one in items if one.id in signed]
    elif items:
        notes.append(translated(_PLANNED, asked.language))
    open_ones = [one for one in items if not one.told.confidential]
    if hidden := len(items) - len(open_ones):
        notes.append(translated(_CONFIDENTIAL, asked.language).format(count=hidden))
    return open_ones, notes


def about(number: int) -> str:
    """A number of people as the press has it: 176 is 170余, 170 is 170, 7 is 7; always rounded down."""
    step = 10 ** max(len(str(number)) - 2, 1)
    return str(number) if number < 10 or number % step == 0 else f"{number // step * step}余"  # noqa: PLR2004 - below ten all count


def sentence(now: dict[str, int], totals: Totals) -> str:
    """The sentence of the press, in Chinese, as it is printed (DOMAIN 5.7)."""
    come = []
    if now["overseas_hmt"]:
        come.append(
            f"来自{now['countries_and_regions']}个{_kinds(now)}的{about(now['overseas_hmt'])}位{_whom(now)}"
        )
    if now["mainland"]:
        come.append(f"{about(now['mainland'])}位国内侨商侨界代表")
    parts = ["及".join(come) + "参加"] if come else []
    if totals.items:
        parts.append(f"现场签约项目{totals.items}个")
    if totals.investment:
        invested = sum(len(one.items) for one in totals.investment)
        parts.append(f"其中投资类项目{invested}个、总投资{said(totals.yuan)}")
    others = [f"{one.type.name_zh}{said(one.yuan)}" for one in totals.apart if one.yuan]
    if others:
        parts.append(f"另签订{'、'.join(others)}")
    heads = [name for name, number in (("博士", totals.doctors), ("硕士", totals.masters)) if number]
    if heads:
        parts.append(f"引进海外{'、'.join(heads)}意向{totals.doctors + totals.masters}名")
    return ",".join(parts) + "。" if parts else ""


def _whom(now: dict[str, int]) -> str:
    """Only those who are among them: compatriots from a region, overseas Chinese from a country."""
    whom = (("海外侨胞", now["countries"] or not now["regions"]), ("港澳台同胞", now["regions"]))
    return "、".join(name for name, there in whom if there)


def _kinds(now: dict[str, int]) -> str:
    """国家和地区 wherever a region is among them (DOMAIN 3.3)."""
    if not now["countries"] and now["regions"]:
        return "地区"
    return "国家和地区" if now["regions"] else "国家"


def caveats(now: dict[str, int], totals: Totals, language: str) -> list[str]:
    """What the editor must know before the sentence is printed."""
    notes = []
    if len(totals.investment) > 1:
        parts = "、".join(
            f"{one.type.name(language)} {said(one.yuan, language)}" for one in totals.investment if one.yuan
        )
        notes.append(translated(_PARTS, language).format(total=said(totals.yuan, language), parts=parts))
    foreign = [
        f"{item.told.code} {item.told.currency} @{plain(item.told.rate, 4)} ({item.told.rate_date})"
        for one in (*totals.investment, *totals.apart)
        for item in one.items
        if item.told.rate is not None
    ]
    if foreign:
        notes.append(translated(_RATE, language).format(rates="、".join(foreign)))
    if now["overseas_hmt"] or now["mainland"]:
        told = translated(_ROUNDED, language)
        notes.append(told.format(overseas=now["overseas_hmt"], mainland=now["mainland"]))
    return notes
