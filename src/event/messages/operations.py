"""Putting mails into the outbox, sending them again, and changing their words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.jobs import ask
from event.messages.addresses import mailable
from event.messages.attachments import Attached
from event.messages.errors import NotSent, NotToBeSentAgain, UnknownMail
from event.messages.tables import MailState, MailTemplate
from event.messages.wording import Wording, filled, laid_out, wording
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.settings import settings
from event.templating import days, rendered


@dataclass(frozen=True)
class Picture:
    """An image inside the mail, shown where the words say {NAME} in a paragraph of its own."""

    name: str
    png: bytes


@dataclass(frozen=True)
class Letter:
    """One mail before it is written: to whom, in which language, and what fills its placeholders."""

    to: str
    language: str
    values: Mapping[str, str]
    pictures: tuple[Picture, ...] = ()
    files: tuple[Attached, ...] = ()
    later: tuple[tuple[str, UUID], ...] = field(default=())
    """Attachments made when the mail is sent: kind and subject."""


async def enqueue(
    occasion: str,
    letter: Letter,
    *,
    cause: str,
    gathering: Gathering,
    guest: UUID | None,
    now: datetime,
    words: Wording | None = None,
) -> UUID | None:
    """Write a mail with the change that causes it; the same cause mails once. Inside `writing()`.

    `words`: others than the gathering's, for a trial. Returns the mail, or None where the cause has
    mailed before.
    """
    words = words or await wording(occasion, letter.language, gathering=gathering.id)
    subject, message = compose(words, letter, gathering=gathering, now=now)
    mail = uuid4()
    rows = await fetch(
        "INSERT INTO mail (id, gathering, guest, occasion, cause, recipient, domain, subject, message,"
        " attachments, state, attempts, last_error, bounce_note, created_at)"
        " VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'queued',0,'','',$11) ON CONFLICT (cause) DO NOTHING RETURNING id",
        mail, gathering.id, guest, occasion, cause, letter.to, letter.to.rpartition("@")[2].lower()[:120],
        subject[:300], message.as_bytes(policy=SMTP), json.dumps(letter.later, default=str), now,
    )  # fmt: skip
    if not rows:
        return None
    await ask("messages.deliver", mail=mail)
    return mail


def compose(
    words: Wording, letter: Letter, *, gathering: Gathering, now: datetime
) -> tuple[str, EmailMessage]:
    """The subject and the whole mail: plain text, HTML with its pictures, and files."""
    language = letter.language
    values = values_for(letter, gathering=gathering)
    subject = " ".join(filled(words.subject, values).split())
    parts = laid_out(words, values, pictures={picture.name for picture in letter.pictures})
    sender = " ".join((gathering.mail_name or gathering.federation(language)).split())
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = Address(sender[:60], addr_spec=settings().mail_from)
    if answers := mailable(gathering.reply_to):
        message["Reply-To"] = Address(addr_spec=answers)
    if to := mailable(letter.to):
        message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=settings().mail_from.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(part.text for part in parts if part.text) + "\n")
    html = rendered(
        "messages/letter.html", language=language, subject=subject, parts=parts, name=values.get("name", ""),
        address=settings().address,
    )  # fmt: skip
    message.add_alternative(html, subtype="html")
    part = message.get_payload()[-1]  # type: ignore[index] # the HTML just added
    for picture in letter.pictures:
        part.add_related(  # type: ignore[union-attr]
            picture.png, "image", "png",
            cid=f"<{picture.name}>", filename=f"{picture.name}.png", disposition="inline",
        )  # fmt: skip
    for file in letter.files:
        attach(message, file)
    return subject, message


def values_for(letter: Letter, *, gathering: Gathering) -> dict[str, str]:
    """What fills the placeholders: the letter's own values, and what every mail may name."""
    language = letter.language
    return {
        "title": gathering.title(language), "place": gathering.place(language),
        "days": days(gathering.first_day, gathering.last_day, language),
        "federation": gathering.federation(language), **letter.values,
    }  # fmt: skip


def attach(message: EmailMessage, file: Attached) -> None:
    """Add a file to a mail."""
    main, _, sub = file.media_type.partition(";")[0].partition("/")
    message.add_attachment(file.content, main, sub, filename=file.name)


async def send_again(mail: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Queue a mail that failed, bounced or whose fate is unknown. Raises UnknownMail, NotToBeSentAgain."""
    async with writing():
        row = await _held(mail, gathering)
        if row["state"] not in (MailState.FAILED, MailState.UNSURE, MailState.BOUNCED):
            raise NotToBeSentAgain
        await fetch(
            "UPDATE mail SET state = 'queued', attempts = 0, last_error = '', bounce_note = '' WHERE id = $1",
            mail,
        )
        await ask("messages.deliver", mail=mail)
        await record("mail.send_again", subject=f"mail:{mail}", by=by, now=now, gathering=gathering.id)


async def note_bounce(mail: UUID, note: str, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Note that a mail came back, and why. Raises UnknownMail, NotSent."""
    async with writing():
        row = await _held(mail, gathering)
        if row["state"] not in (MailState.SENT, MailState.UNSURE, MailState.BOUNCED):
            raise NotSent
        await fetch(
            "UPDATE mail SET state = 'bounced', bounce_note = $2 WHERE id = $1", mail, note.strip()[:300]
        )
        await record("mail.bounced", subject=f"mail:{mail}", by=by, now=now, gathering=gathering.id)


async def change_wording(
    occasion: str, language: str, words: Wording | None, *, gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Keep the gathering's own words of an occasion, or with None go back to those that ship; answers with what undoes it."""
    own = (
        (MailTemplate.gathering == gathering.id)
        & (MailTemplate.occasion == occasion)
        & (MailTemplate.language == language)
    )
    async with writing():
        known, fresh = await MailTemplate.select(MailTemplate.id).where(own).output(as_list=True), uuid4()
        async with undoable(
            "mail.change_wording", Rows("mail_template", "id", known or [fresh]), subject=f"gathering:{gathering.id}", by=by,
            now=now, gathering=gathering.id,
        ) as step:  # fmt: skip
            if words is None:
                await MailTemplate.delete().where(own)
            else:
                await fetch(
                    "INSERT INTO mail_template (id, gathering, occasion, language, subject, body, changed_by, changed_at)"
                    " VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (gathering, occasion, language) DO UPDATE SET"
                    " subject = excluded.subject, body = excluded.body, changed_by = excluded.changed_by,"
                    " changed_at = excluded.changed_at",
                    fresh, gathering.id, occasion, language, words.subject, words.body, by.mark, now,
                )  # fmt: skip
        await record(
            "mail.change_wording", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            occasion=occasion, language=language, own=words is not None,
        )  # fmt: skip
    return step


async def _held(mail: UUID, gathering: Gathering) -> Mapping[str, str]:
    row = await fetch_one(
        "SELECT state FROM mail WHERE id = $1 AND gathering = $2 FOR UPDATE", mail, gathering.id
    )
    if row is None:
        raise UnknownMail
    return dict(row)
