"""Words tried out before guests read them: shown with sample values, or mailed to oneself."""

from dataclasses import dataclass, replace
from datetime import datetime

from event.database import writing
from event.gathering.tables import Gathering
from event.language import Message, in_language, translated
from event.messages.occasions import OCCASIONS
from event.messages.operations import Letter, Picture, enqueue, values_for
from event.messages.wording import Part, Wording, filled, laid_out
from event.people.audit import record
from event.people.rules import Actor
from event.qr import qr_png
from event.settings import settings
from event.templating import day

_TRIAL = Message("[Test] {subject}")
_REASON = Message("This is where the reason stands.")
_MISSING = Message("This is where the missing details stand.")
_CHANGES = Message("This is where the changes stand, line by line.")
_WORD = Message("This is where your word to the guests stands.")
_TASK = Message("This is where the task stands.")
_UNTIL = Message("This is where the day stands on which it is due.")
_NOTE = Message("This is where your note stands.")
_TASKS = Message("This is where the tasks stand, line by line.")
_CONTENT = Message("This is where the suggestion stands.")
_ANSWER = Message("This is where your answer stands.")
_OFFICE = Message("Open the console")
_BUTTONS = {
    "invitation": Message("Open the form"), "delegation": Message("Open the form"),
    "survey": Message("Answer the survey"), "task": _OFFICE, "tasks_overdue": _OFFICE, "overdue": _OFFICE,
}  # fmt: skip
_PATHS = {
    "invitation": "i",
    "delegation": "i",
    "survey": "s",
    "task": "console",
    "tasks_overdue": "console",
    "overdue": "console",
}
_BUTTON = Message("Open my own page")


@dataclass(frozen=True)
class Preview:
    """A mail as its reader would see it."""

    subject: str
    parts: list[Part]
    button: str

    @property
    def text(self) -> str:
        """The plain part."""
        return "\n\n".join(part.text for part in self.parts if part.text)


def preview(occasion: str, language: str, words: Wording, *, gathering: Gathering) -> Preview:
    """The words with sample values."""
    letter = _sample(occasion, language, "", gathering)
    values = values_for(letter, gathering=gathering)
    pictures = {picture.name for picture in letter.pictures}
    subject = " ".join(filled(words.subject, values).split())
    button = translated(_BUTTONS.get(occasion, _BUTTON), language)
    return Preview(subject, laid_out(words, values, pictures=pictures), button)


async def send_trial(
    occasion: str, language: str, words: Wording, *, to: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Mail the words with sample values to an address; every press of the button mails once."""
    marked = replace(words, subject=translated(_TRIAL, language).format(subject=words.subject))
    async with writing():
        await enqueue(
            occasion, _sample(occasion, language, to, gathering), words=marked, gathering=gathering,
            cause=f"trial:{gathering.id}:{now.isoformat()}", guest=None, now=now,
        )  # fmt: skip
        await record(
            "mail.send_trial", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            occasion=occasion, language=language,
        )  # fmt: skip


def _sample(occasion: str, language: str, to: str, gathering: Gathering) -> Letter:
    link = f"{settings().address}/{_PATHS.get(occasion, 't')}/SAMPLE"
    name = in_language(language, zh="林示例", en="LIN Shili")
    values = {
        "name": name, "number": f"{gathering.number_prefix}-001", "link": link, "links": f"{name}\n{link}",
        "badge_number": "G-001", "code": "A2B3-C4D5", "deadline": day(gathering.first_day, language),
        "delegation": in_language(language, zh="示例代表团", en="Sample delegation"),
        "reason": translated(_REASON, language), "missing": translated(_MISSING, language),
        "changes": translated(_CHANGES, language), "word": translated(_WORD, language),
        "task": translated(_TASK, language), "until": translated(_UNTIL, language), "note": translated(_NOTE, language),
        "tasks": translated(_TASKS, language), "content": translated(_CONTENT, language),
        "answer": translated(_ANSWER, language),
    }  # fmt: skip
    has_ticket = "ticket" in OCCASIONS[occasion].placeholders
    pictures = (Picture("ticket", qr_png("SAMPLE", module=10)),) if has_ticket else ()
    return Letter(to, language, values, pictures)
