"""The figures for the press with sentences to copy, what the editor must know, and what if somebody had not come."""

from typing import Any

import msgspec

from event.database import fetch
from event.gathering.countries import country_name, is_region
from event.language import Message, translated
from event.reports.dashboard.look import Look
from event.reports.dashboard.wording import faults
from event.reports.doors.log import arrivals
from event.reports.doors.people import everybody
from event.reports.named import REPORTS
from event.reports.signing.agreements import Totals, totals_of
from event.reports.signing.press import about, tellable
from event.reports.told import Asked
from event.signing.money import said

_CHINA = "CN"


class Advice(msgspec.Struct, frozen=True):
    """Words that must not be printed, and what to write instead."""

    words: str
    advice: str


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of the press, in Chinese, what it is about, and what is wrong with it (nothing, unless a name is)."""

    about: str
    text: str
    faults: list[Advice]


class Came(msgspec.Struct, frozen=True):
    """Who came: from overseas, from Hong Kong, Macao and Taiwan, from the mainland; and from where."""

    overseas: int
    compatriots: int
    mainland: int
    countries: int
    regions: int

    @property
    def places(self) -> int:
        return self.countries + self.regions


class Signed(msgspec.Struct, frozen=True):
    """What may be told of agreements of one type; `amount` in words of money, empty where there is none."""

    type: str
    investment: bool
    agreements: int
    amount: str


class Press(msgspec.Struct, frozen=True):
    """Everything the press is told as of a moment; `without`: the same if nobody from one place had come."""

    came: Came
    delegations: int
    sessions: int
    signed: list[Signed]
    sentences: list[Sentence]
    caveats: list[str]
    places: list[tuple[str, str, int]]
    without: tuple[str, Came] | None


async def press(look: Look, *, without: str = "") -> Press:
    """The press figures of who has come by the moment."""
    asked = look.asking({"without": None, "session": ""})
    here = await _from_where(asked)
    told = await REPORTS["press-figures"].make(look.asking({"without": None}))
    items, _ = await tellable(asked)
    came, places = came_from(here["places"]), here["places"]
    sessions = await _sessions(look)
    line = str(told.answer["line"])
    return Press(
        came, here["delegations"], sessions,
        signed_by_type(look, totals_of(items)),
        sentences(look, came, line, here["delegations"], sessions), [row[1] for row in told.rows[1:]],
        sorted(((code, country_name(code, look.language), number) for code, number in places.items() if code != _CHINA), key=lambda one: (-one[2], one[0])),
        (country_name(without, look.language), came_from({code: n for code, n in places.items() if code != without})) if without in places else None,
    )  # fmt: skip


def came_from(places: dict[str, int]) -> Came:
    """The figures of guests by the country or region they live in."""
    abroad = {code: number for code, number in places.items() if code not in ("", _CHINA)}
    regions = {code: number for code, number in abroad.items() if is_region(code)}
    return Came(
        sum(abroad.values()) - sum(regions.values()) + places.get("", 0), sum(regions.values()),
        places.get(_CHINA, 0), len(abroad) - len(regions), len(regions),
    )  # fmt: skip


async def _from_where(asked: Asked) -> dict[str, Any]:
    arrived, places, homes = await arrivals(asked), dict[str, int](), set[str]()
    for one in await everybody(asked):
        if one.counts and one.then.id in arrived:
            code = str(one.then.row["residence"] or "")
            places[code] = places.get(code, 0) + 1
            homes.add(one.delegation)
    return {"places": places, "delegations": len(homes - {""})}


def signed_by_type(look: Look, totals: Totals) -> list[Signed]:
    """Each type apart; only amounts of investment may be added up."""
    return [
        Signed(
            one.type.name(look.language),
            investment,
            len(one.items),
            said(one.yuan, look.language) if one.yuan else "",
        )
        for investment, types in ((True, totals.investment), (False, totals.apart))
        for one in types
    ]


async def _sessions(look: Look) -> int:
    rows = await fetch(
        "SELECT count(*)::int AS held FROM agenda_session WHERE gathering = $1 AND starts_at <= $2 AND cancelled_at IS NULL", look.gathering.id, look.at
    )  # fmt: skip
    return int(rows[0]["held"])


def sentences(look: Look, came: Came, line: str, delegations: int, sessions: int) -> list[Sentence]:
    """The sentence of the press as a whole, and its parts; each looked through for forbidden wording."""
    kinds = "国家" if not came.regions else "国家和地区" if came.countries else "地区"
    parts = [
        (Message("The whole"), line),
        (
            Message("Countries and regions"),
            f"嘉宾来自{came.places}个{kinds}{_split(came)}。" if came.places else "",
        ),
        (Message("Guests"), _guests(came)),
        (Message("Delegations and sessions"), _held(delegations, sessions)),
        (Message("Signing"), line.partition("参加,")[2] or ("" if "参加" in line else line)),
    ]
    figures = (came.overseas + came.compatriots, came.overseas, came.compatriots, came.mainland)
    return [
        Sentence(look.say(name), text, told(look, text, regions=bool(came.regions), figures=figures))
        for name, text in parts
        if text
    ]


def told(look: Look, text: str, *, regions: bool, figures: tuple[int, ...] = ()) -> list[Advice]:
    """What is wrong with a text, in the reader's language."""
    return [
        Advice(one.words, translated(one.advice, look.language))
        for one in faults(text, regions=regions, figures=figures)
    ]


def _split(came: Came) -> str:
    return f"({came.countries}个国家和{came.regions}个地区)" if came.countries and came.regions else ""


def _guests(came: Came) -> str:
    parts = (
        ("海外侨胞", came.overseas),
        ("港澳台同胞", came.compatriots),
        ("国内侨商侨界代表", came.mainland),
    )
    told_of = "、".join(f"{name}{about(number)}人" for name, number in parts if number)
    return f"{told_of}参加活动。" if told_of else ""


def _held(delegations: int, sessions: int) -> str:
    parts = [f"{delegations}个代表团参加"] if delegations else []
    return ",".join([*parts, f"已举办{sessions}场活动"]) + "。" if sessions else ""
