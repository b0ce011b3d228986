"""Guests register online: understood field by field, once, and with a mail that goes out once."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from event.database import fetch
from event.errors import Invalid
from event.gathering.forms import parse_settings
from event.gathering.operations import change_settings
from event.gathering.tables import Gathering, Review
from event.messages.delivery import _deliver, mail_folder
from event.people.rules import SYSTEM
from event.printing import ticket as _makes_the_attachment  # noqa: F401 - registered by being imported
from event.registration.asking.reading import Offered, parse_reply
from event.registration.errors import AlreadyRegistered, RegistrationClosed
from event.registration.operations import register
from event.registration.phones import phone_e164
from event.registration.replies import Reply
from tests import cast
from tests.cast import NOW

TYPED = {
    "name_zh": "林示例", "latin_surname": "LIN", "latin_given": "Shili", "sex": "F", "residence": "US",
    "nationality": "US", "email": "shili.lin@example.com", "phone": "212 555 0100", "guest_class": "G",
    "consent": "on",
}  # fmt: skip


async def _reply(held: Gathering, **typed: str) -> Reply:
    guest_class = await cast.class_of(held)
    offered = Offered(classes={"G": guest_class.id}, delegations={})
    return parse_reply(TYPED | typed, offered=offered, language="zh-Hant", today=date(2026, 9, 1))


async def test_a_reply_is_understood(db: str) -> None:
    held = await cast.gathering()

    guest = await register(held, reply=await _reply(held, diet="halal", needs_consent="on"), now=NOW)

    assert (guest.number, guest.name, guest.standing, guest.language) == (
        "EX2026-001",
        "林示例",
        "approved",
        "zh-Hant",
    )
    mails = await fetch("SELECT recipient, subject, state FROM mail")
    assert [tuple(mail) for mail in mails] == [
        ("shili.lin@example.com", "您的電子票：2026示例縣第三屆示例活動", "queued")
    ]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name_zh": "林" * 5000}, "name_zh", "At most 30 characters; these are 5000."),
        ({"name_zh": "Lin"}, "name_zh", "Please write the Chinese name in Chinese characters; the passport spelling goes below."),
        ({"name_zh": "", "latin_surname": "", "latin_given": ""}, "name_zh", "Please give the Chinese name or the name in your passport, or both."),
        ({"latin_given": "示例"}, "latin_given", "Please write it as in the passport, in Latin letters."),
        ({"latin_given": "Шили"}, "latin_given", "Please write it as in the passport, in Latin letters."),
        ({"email": "shili.lin@"}, "email", "This is not an e-mail address; it looks like name@example.com."),
        ({"email": "a@example.com, b@example.com"}, "email", "This is not an e-mail address; it looks like name@example.com."),
        ({"phone": "call me"}, "phone", "This number cannot be called. Begin with + and the country code, for example +1 212 555 0100."),
        ({"residence": "XX", "phone": "+12125550100"}, "residence", "Please choose one of the list."),
        ({"guest_class": "V"}, "guest_class", "Please choose one of the list."),
        ({"birth_date": "2027-01-01"}, "birth_date", "The date of birth lies in the future."),
        ({"birth_date": "yesterday"}, "birth_date", "Please give a day such as 2026-10-15."),
        ({"arrival_time": "25:00"}, "arrival_time", "Please give a time such as 14:30."),
        ({"consent": ""}, "consent", "We may only take your registration with your consent."),
        ({"diet": "halal"}, "needs_consent", "Please agree that we pass this on to the kitchen, or leave the choice empty."),
    ],
)  # fmt: skip
async def test_a_field_that_cannot_be_used_is_named(
    db: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    held = await cast.gathering()

    with pytest.raises(Invalid) as refused:
        await _reply(held, **typed)

    assert {name: problem.told("en") for name, problem in refused.value.problems.items()} == {field: sentence}


@pytest.mark.parametrize("name", ["Łucja", "Nguyễn Thị", "O’Brien-Smith", "Müller", "José María", "D'Angelo"])
async def test_names_of_every_latin_spelling_are_taken(db: str, name: str) -> None:
    held = await cast.gathering()

    assert (await _reply(held, latin_given=name)).latin_given == name


async def test_the_same_reply_sent_many_times_at_once_registers_one_guest(db: str) -> None:
    held = await cast.gathering()
    reply = await _reply(held)

    answers = await asyncio.gather(
        *(register(held, reply=reply, now=NOW) for _ in range(12)), return_exceptions=True
    )

    assert sum(isinstance(answer, AlreadyRegistered) for answer in answers) == 11
    assert [row["n"] for row in await fetch("SELECT count(*) AS n FROM guest")] == [1]
    assert [row["n"] for row in await fetch("SELECT count(*) AS n FROM mail")] == [1]


async def test_different_guests_at_once_get_different_numbers(db: str) -> None:
    held = await cast.gathering()
    replies = [await _reply(held, email=f"guest{n}@example.com", name_zh=f"林示例{n}") for n in range(20)]

    guests = await asyncio.gather(*(register(held, reply=reply, now=NOW) for reply in replies))

    assert sorted(guest.number for guest in guests) == [f"EX2026-{n:03d}" for n in range(1, 21)]


async def test_registration_opens_and_closes(db: str) -> None:
    held = await cast.gathering(registration_opens=NOW, registration_closes=NOW + timedelta(days=1))
    reply = await _reply(held)

    for moment in (NOW - timedelta(seconds=1), NOW + timedelta(days=1)):
        with pytest.raises(RegistrationClosed):
            await register(held, reply=reply, now=moment)
    assert (await register(held, reply=reply, now=NOW)).standing == "approved"


async def test_replies_that_staff_review_get_no_ticket_yet(db: str) -> None:
    held = await cast.gathering(review=Review.BY_STAFF)

    guest = await register(held, reply=await _reply(held), now=NOW)

    assert guest.standing == "submitted"
    assert await fetch("SELECT 1 FROM ticket") == []
    assert [row["occasion"] for row in await fetch("SELECT occasion FROM mail")] == ["received"]


async def test_a_mail_is_delivered_once(db: str) -> None:
    held = await cast.gathering()
    await register(held, reply=await _reply(held), now=NOW)
    (mail,) = await fetch("SELECT id FROM mail")

    await _deliver(mail["id"], now=NOW)
    written = (mail_folder() / f"{mail['id']}.eml").stat().st_mtime_ns
    await _deliver(mail["id"], now=NOW + timedelta(hours=1))

    assert (mail_folder() / f"{mail['id']}.eml").stat().st_mtime_ns == written
    assert [tuple(row) for row in await fetch("SELECT state, attempts, sent_at FROM mail")] == [
        ("sent", 1, NOW)
    ]


async def test_the_job_is_enqueued_with_the_reply_or_not_at_all(db: str) -> None:
    held = await cast.gathering()
    reply = await _reply(held)
    await register(held, reply=reply, now=NOW)
    with pytest.raises(AlreadyRegistered):
        await register(held, reply=reply, now=NOW)

    jobs = await fetch("SELECT task_name, status::text FROM procrastinate_jobs")

    assert [tuple(job) for job in jobs] == [("messages.deliver", "todo")]


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("001-212-555-0100", "US", "+12125550100"),
        ("(+1)213 555 0100", "US", "+12135550100"),
        ("1.617.555.0100", "US", "+16175550100"),
        ("2100 0000", "HK", "+85221000000"),
        ("199 0000 0000", "CN", "+8619900000000"),
        ("12", "US", None),
        ("=1+1", "US", None),
    ],
)
def test_phones_are_read_with_the_country_of_residence(text: str, region: str, number: str | None) -> None:
    assert phone_e164(text, region=region) == number


async def test_settings_are_understood_and_kept(db: str) -> None:
    held = await cast.gathering()
    typed = {
        "title_zh": "新名称", "first_day": "2026-11-01", "last_day": "2026-11-03", "timezone": "Asia/Shanghai",
        "registration_opens": "2026-09-01T09:00", "registration_closes": "", "review": "by_staff",
    }  # fmt: skip

    await change_settings(held.id, wanted=parse_settings(typed), by=SYSTEM, now=NOW)

    kept = await Gathering.objects().get(Gathering.id == held.id)
    assert (kept.title_zh, kept.title_en, kept.review) == ("新名称", "", "by_staff")
    assert kept.registration_opens == datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title_zh": ""}, "title_zh"),
        ({"last_day": "2026-10-01"}, "last_day"),
        ({"first_day": ""}, "first_day"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"registration_opens": "soon"}, "registration_opens"),
        (
            {"registration_opens": "2026-09-02T09:00", "registration_closes": "2026-09-01T09:00"},
            "registration_closes",
        ),
        ({"review": "never"}, "review"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(typed: dict[str, str], field: str) -> None:
    right = {"title_zh": "名称", "first_day": "2026-11-01", "last_day": "2026-11-03"}

    with pytest.raises(Invalid) as refused:
        parse_settings(right | typed)

    assert list(refused.value.problems) == [field]
