"""A form of the gathering's own: asked by class and answer, changed without losing an answer, read without loss."""

import unicodedata
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event.database import fetch
from event.errors import Invalid
from event.people.rules import SYSTEM, Actor
from event.registration.asking.answered import typed_answers
from event.registration.asking.definition import Kind, Option, Question, ShownIf, Words
from event.registration.asking.editing import moved, ordered, section_of, with_question
from event.registration.asking.editing_forms import parse_question, typed_question
from event.registration.asking.operations import save_form
from event.registration.asking.reading import Offered, parse_registration, parse_reply
from event.registration.asking.standard import STANDARD
from event.registration.asking.typed import Typed
from event.registration.changing import reply_of
from event.registration.errors import ChangedMeanwhile, ChangesClosed
from event.registration.operations import change_reply, register
from event.registration.phones import phone_e164
from event.registration.tables import Guest
from event.text import tidy
from tests import cast
from tests.cast import NOW

CLASSES = {"G": uuid4(), "D": uuid4(), "V": uuid4()}
TODAY = date(2026, 9, 1)
TYPED = {
    "name_zh": "林示例", "latin_surname": "LIN", "latin_given": "Shili", "sex": "F", "residence": "US",
    "nationality": "US", "email": "shili.lin@example.com", "phone": "212 555 0100", "guest_class": "G", "consent": "on",
}  # fmt: skip
SIZE = Question(
    "q1", Kind.CHOICE, Words("文化衫尺码", "Size"), options=(Option("M", Words("中", "M")), Option("L", Words("大", "L"))),
    required_of=("D",), asked_of=("D", "V"),
)  # fmt: skip


def _offered(form=STANDARD, classes: dict[str, UUID] | None = None) -> Offered:
    return Offered(classes=classes or CLASSES, delegations={}, form=form)


def _problems(typed: dict[str, str], form=STANDARD) -> set[str]:
    try:
        parse_reply(typed, offered=_offered(form), language="en", today=TODAY)
    except Invalid as error:
        return set(error.problems)
    return set()


def test_a_question_is_asked_and_required_by_class() -> None:
    form = with_question(STANDARD, SIZE, "other")

    assert _problems(TYPED, form) == set()
    assert _problems(TYPED | {"guest_class": "D"}, form) == {"q1"}
    assert _problems(TYPED | {"guest_class": "V"}, form) == set()
    guest = parse_reply(TYPED | {"q1": "L"}, offered=_offered(form), language="en", today=TODAY)
    assert "q1" not in guest.answers


def test_a_question_depends_on_another_answer() -> None:
    assert _problems(TYPED | {"visa_letter": "yes"}) == {"consulate"}
    assert _problems(TYPED | {"visa_letter": "yes", "consulate": "New York"}) == set()
    assert _problems(TYPED | {"consulate": ""}) == set()


def test_a_family_needs_a_guardian_for_who_is_under_fourteen() -> None:
    child = {
        "companion_1_name_zh": "林小例", "companion_1_sex": "M", "companion_1_birth_date": "2012-10-16",
        "companion_1_kinship": "子",
    }  # fmt: skip

    def told(**more: str):
        return parse_registration(
            TYPED | child | more, offered=_offered(), language="en", today=TODAY, first_day=date(2026, 10, 15)
        )

    with pytest.raises(Invalid) as refused:
        told()
    assert set(refused.value.problems) == {"guardian_consent"}
    family = told(guardian_consent="on")
    assert [one.party_place for one in family.replies] == ["main", "companion"]
    assert len(told(companion_1_birth_date="2012-10-15").replies) == 2


