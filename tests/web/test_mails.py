"""The outbox, the words of mails and mails to many, as organizers and programs use them."""

from datetime import UTC, datetime

import pytest

from event.database import fetch, writing
from event.people.tables import Role
from event.registration.mails import mail_about
from tests import cast
from tests.web.conftest import Browser, signed_in

ROOT = "/console/example/mail"
API = "/api/v1/gatherings/example/mails"
WORDS = f"{ROOT}/words/declined/zh-Hans"


@pytest.fixture
async def organizer(browser: Browser):
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


async def _mails() -> dict[str, str]:
    """Three mails in the outbox: occasion and id."""
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    chen, _ = await cast.chen(held)
    async with writing():
        for guest, occasion in ((lin, "received"), (lin, "waitlisted"), (chen, "declined")):
            await mail_about(held, guest, occasion, now=cast.NOW)
    return {row["occasion"]: str(row["id"]) for row in await fetch("SELECT id, occasion FROM mail")}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"received", "waitlisted", "declined"}), ("q=SHILI", {"received", "waitlisted"}), ("q=%25", set()),
        ("occasion=declined", {"declined"}), ("state=failed", {"waitlisted"}), ("state=nonsense&page=x", {"received", "waitlisted", "declined"}),
        ("q=shili&state=queued", {"received"}),
    ],
)  # fmt: skip
async def test_the_outbox_is_filtered(organizer, query: str, found: set[str]) -> None:
    mails = await _mails()
    await fetch("UPDATE mail SET state = 'failed', last_error = '550 no' WHERE occasion = 'waitlisted'")

    page = (await organizer.get(f"{ROOT}?{query}")).text

    assert {occasion for occasion, mail in mails.items() if f"{ROOT}/{mail}" in page} == found


async def test_the_mails_of_one_guest_are_shown_alone(organizer) -> None:
    mails = await _mails()
    (guest,) = await fetch("SELECT id FROM guest WHERE name_zh = '陳樣本'")

    page = (await organizer.get(f"{ROOT}?guest={guest['id']}")).text
    told = (await organizer.get(f"{API}?guest={guest['id']}")).json()

    assert {occasion for occasion, mail in mails.items() if f"{ROOT}/{mail}" in page} == {"declined"}
    assert [one["occasion"] for one in told["mails"]] == ["declined"]


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "failed", "unsure", "bounced"])
async def test_a_mail_says_where_it_is_and_offers_what_can_be_done(organizer, state: str) -> None:
    mails = await _mails()
    await fetch("UPDATE mail SET state = $1, attempts = 3", state)

    page = (await organizer.get(f"{ROOT}/{mails['received']}")).text

    assert ("Send again" in page) is (state in ("failed", "unsure", "bounced"))
    assert ("It came back" in page) is (state in ("sent", "unsure", "bounced"))
    again = await organizer.post(f"{ROOT}/{mails['received']}/again")
    assert again.status_code == (303 if state in ("failed", "unsure", "bounced") else 409)


async def test_a_mail_that_came_back_is_noted_and_sent_again(organizer) -> None:
    mails = await _mails()
    await fetch("UPDATE mail SET state = 'sent'")
    own = f"{ROOT}/{mails['received']}"

    noted = await organizer.post(f"{own}/bounce", data={"note": "mailbox <full>"})
    page = (await organizer.get(own)).text
    sent = await organizer.post(f"{own}/again")

    assert (noted.status_code, sent.status_code) == (303, 303)
    assert "mailbox &lt;full&gt;" in page
    rows = await fetch("SELECT state, bounce_note FROM mail WHERE occasion = 'received'")
    assert [tuple(row) for row in rows] == [("queued", "")]


async def test_words_are_saved_shown_and_given_up(organizer) -> None:
    held = await cast.gathering()
    typed = {"subject": "关于 {title}", "body": "{name}:\n\n谢谢。\n\n{reason}"}

    saved = await organizer.post(WORDS, data=typed | {"do": "save"})
    table = (await organizer.get(f"{ROOT}/words")).text
    form = (await organizer.get(WORDS)).text

    assert saved.status_code == 303
    assert (table.count("Own words<"), table.count("From the simplified words<")) == (1, 1)
    assert "{name}:\n\n谢谢。" in form
    shown = await organizer.get(f"{API}/words/declined/zh-Hant")
    assert (shown.json()["subject"], shown.json()["own"]) == ("關於 {title}", False)

    assert (await organizer.post(WORDS, data={"do": "ship"})).status_code == 303
    assert await fetch("SELECT 1 FROM mail_template WHERE gathering = $1", held.id) == []


async def test_words_that_cannot_be_used_stay_as_typed(organizer) -> None:
    await cast.gathering()
    typed = {"subject": "{name.__class__}", "body": "<b>Dear</b> {nobody}", "do": "save"}

    answer = await organizer.post(WORDS, data=typed)

    assert answer.status_code == 422
    assert "&lt;b&gt;Dear&lt;/b&gt; {nobody}" in answer.text
    assert "“{name.__class__}” is no placeholder here." in answer.text
    assert "“{nobody}” is no placeholder here." in answer.text
    assert await fetch("SELECT 1 FROM mail_template") == []


