"""A task as somebody tells it, and what is wrong with it."""

from datetime import date
from uuid import UUID

import msgspec

from event.errors import Invalid, Problem
from event.faults import NOT_A_DAY, NOT_OFFERED
from event.language import Message
from event.messages.addresses import mailable
from event.registration.fields import Problems, check_pages, check_texts
from event.tasks.tables import TaskState

_LONGEST = {"title": 200, "unit": 120, "person": 80, "remind_to": 254}
_LONGEST_NOTE = 2000
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_NOT_EMAIL = Message("This is no mail address.")
_ONE_PERSON = Message("Choose a user or type a name, not both.")
_TO_COME = Message("{day} is still to come.")


class TaskTold(msgspec.Struct, frozen=True, kw_only=True):
    """A task: `unit` is responsible, `user` (an id) or `person` (a name) does it until `due_on`.

    `state`: open, under_way, done, dropped; `done_on` empty: the day on which it is said.
    """

    title: str
    unit: str = ""
    user: UUID | None = None
    person: str = ""
    remind_to: str = ""
    due_on: date | None = None
    state: str = str(TaskState.OPEN)
    done_on: date | None = None
    note: str = ""


def checked_task(told: TaskTold, *, today: date, known: set[UUID]) -> TaskTold:
    """A task as it is kept; `known`: the users who can have it. Raises Invalid."""
    problems: Problems = {}
    texts = check_texts(told, _LONGEST, problems, needed=("title",))
    texts |= check_pages(told, ("note",), _LONGEST_NOTE, problems)
    if told.user is not None and told.user not in known:
        problems["user"] = Problem(NOT_OFFERED)
    if told.user is not None and texts["person"]:
        problems["person"] = Problem(_ONE_PERSON)
    if texts["remind_to"] and not mailable(texts["remind_to"]):
        problems["remind_to"] = Problem(_NOT_EMAIL)
    if told.state not in set(TaskState):
        problems["state"] = Problem(NOT_OFFERED)
    for name in ("due_on", "done_on"):
        day = getattr(told, name)
        if day is not None and not _FIRST_YEAR <= day.year < _LAST_YEAR:
            problems[name] = Problem(NOT_A_DAY)
    if told.done_on is not None and told.done_on > today:
        problems["done_on"] = Problem(_TO_COME, {"day": told.done_on.isoformat()})
    if problems:
        raise Invalid(problems)
    done_on = (told.done_on or today) if told.state == TaskState.DONE else None
    return msgspec.structs.replace(told, **texts, done_on=done_on)
