"""The one Jinja environment: pages, mails and printed documents share filters and languages."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from event.gathering.countries import country_name
from event.glossary import TERMS
from event.language import LANGUAGE_NAMES, filled, in_language, translated
from event.places import templates_folder

_WEEKDAYS_ZH = "一二三四五六日"


@pass_context
def _said(context: Context, message: str, **data: Any) -> str:
    """`_('…')` in a template: the message in the page's language, filled with its data."""
    text = translated(message, context.get("language", "zh-Hans"))
    return filled(text, data) if data else text


def day(value: date | datetime | None, language: str, *, weekday: bool = True) -> str:
    """A day as people write it: 2026年10月16日(星期五), Friday, 16 October 2026."""
    if value is None:
        return ""
    if language == "en":
        return f"{value:%A, }{value.day} {value:%B %Y}" if weekday else f"{value.day} {value:%B %Y}"
    name = f"{value.year}年{value.month}月{value.day}日"
    return f"{name}(星期{_WEEKDAYS_ZH[value.weekday()]})" if weekday else name


def brief(value: date, language: str) -> str:
    """A day where the year is known: 10月16日, 16 Oct."""
    return f"{value.day} {value:%b}" if language == "en" else f"{value.month}月{value.day}日"


def days(first: date, last: date, language: str) -> str:
    """A span of days: 2026年10月15日至17日, 15–17 October 2026."""
    if first == last:
        return day(first, language)
    same_month = (first.year, first.month) == (last.year, last.month)
    if language == "en":
        begins = f"{first.day}" if same_month else f"{first.day} {first:%B}"
        return f"{begins}–{last.day} {last:%B %Y}"
    ends = f"{last.day}日" if same_month else f"{last.month}月{last.day}日"
    return f"{first.year}年{first.month}月{first.day}日至{ends}"


def clock(value: datetime | time | None, zone: ZoneInfo | None = None) -> str:
    """A time of day, 24 hours: 09:00."""
    if value is None:
        return ""
    local = value.astimezone(zone) if isinstance(value, datetime) and zone else value
    return f"{local:%H:%M}"


def moment(value: datetime | None, zone: ZoneInfo) -> str:
    """Day and time where the gathering is: 2026-10-15 09:04."""
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else ""


_PHRASE = re.compile("(?<=届)(?=.)|(?<=屆)(?=.)|(?<=[”》」])(?=[^”》」，。、])|(?<=.)(?=[“《「暨])")


def phrased(title: str) -> Markup:
    """A title that breaks between its phrases, where a line is too short for it: 2026示例县第三届|“聚侨兴示例”|活动|暨侨商家乡行."""
    return Markup("<wbr>").join(_PHRASE.split(title))


def zone_name(zone: str, language: str) -> str:
    """By whose clock times are told: 北京 for Asia/Shanghai, elsewhere the zone's city as the reader calls it."""
    if zone == "Asia/Shanghai":
        return "Beijing" if language == "en" else "北京"
    return str(get_timezone_location(zone, locale=language.replace("-", "_"), return_city=True))


@pass_context
def _colon(context: Context) -> str:
    """What stands between a name and what it says: `：`, or `: ` in English."""
    return ": " if context.get("language", "zh-Hans") == "en" else "："


@cache
def templates() -> Environment:
    """The environment; pages escape, mails in plain text do not."""
    made = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=select_autoescape(["html", "svg"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    filters: dict[str, Callable[..., Any]] = {
        "day": day, "brief": brief, "clock": clock, "moment": moment, "zone_name": zone_name, "phrased": phrased, "country": country_name,
    }  # fmt: skip
    made.filters.update(filters)
    made.globals.update(
        _=_said, colon=_colon, days=days, in_language=in_language, language_names=LANGUAGE_NAMES, terms=TERMS
    )
    return made


def rendered(name: str, /, **context: Any) -> str:
    """A template with its context; `language` chooses the language of its messages."""
    return templates().get_template(name).render(**context)