async def test_a_preview_shows_the_words_with_sample_values_and_saves_nothing(organizer) -> None:
    await cast.gathering()
    typed = {"subject": "For {name}", "body": "Dear {name} <script>\n\n{ticket}\n\n{link}", "do": "preview"}

    answer = await organizer.post(f"{ROOT}/words/approved/en", data=typed)

    assert answer.status_code == 200
    assert "For LIN Shili" in answer.text
    assert '<p class="letter">Dear LIN Shili &lt;script&gt;</p>' in answer.text
    assert 'src="data:image/png;base64,' in answer.text
    assert await fetch("SELECT 1 FROM mail_template") == await fetch("SELECT 1 FROM mail") == []


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@example.com, b@example.com", "a@example.com\nBcc: b@example.com"]
)
async def test_a_test_goes_to_one_address_only(organizer, to: str) -> None:
    await cast.gathering()
    typed = {"subject": "S", "body": "B", "do": "test", "to": to}

    answer = await organizer.post(WORDS, data=typed)

    assert (answer.status_code, await fetch("SELECT 1 FROM mail")) == (422, [])


async def test_a_test_is_marked_and_mailed_every_time(organizer) -> None:
    await cast.gathering()
    typed = {"subject": "S {name}", "body": "B", "do": "test", "to": "me@example.com"}

    for _ in range(2):
        assert (await organizer.post(f"{ROOT}/words/declined/en", data=typed)).status_code == 200

    rows = await fetch("SELECT subject, recipient FROM mail")
    assert [tuple(row) for row in rows] == [("[Test] S LIN Shili", "me@example.com")] * 2


async def test_there_are_no_words_for_other_occasions_or_languages(organizer) -> None:
    await cast.gathering()

    for path in ("words/nonsense/en", "words/declined/fr"):
        assert (await organizer.get(f"{ROOT}/{path}")).status_code == 404
        assert (await organizer.get(f"{API}/{path}")).status_code == 404
        assert (await organizer.post(f"{ROOT}/{path}", data={"do": "ship"})).status_code == 404


async def test_reminders_are_looked_at_before_they_are_sent(organizer) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    before = (await organizer.get(f"{ROOT}/reminders")).text
    sent = await organizer.post(f"{ROOT}/reminders")
    after = (await organizer.get(f"{ROOT}/reminders")).text

    assert "林示例" in before
    assert "Date of birth, Document, Arrival, Departure" in before
    assert "Send 1 mails" in before
    assert sent.status_code == 303
    assert "reminded today" in after
    assert "Send 1 mails" not in after
    assert len(await fetch("SELECT 1 FROM mail WHERE occasion = 'reminder'")) == 1


async def test_a_changed_programme_is_announced(organizer) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    assert "林示例" in (await organizer.get(f"{ROOT}/programme")).text
    assert (await organizer.post(f"{ROOT}/programme")).status_code == 303
    assert [row["occasion"] for row in await fetch("SELECT occasion FROM mail")] == ["programme"]


async def test_programs_do_the_same(organizer) -> None:
    mails = await _mails()
    await fetch("UPDATE mail SET state = 'sent', sent_at = $1", datetime(2026, 10, 1, tzinfo=UTC))
    one = f"{API}/{mails['received']}"

    assert (await organizer.get(API)).json()["total"] == 3
    assert (await organizer.get(f"{API}?state=failed&q=shili")).json()["mails"] == []
    assert "林示例" in (await organizer.get(one)).json()["text"]
    assert (await organizer.post(f"{one}/send-again")).status_code == 409
    assert (await organizer.post(f"{one}/bounce", json={"note": "full"})).status_code == 204
    assert (await organizer.get(one)).json()["mail"]["bounce_note"] == "full"
    assert (await organizer.post(f"{one}/send-again")).status_code == 202
    assert (await organizer.post(f"{one}/bounce", json={})).status_code == 409

    words = f"{API}/words/declined/en"
    assert (await organizer.put(words, json={"subject": "S", "body": "{nothing}"})).status_code == 422
    assert (await organizer.put(words, json={"subject": "S", "body": "B"})).status_code == 204
    assert (await organizer.get(words)).json()["subject"] == "S"
    own = [line for line in (await organizer.get(f"{API}/words")).json() if line["own"]]
    assert own == [{"occasion": "declined", "language": "en", "own": True}]
    assert (await organizer.post(f"{words}/test", json={"to": "me@example.com"})).status_code == 202
    assert (await organizer.delete(words)).status_code == 204

    due = (await organizer.get(f"{API}/reminders")).json()
    assert [(one["name"], one["told"]) for one in due] == [("林示例", False), ("陳樣本", False)]
    assert (await organizer.post(f"{API}/reminders")).json() == {"mails": 2}
    assert (await organizer.post(f"{API}/reminders")).json() == {"mails": 0}
    assert (await organizer.post(f"{API}/programme")).json() == {"mails": 2}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ORGANIZER])
async def test_only_organizers_read_and_send_mails(browser: Browser, role: Role) -> None:
    mails = await _mails()
    paths = ["", f"/{mails['received']}", "/words", "/words/declined/en", "/reminders"]
    async with signed_in(browser, role) as client:
        answers = [(await client.get(root + path)).status_code for root in (ROOT, API) for path in paths]
        answers += [(await client.post(f"{ROOT}{path}")).status_code for path in ("/reminders", "/programme")]

    assert set(answers) == {403}
