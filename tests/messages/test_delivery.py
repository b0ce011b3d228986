"""A mail is sent once, waits while the server is away, and is never lost."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from aiosmtpd.smtp import SMTP
from procrastinate.jobs import Job

from event.database import fetch, writing
from event.messages.attachments import MAKERS, Attached, makes
from event.messages.delivery import (
    NOT_AN_ADDRESS,
    RETRIES,
    TRIES,
    MailServerAway,
    _deliver,
    ask_for_forgotten,
    deliver,
    look_after,
    name_what_was_lost,
)
from event.messages.operations import Letter, enqueue, send_again
from event.people.rules import SYSTEM
from tests import cast
from tests.messages.conftest import Post, a_mail, states


async def test_several_workers_send_a_mail_once(db: str, post: Post) -> None:
    mail = await a_mail(await cast.gathering())

    await asyncio.gather(*(deliver(str(mail)) for _ in range(8)))

    assert [recipients for recipients, _ in post.taken] == [["lin@example.com"]]
    assert [tuple(row) for row in await fetch("SELECT state, attempts FROM mail")] == [("sent", 1)]


async def test_one_cause_writes_one_mail(db: str) -> None:
    held = await cast.gathering()

    written = [await a_mail(held), await a_mail(held), await a_mail(held, cause="b")]

    assert [mail is not None for mail in written] == [True, False, True]
    jobs = await fetch("SELECT args FROM procrastinate_jobs WHERE task_name = 'messages.deliver'")
    assert (await states(), len(jobs)) == (["queued", "queued"], 2)


async def test_a_mail_waits_while_the_server_is_away(db: str, setting) -> None:
    mail = await a_mail(await cast.gathering())
    setting(smtp_url="smtp://127.0.0.1:1")

    for _ in range(2):
        with pytest.raises(MailServerAway):
            await deliver(str(mail))

    ((state, attempts, error),) = [
        tuple(row) for row in await fetch("SELECT state, attempts, last_error FROM mail")
    ]
    assert (state, attempts, "127.0.0.1" in error) == ("queued", 2, True)


async def test_a_mail_that_waited_is_sent_when_the_server_is_back(db: str, post: Post, setting) -> None:
    post.recipient_answer = "451 busy"
    mail = await a_mail(await cast.gathering())
    with pytest.raises(MailServerAway):
        await deliver(str(mail))

    post.recipient_answer = "250 OK"
    await deliver(str(mail))

    assert (await states(), len(post.taken)) == (["sent"], 1)


def test_the_tries_outlast_an_hour_and_come_soon_after_it() -> None:
    job = {"id": 1, "queue": "", "lock": None, "queueing_lock": None, "task_name": "messages.deliver"}
    moments, clock = [], timedelta()
    for attempts in range(TRIES):
        decision = RETRIES.get_retry_decision(exception=MailServerAway(), job=Job(attempts=attempts, **job))
        if decision is None:
            break
        clock += decision.retry_at - datetime.now(UTC)
        moments.append(clock)

    assert len(moments) == TRIES - 1
    assert moments[-1] > timedelta(days=1)
    assert min(at for at in moments if at > timedelta(hours=1)) < timedelta(minutes=80)


async def test_a_server_that_stays_away_ends_the_tries(db: str, setting) -> None:
    mail = await a_mail(await cast.gathering())
    setting(smtp_url="smtp://127.0.0.1:1")
    await fetch("UPDATE mail SET attempts = $1", TRIES - 1)

    with pytest.raises(MailServerAway):
        await deliver(str(mail))

    assert await states() == ["failed"]


@pytest.mark.parametrize("answer", ["550 no such user here", "554 rejected"])
async def test_a_refusal_for_good_is_kept_in_the_servers_words(db: str, post: Post, answer: str) -> None:
    post.recipient_answer = answer
    mail = await a_mail(await cast.gathering())

    await deliver(str(mail))

    rows = await fetch("SELECT state, last_error FROM mail")
    assert [tuple(row) for row in rows] == [("failed", answer)]


async def test_a_refused_text_is_kept_too(db: str, post: Post) -> None:
    async def refused(_: Post, __: SMTP) -> str:
        return "554 looks like spam"

    post.answer = refused
    mail = await a_mail(await cast.gathering())

    await deliver(str(mail))

    rows = await fetch("SELECT state, last_error FROM mail")
    assert [tuple(row) for row in rows] == [("failed", "554 looks like spam")]


async def test_a_connection_cut_after_the_text_leaves_a_mail_unsure_and_never_sends_it_twice(
    db: str, post: Post
) -> None:
    async def cut(_: Post, server: SMTP) -> str:
        server.transport.abort()
        return "250 OK"

    post.answer = cut
    held = await cast.gathering()
    mail = await a_mail(held)

    await deliver(str(mail))
    post.answer = None
    await deliver(str(mail))
    await look_after(timestamp=int((datetime.now(UTC) + timedelta(hours=1)).timestamp()))
    await deliver(str(mail))

    assert (await states(), len(post.taken)) == (["unsure"], 1)

    await send_again(mail, gathering=held, by=SYSTEM, now=cast.NOW)
    await deliver(str(mail))
    assert (await states(), len(post.taken)) == (["sent"], 2)


async def test_a_mail_whose_worker_died_while_sending_is_unsure(db: str, post: Post) -> None:
    mail = await a_mail(await cast.gathering())
    await fetch("UPDATE mail SET state = 'sending', taken_at = $1", cast.NOW)

    await name_what_was_lost(now=cast.NOW + timedelta(minutes=14))
    assert await states() == ["sending"]

    await name_what_was_lost(now=cast.NOW + timedelta(minutes=16))
    await deliver(str(mail))
    assert (await states(), post.taken) == (["unsure"], [])


async def test_a_mail_whose_worker_died_before_sending_gets_another_job(db: str, post: Post) -> None:
    held = await cast.gathering()
    mail = await a_mail(held)
    await a_mail(held, cause="b")
    await fetch("UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'mail' = $1", str(mail))

    await ask_for_forgotten(now=cast.NOW + timedelta(hours=1))
    await ask_for_forgotten(now=cast.NOW + timedelta(hours=2))

    rows = await fetch(
        "SELECT status FROM procrastinate_jobs WHERE args->>'mail' = $1 ORDER BY id", str(mail)
    )
    assert [row["status"] for row in rows] == ["doing", "todo"]
    assert [row["n"] for row in await fetch("SELECT count(*) AS n FROM procrastinate_jobs")] == [3]


async def test_more_mails_to_one_domain_than_a_minute_allows_go_out_in_later_minutes(
    db: str, post: Post, setting
) -> None:
    setting(mails_per_minute=2)
    held = await cast.gathering()
    mails = [await a_mail(held, cause=f"{n}") for n in range(6)]
    other = await a_mail(held, to="chen@example.org", cause="other")
    await fetch("DELETE FROM procrastinate_jobs")

    for mail in (*mails, other):
        await _deliver(mail, now=cast.NOW)

    sent = [recipients[0] for recipients, _ in post.taken]
    assert sent == ["lin@example.com", "lin@example.com", "chen@example.org"]
    jobs = await fetch("SELECT args->>'mail' AS mail, scheduled_at FROM procrastinate_jobs")
    waits = {job["mail"]: (job["scheduled_at"] - cast.NOW) // timedelta(minutes=1) for job in jobs}
    waiting = await fetch("SELECT id FROM mail WHERE state = 'queued' ORDER BY created_at, id")
    assert [waits[str(row["id"])] for row in waiting] == [1, 1, 2, 2]


async def test_an_attachment_that_cannot_be_made_now_delays_its_mail(db: str, post: Post) -> None:
    broken = True

    @makes("test")
    async def made(subject: UUID, language: str) -> Attached:
        if broken:
            raise RuntimeError("no fonts")
        return Attached("made.txt", "text/plain", b"made")

    held = await cast.gathering()
    letter = Letter("lin@example.com", "en", {}, later=(("test", uuid4()),))
    async with writing():
        mail = await enqueue("received", letter, cause="a", gathering=held, guest=None, now=cast.NOW)

    with pytest.raises(RuntimeError, match="no fonts"):
        await deliver(str(mail))
    assert [tuple(row) for row in await fetch("SELECT state, last_error FROM mail")] == [
        ("queued", "RuntimeError: no fonts")
    ]

    broken = False
    await deliver(str(mail))
    del MAKERS["test"]
    ((_, message),) = post.taken
    assert [part.get_filename() for part in message.iter_attachments()] == ["made.txt"]


@pytest.mark.parametrize("address", ["林@example.com", "a..b@example.com", "lin@example", "no address"])
async def test_an_address_that_is_none_fails_with_the_reason(db: str, post: Post, address: str) -> None:
    mail = await a_mail(await cast.gathering(), to=address)

    await deliver(str(mail))

    assert [tuple(row) for row in await fetch("SELECT state, last_error FROM mail")] == [
        ("failed", NOT_AN_ADDRESS)
    ]
    assert post.taken == []


async def test_a_chinese_domain_is_written_as_mail_servers_know_it(db: str, post: Post) -> None:
    mail = await a_mail(await cast.gathering(), to="lin@例子.中国")

    await deliver(str(mail))

    ((recipients, message),) = post.taken
    assert recipients == [message["To"]] == ["lin@xn--fsqu00a.xn--fiqs8s"]
