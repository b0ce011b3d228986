"""What goes out as the reply list comes in again as it was: names of any script, phones, documents, answers."""

import itertools
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import phonenumbers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from event.database import writing
from event.gathering.countries import countries
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.adding import NewGuest, add_guests
from event.registration.asking.fields import is_email
from event.registration.changing import flat
from event.registration.exporting.columns import Mark
from event.registration.exporting.operations import export_guests
from event.registration.importing.comparing import stored_guests
from event.registration.importing.imports import import_guests
from event.registration.importing.values import NOTHING, read_diet, read_name_zh, seen
from event.registration.replies import JourneyReply, Reply
from event.registration.sealed import plain_document
from event.registration.tables import Source, Standing
from event.text import tidy
from tests import cast

_numbers = itertools.count(1)
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202b\u202e\u2066\u2069\ufeff\u00ad"
_DANGEROUS = "=+-@＝＋－＠'\"\t;,|"
_ANY = st.characters(exclude_categories=("Cs", "Cc"))
_SOME = st.one_of(_ANY, st.sampled_from(_UNSEEN + _DANGEROUS + "שלום سلام สวัสดี\u0301\u0323"))
_LATIN = st.text(st.sampled_from("AbcÉßøłŁñ\u0301\u0327 -'’.·"), max_size=20)
_PHONES = [
    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for region in ("CN", "HK", "MO", "TW", "US", "MY", "GB", "IT", "AR", "BR", "CI", "NZ")
    if (number := phonenumbers.example_number(region))
]
_DOCUMENTS = st.one_of(
    st.tuples(st.just("外国护照"), st.from_regex(r"[A-Z0-9]{5,12}", fullmatch=True)),
    st.tuples(st.just("港澳居民来往内地通行证"), st.from_regex(r"[HM][0-9]{8}", fullmatch=True)),
    st.tuples(st.just("中国护照"), st.from_regex(r"E[0-9]{8}", fullmatch=True)),
    st.sampled_from([("居民身份证", "430000190001019994"), ("港澳台居民居住证", "810000190001019995")]),
    st.tuples(st.just("旅行证"), st.text(_SOME, max_size=30)),
    st.just(("", "")),
)  # fmt: skip


def _text(most: int) -> st.SearchStrategy[str]:
    return st.text(_SOME, max_size=most).map(tidy)


def _journeys(origin: st.SearchStrategy[str]) -> st.SearchStrategy[JourneyReply]:
    return st.builds(
        JourneyReply,
        mode=st.sampled_from(["", "flight", "train", "self", "local"]),
        number=st.from_regex(r"[A-Z]{2}[0-9]{3,4}", fullmatch=True),
        origin=origin,
        on_day=st.none() | st.dates(date(2026, 10, 1), date(2026, 10, 30)),
        at_time=st.none() | st.times().map(lambda value: time(value.hour, value.minute)),
        transfer_wanted=st.booleans(),
    )


_replies = st.builds(
    Reply,
    guest_class=st.just(UUID(int=0)),
    name_zh=st.text(st.one_of(st.sampled_from("王欧阳㛃𠮷䶮陳"), _SOME), max_size=20).map(
        lambda t: tidy(f"林{t}")
    ),
    latin_surname=_LATIN.map(tidy),
    latin_given=_LATIN.map(tidy),
    sex=st.sampled_from(["", "M", "F"]),
    birth_date=st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    nationality=st.sampled_from([code for code, _ in countries()]),
    residence=st.sampled_from([code for code, _ in countries()]),
    ancestral_home=_text(60), ethnicity=_text(20), identity_category=_text(20),
    association_title=_text(100), company_title=_text(100), industry=_text(40), kinship=_text(20),
    email=st.sampled_from(["", "a@example.com", "=cmd@example.com", "+tag-x@example.org", "-o'neil@example.com"]),
    phone=st.sampled_from(["", *_PHONES]),
    wechat=_text(40),
    document_expires=st.none() | st.dates(date(2020, 1, 1), date(2099, 1, 1)),
    needs=st.fixed_dictionaries({}, optional={
        "diet": st.sampled_from(["halal", "vegetarian", "other"]), "allergies": _text(40), "health": _text(40)}),
    answers=st.fixed_dictionaries({}, optional={
        "remark": st.text(st.one_of(_SOME, st.just("\n")), max_size=80), "consulate": _text(40), "route_1": _text(10),
        "check_in": st.dates().filter(lambda day: day.year > 1900).map(str),
        "sessions": st.lists(st.sampled_from(["开幕式", "签约仪式", "=晚宴"]), min_size=1, unique=True),
        "lodging": st.just("是"), "languages": _text(20)}),
    arrival=st.none() | _journeys(_text(40)),
    departure=st.none() | _journeys(st.just("")),
)  # fmt: skip


