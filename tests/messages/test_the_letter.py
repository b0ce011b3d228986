"""What is in a mail: words with placeholders filled in, never evaluated, and what is attached."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import event.printing.ticket  # noqa: F401 - it makes the PDF that is attached
from event.database import fetch, writing
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES
from event.messages.delivery import deliver
from event.messages.occasions import OCCASIONS
from event.messages.operations import Letter, change_wording, compose
from event.messages.wording import Wording, filled, parse_wording, shipped, wording
from event.people.rules import SYSTEM
from event.registration.mails import mail_ticket
from tests import cast
from tests.messages.conftest import Post, a_mail
from tests.printing.reading import codes, texts


def _gathering(**columns: str) -> Gathering:
    names = {
        "title_zh": "示例活动",
        "title_en": "Example",
        "federation_zh": "示例县侨联",
        "place_zh": "示例县",
    }
    return Gathering(first_day=cast.NOW.date(), last_day=cast.NOW.date(), **names | columns)


def _mail(words: Wording, to: str = "lin@example.com", **values: str) -> EmailMessage:
    _, message = compose(words, Letter(to, "en", values), gathering=_gathering(), now=cast.NOW)
    return message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)


def _plain(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def _html(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    "text", ["{name.__class__}", "{0}", "{{7*7}}", "{}", "{ name }", "{name!r}", "{ticket}"]
)
def test_a_placeholder_that_does_not_exist_is_refused(text: str) -> None:
    for typed in ({"subject": text, "body": "Hello"}, {"subject": "Hello", "body": f"Dear {text}"}):
        with pytest.raises(Invalid) as refused:
            parse_wording(typed, occasion="received")
        assert list(refused.value.problems) == [next(key for key, value in typed.items() if text in value)]


def test_nothing_is_evaluated_and_values_are_not_looked_into_again() -> None:
    assert filled("{name} {name.__class__} {0} {{7*7}} {", {"name": "{link}", "link": "x"}) == "{link}   {} {"


@pytest.mark.parametrize("name", ["{link}", "<script>alert(1)</script>", "{{ 7*7 }}", "%s &amp;"])
def test_a_guests_name_stays_what_it_is(name: str) -> None:
    message = _mail(Wording("For {name}", "Dear {name},\n\n{link}"), name=name, link="http://x/t/1")

    assert (message["Subject"], _plain(message)) == (f"For {name}", f"Dear {name},\n\nhttp://x/t/1\n")
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"Dear {escaped}," in _html(message)
    assert "<script" not in _html(message)


@pytest.mark.parametrize(
    "name", ["Lin\r\nBcc: x@example.org", "Lin\nBcc: x@example.org", "Lin\u2028Bcc: x@example.org"]
)
def test_a_line_break_in_a_name_adds_no_header(name: str) -> None:
    message = _mail(Wording("For {name}", "Dear {name}"), name=name)

    assert message["Subject"] == "For Lin Bcc: x@example.org"
    assert (message["Bcc"], message["To"]) == (None, "lin@example.com")


@pytest.mark.parametrize(
    "federation", ["侨联\r\nBcc: x@example.org", "A, B <x@example.org>", 'A" <x@example.org>, "']
)
def test_the_federations_name_adds_no_header_and_no_sender(federation: str) -> None:
    letter = Letter("lin@example.com", "zh-Hans", {})
    _, made = compose(
        shipped("received", "zh-Hans"), letter, gathering=_gathering(federation_zh=federation), now=cast.NOW
    )
    message = message_from_bytes(made.as_bytes(policy=policy.SMTP), policy=policy.default)

    assert [one.addr_spec for one in message["From"].addresses] == ["event@localhost"]
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    "address", ["lin@example.com, x@example.org", "lin@example.com\nBcc: x@example.org", "lin@example.com>x"]
)
async def test_no_address_adds_a_recipient(db: str, post: Post, address: str) -> None:
    mail = await a_mail(await cast.gathering(), to=address)

    await deliver(str(mail))

    assert post.taken == []
    assert [row["state"] for row in await fetch("SELECT state FROM mail")] == ["failed"]


_WORDS = st.text(
    alphabet=st.one_of(st.sampled_from("{}.[]!: \n\r\t名name%$_0"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)


@hypothesis_settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(subject=_WORDS, body=_WORDS, name=_WORDS, language=st.sampled_from(GUEST_LANGUAGES))
@example("{", "{ticket}", "}", "en")
def test_no_words_and_no_name_break_a_mail(subject: str, body: str, name: str, language: str) -> None:
    letter = Letter("lin@example.com", language, {"name": name, "link": "http://x/t/1"})

    told, message = compose(Wording(subject, body), letter, gathering=_gathering(), now=cast.NOW)
    sent = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)

    assert "\n" not in told
    assert [one.addr_spec for one in sent["To"].addresses] == ["lin@example.com"]
    assert sent.keys() == message.keys()


@pytest.mark.parametrize("language", GUEST_LANGUAGES)
@pytest.mark.parametrize("occasion", list(OCCASIONS))
def test_the_words_that_ship_use_their_own_placeholders(occasion: str, language: str) -> None:
    words = shipped(occasion, language)

    assert parse_wording({"subject": words.subject, "body": words.body}, occasion=occasion) == words


async def test_traditional_chinese_follows_the_own_simplified_words(db: str) -> None:
    held = await cast.gathering()

    async def own(language: str, words: Wording | None) -> None:
        await change_wording("declined", language, words, gathering=held, by=SYSTEM, now=cast.NOW)

    async def told(language: str) -> str:
        return (await wording("declined", language, gathering=held.id)).subject

    await own("zh-Hans", Wording("关于{title}的报名", "{name}:\n\n谢谢您的关注。"))
    assert await told("zh-Hant") == "關於{title}的報名"
    assert await told("en") == shipped("declined", "en").subject

    await own("zh-Hant", Wording("回覆 {title}", "{name}"))
    assert await told("zh-Hant") == "回覆 {title}"

    await own("zh-Hant", None)
    await own("zh-Hans", None)
    assert await told("zh-Hant") == shipped("declined", "zh-Hant").subject


async def test_the_ticket_mail_shows_the_ticket_and_has_it_as_pdf_with_a_calendar_entry(
    db: str, post: Post
) -> None:
    held = await cast.gathering()
    lin, ticket = await cast.lin(held, language="en")
    async with writing():
        await mail_ticket(held, lin, ticket, now=cast.NOW)
    (row,) = await fetch("SELECT id FROM mail")

    await deliver(str(row["id"]))

    ((recipients, message),) = post.taken
    assert recipients == ["shili.lin@example.com"]
    assert _plain(message).startswith("Dear 林示例,")
    (picture,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<ticket>", "inline")
    assert 'src="cid:ticket"' in _html(message)
    files = {part.get_content_type(): part for part in message.iter_attachments()}
    assert set(files) == {"text/calendar", "application/pdf"}
    assert files["application/pdf"].get_filename() == f"{ticket.badge_number}.pdf"
    pdf = files["application/pdf"].get_content()
    assert "林示例" in texts(pdf)[0]
    assert len(codes(pdf)[0]) == 1
    entry = files["text/calendar"].get_content()
    assert "DTSTART;VALUE=DATE:20261015" in (entry if isinstance(entry, str) else entry.decode())


async def test_a_ticket_that_was_voided_meanwhile_is_not_attached(db: str, post: Post) -> None:
    held = await cast.gathering()
    lin, ticket = await cast.lin(held)
    async with writing():
        await mail_ticket(held, lin, ticket, now=cast.NOW)
        await fetch("UPDATE ticket SET voided_at = $1", cast.NOW)
    (row,) = await fetch("SELECT id FROM mail")

    await deliver(str(row["id"]))

    ((_, message),) = post.taken
    assert [part.get_content_type() for part in message.iter_attachments()] == ["text/calendar"]