async def test_a_changed_form_never_loses_an_answer(db: str) -> None:
    held = await cast.gathering()
    codes = {"V": (await cast.class_of(held, "V")).id}
    first = await save_form(held, with_question(STANDARD, SIZE, "other"), by=SYSTEM, now=NOW)
    typed = TYPED | {"guest_class": "V", "q1": "L", "industry": "餐饮", "birth_date": "1961-02-03"}
    reply = parse_reply(typed, offered=_offered(first, codes), language="en", today=TODAY)
    guest = await register(held, reply=reply, form=first, now=NOW)

    retired = parse_question(
        Typed({**typed_question(SIZE, "other"), "retired": ["on"], "options": ["M"]}),
        form=first,
        key="q1",
        classes=codes,
    )
    second = await save_form(held, with_question(first, retired.question, "other"), by=SYSTEM, now=NOW)
    changed = parse_reply(
        typed | {"q1": "", "phone": "212 555 0199"},
        offered=_offered(second, codes),
        language="en",
        today=TODAY,
    )
    await change_reply(guest.id, changed, gathering=held, form=second, by=SYSTEM, now=NOW)

    stored = await reply_of(await Guest.objects().first())
    assert stored.answers == {"q1": "L"}
    assert (stored.phone, stored.industry, stored.birth_date) == ("+12125550199", "餐饮", date(1961, 2, 3))
    assert second.question("q1").option("L").retired
    rows = await fetch("SELECT version FROM form_version ORDER BY version")
    assert [row["version"] for row in rows] == [1, 2]


async def test_two_who_change_the_form_at_once_are_told(db: str) -> None:
    held = await cast.gathering()
    await save_form(held, moved(STANDARD, "contact", -1), by=SYSTEM, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        await save_form(held, STANDARD, by=SYSTEM, now=NOW)


async def test_guests_change_until_the_first_day_and_staff_after_it(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    reply = parse_reply(TYPED, offered=_offered(STANDARD, {"G": lin.guest_class}), language="en", today=TODAY)

    with pytest.raises(ChangesClosed):
        await change_reply(lin.id, reply, gathering=held, form=STANDARD, by=Actor.guest(lin.id), now=NOW)
    await change_reply(lin.id, reply, gathering=held, form=STANDARD, by=Actor.user(uuid4()), now=NOW)


def test_questions_move_and_are_ordered_without_being_lost() -> None:
    form = with_question(STANDARD, SIZE, "who")
    assert section_of(form, "q1").key == "who"
    order = [
        (section.key, [one.key for one in reversed(section.questions)]) for section in reversed(form.sections)
    ]

    turned = ordered(moved(form, "q1", -1), order)

    assert {one.key for one in turned.questions} == {one.key for one in form.questions}
    assert turned.sections[0].key == form.sections[-1].key
    assert ordered(form, [("who", ["q1"])]).sections[0].questions[0].key == "q1"


def test_what_depends_on_itself_or_has_no_answers_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        parse_question(
            Typed.of({"words_zh": "尺码", "kind": "choice", "section": "nowhere", "options": "a\na", "shown_question": "q1"}),
            form=STANDARD, key="q1", classes=CLASSES,
        )  # fmt: skip

    assert set(refused.value.problems) == {"section", "options", "shown_question", "shown_answers"}
    assert ShownIf("visa_letter", ("yes",)) == STANDARD.question("consulate").shown_if


NAMES = st.text(
    st.one_of(
        st.characters(codec="utf-8", categories=("L", "M", "Zs", "Pd", "Po", "Cf")),
        st.sampled_from("𠮷龘㛃䶮林示例\u200b\u200f\u202e\u0301ŁüñÉ·’-"),
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@given(NAMES)
@settings(max_examples=300, deadline=None)
def test_any_name_is_taken_without_loss_or_named_as_the_field_that_is_wrong(name: str) -> None:
    problems = _problems(TYPED | {"name_zh": name})
    assert problems <= {"name_zh"}
    if problems:
        return
    reply = parse_reply(TYPED | {"name_zh": name}, offered=_offered(), language="en", today=TODAY)
    assert reply.name_zh == tidy(name)
    assert unicodedata.normalize("NFC", reply.name_zh) == reply.name_zh
    again = typed_answers(reply, STANDARD, sessions=[], consents={"consent": True})
    assert parse_reply({**again, "guest_class": "G"}, offered=_offered(), language="en", today=TODAY) == reply


@given(
    st.sampled_from(["US", "CN", "HK", "MO", "TW", "MY", "SG", "GB", "DE", "ID"]), st.integers(10**6, 10**11)
)
@settings(max_examples=200, deadline=None)
def test_a_phone_once_read_reads_the_same_everywhere(region: str, digits: int) -> None:
    number = phone_e164(str(digits), region=region)

    if number is not None:
        assert {phone_e164(number, region=other) for other in ("US", "CN", "", region)} == {number}
        assert phone_e164(f"00{number[1:]}", region=region) == number