@st.composite
def _guests(draw: st.DrawFn) -> list[Reply]:
    told = []
    for number in range(draw(st.integers(1, 5))):
        reply = draw(_replies)
        kind, document = draw(_DOCUMENTS)
        permanent = draw(st.booleans())
        order = draw(st.booleans()) if reply.latin_surname or reply.latin_given else True
        told.append(
            replace(
                reply, number=f"EX2026-{number + 1:03d}", document_kind=kind, document_number=document,
                document_permanent=permanent, surname_first=order, needs_consent=bool(reply.needs),
                document_expires=None if permanent else reply.document_expires,
            )
        )  # fmt: skip
    return told


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(guests=_guests())
async def test_an_exported_list_is_imported_as_it_was(db: str, format_: str, guests: list[Reply]) -> None:
    source, target = await _gathering(), await _gathering()
    guest_class = (await cast.class_of(source)).id
    new = [
        NewGuest(replace(one, guest_class=guest_class), Standing.APPROVED, Source.ONLINE) for one in guests
    ]
    async with writing():
        await add_guests(source, new, now=cast.NOW)

    made = await export_guests(
        source, by=COMMAND_LINE, now=cast.NOW, shown=frozenset(Mark), columns="replies", format_=format_
    )
    report = await import_guests(
        made.content, file_name=made.name, gathering=target, dry_run=False, by=COMMAND_LINE, now=cast.NOW
    )

    assert report.counts == {"create": len(guests), "update": 0, "skip": 0, "refuse": 0}
    known, arrived = await stored_guests(source), await stored_guests(target)
    assert [_told(one.reply) for one in arrived] == [_told(one.reply) for one in known]
    assert {one.guest.standing for one in arrived} == {Standing.APPROVED}


async def _gathering() -> Gathering:
    number = next(_numbers)
    return await cast.gathering(slug=f"example-{number}", title_zh=f"第{number}届")


def _told(reply: Reply) -> dict[str, Any]:
    """What a reply says, as lists keep it: without what nobody sees, mail in lower case."""
    told = {name: _kept(name, value) for name, value in flat(reply).items()}
    for name in ("guest_class", "delegation", "travel_party", "answers.first_review", "answers.final_review"):
        told.pop(name, None)
    return {"number": reply.number} | {name: value for name, value in told.items() if value}


def _kept(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    if not isinstance(value, str):
        return value
    if name in _READ:
        return _READ[name](value)
    text = tidy(seen(value))
    return "" if name.startswith("needs.") and text.lower() in NOTHING else text


_READ = {"answers.remark": seen, "name_zh": read_name_zh, "email": str.lower}


def test_what_the_strategies_make_is_what_forms_take() -> None:
    assert [text for text in ("=cmd@example.com", "-o'neil@example.com") if not is_email(text)] == []
    assert [plain_document(text) for text in ("E12345678", "H12345678")] == ["E12345678", "H12345678"]
    assert [read_diet(text) for text in ("清真", "素食", "其他")] == [
        ("halal", ""),
        ("vegetarian", ""),
        ("other", ""),
    ]
