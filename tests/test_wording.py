"""Texts of pages come from the catalogs, and regions are never called countries (DOMAIN 3.3)."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from assets.messages import OVERRIDES, said, written
from event.gathering.countries import country_name
from event.language import catalog
from event.places import templates_folder
from event.templating import brief, clock, day, days, moment, phrased, zone_name
from event.text import latin_name

_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(svg|style|script)\b.*?</\1>", re.DOTALL)
_BLOCKS_OF_NAMES = re.compile(
    r"\{% block body_class %\}[^{]*\{% endblock %\}|\{% macro _(described|tied).*?\{%- endmacro %\}",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SPOKEN = re.compile(r"(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
_SAME_EVERYWHERE = {
    "PDF",
    ".xlsx",
    "SHA-256",
    "mm",
    "KB",
    "/g//register",
    "/set-up",
    "?page=",
    "print-station",
    "chromium --kiosk-printing --app=",
}
"""Formats, units and parts of addresses, which no language translates."""
_BILINGUAL = {"pdf/visa_letters.html", "scanner/scanner.html", "style.html"}
"""Paper in two languages at once, the scanner's first words in both, and examples."""
_ALLOWED = re.compile("^Countries$|country code|never called countries")
"""Counted apart from regions, 20 countries and 3 regions; the digits of telephones; the rule itself."""
_FORBIDDEN = re.compile(
    "两岸[三四]地|兩岸[三四]地|来华|來華|中[港台](?!口|区)|中華民國|中华民国|外国企业.{0,6}港资|港资.{0,6}外国企业"
)


def hard_coded(text: str) -> list[str]:
    """What a template says without asking the catalog."""
    plain = _CODE.sub("", _BLOCKS_OF_NAMES.sub("", text))
    spoken = _SPOKEN.findall(plain)
    pieces = [piece.strip(" \t·×–—:,.()") for piece in re.sub(r"<[^>]*>", "\n", plain).split("\n")]
    return [
        piece
        for piece in (*spoken, *pieces)
        if _WORD.search(piece) and piece not in _SAME_EVERYWHERE and piece != ".xlsx".strip(".")
    ]


def test_no_template_says_anything_that_is_not_in_the_catalogs() -> None:
    found = {}
    for file in sorted(templates_folder().rglob("*.html")):
        name = str(file.relative_to(templates_folder()))
        if (
            name not in _BILINGUAL
            and not name.startswith("style/")
            and (told := hard_coded(file.read_text()))
        ):
            found[name] = told

    assert found == {}


@pytest.mark.parametrize(
    "template",
    ["<p>Hello</p>", '<a aria-label="Go on"></a>', '<input placeholder="名称">', '{{ _("Yes") }} guests', '<img alt="A map">'],
)  # fmt: skip
def test_a_template_that_says_something_by_itself_is_found(template: str) -> None:
    assert len(hard_coded(template)) == 1


def test_no_translation_is_fuzzy() -> None:
    assert [
        one.id for path in (None, OVERRIDES) for one in (written(path) if path else written()) if one.fuzzy
    ] == []


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_nothing_says_what_must_not_be_said_of_hong_kong_macao_and_taiwan(language: str) -> None:
    texts = {one: str(catalog(language).gettext(one)) for one in said()}
    warned = {one for one in texts if re.search("Do not write|do not come|are not foreign", one)}

    assert [one for one, text in texts.items() if one not in warned and _FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(("language", "words"), [("zh-Hans", "国家"), ("zh-Hant", "國家")])
def test_lists_with_regions_are_of_countries_and_regions(language: str, words: str) -> None:
    alone = re.compile(
        words + r"(?![和或、/及]?地[区區]|（地[区區]）|[和、] ?\{regions\} ?[个個]地[区區]|[”》])"
    )
    of_both = [one for one in said() if "countr" in one.lower() and not _ALLOWED.search(one)]

    assert [one for one in of_both if alone.search(catalog(language).gettext(one))] == []


@pytest.mark.parametrize(
    ("code", "hans", "hant", "en"),
    [
        ("HK", "中国香港", "中國香港", "Hong Kong, China"),
        ("MO", "中国澳门", "中國澳門", "Macao, China"),
        ("TW", "中国台湾", "中國台灣", "Taiwan, China"),
    ],
)
def test_regions_are_named_as_regions(code: str, hans: str, hant: str, en: str) -> None:
    assert [country_name(code, one) for one in ("zh-Hans", "zh-Hant", "en")] == [hans, hant, en]


@pytest.mark.parametrize(
    ("language", "full", "short", "span", "across"),
    [
        ("zh-Hans", "2026年10月16日(星期五)", "2026年10月16日", "2026年10月15日至17日", "2026年10月30日至11月2日"),
        ("zh-Hant", "2026年10月16日(星期五)", "2026年10月16日", "2026年10月15日至17日", "2026年10月30日至11月2日"),
        ("en", "Friday, 16 October 2026", "16 October 2026", "15–17 October 2026", "30 October–2 November 2026"),
    ],
)  # fmt: skip
def test_days_are_written_as_people_write_them(
    language: str, full: str, short: str, span: str, across: str
) -> None:
    friday = date(2026, 10, 16)

    assert day(friday, language) == full
    assert day(friday, language, weekday=False) == short
    assert days(date(2026, 10, 15), date(2026, 10, 17), language) == span
    assert days(date(2026, 10, 30), date(2026, 11, 2), language) == across


@pytest.mark.parametrize(
    ("language", "day_of_the_year", "clock_of"),
    [("zh-Hans", "10月16日", ["北京", "巴黎"]), ("zh-Hant", "10月16日", ["北京", "巴黎"]), ("en", "16 Oct", ["Beijing", "Paris"])],
)  # fmt: skip
def test_days_of_a_known_year_and_clocks_have_short_names(
    language: str, day_of_the_year: str, clock_of: list[str]
) -> None:
    assert brief(date(2026, 10, 16), language) == day_of_the_year
    assert [zone_name(zone, language) for zone in ("Asia/Shanghai", "Europe/Paris")] == clock_of


@pytest.mark.parametrize(
    ("title", "phrases"),
    [
        (
            "2026示例县第三届“聚侨兴示例”活动暨侨商家乡行",
            ["2026示例县第三届", "“聚侨兴示例”", "活动", "暨侨商家乡行"],
        ),
        ("第三届恳亲大会", ["第三届", "恳亲大会"]),
        ("Third <Example> Gathering", ["Third &lt;Example&gt; Gathering"]),
    ],
)
def test_titles_break_between_their_phrases(title: str, phrases: list[str]) -> None:
    assert phrased(title).split("<wbr>") == phrases


def test_times_have_24_hours_where_the_gathering_is() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    noon = datetime(2026, 10, 16, 13, 5, tzinfo=ZoneInfo("UTC"))

    assert (clock(time(9, 0)), clock(noon, zone), moment(noon, zone)) == (
        "09:00",
        "21:05",
        "2026-10-16 21:05",
    )


def test_latin_names_have_their_surname_in_capitals_where_it_stands() -> None:
    assert latin_name("Lin", "Shili", surname_first=True) == "LIN Shili"
    assert latin_name("Smith", "Anna", surname_first=False) == "Anna SMITH"
