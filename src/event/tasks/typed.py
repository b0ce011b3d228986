"""Tasks as a form sends them."""

from datetime import date
from uuid import UUID

from event.errors import Problem
from event.faults import NOT_A_DAY, NOT_OFFERED
from event.http import Form
from event.registration.fields import Problems
from event.tasks.tables import TaskState
from event.tasks.told import TaskTold


def read_task(form: Form, problems: Problems) -> TaskTold:
    """A task as it was typed; what cannot be read goes into `problems`."""
    return TaskTold(
        title=form.text("title"), unit=form.text("unit"), user=_user(form, problems), person=form.text("person"),
        remind_to=form.text("remind_to"), due_on=read_day(form, "due_on", problems),
        state=form.text("state") or str(TaskState.OPEN), done_on=read_day(form, "done_on", problems), note=form.text("note"),
    )  # fmt: skip


def read_day(form: Form, name: str, problems: Problems) -> date | None:
    """A day, or nothing."""
    text = form.text(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems[name] = Problem(NOT_A_DAY)
        return None


def read_revision(form: Form) -> int | None:
    """The revision the form was opened with."""
    text = form.text("revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None  # noqa: PLR2004


def _user(form: Form, problems: Problems) -> UUID | None:
    text = form.text("user")
    try:
        return UUID(text) if text else None
    except ValueError:
        problems["user"] = Problem(NOT_OFFERED)
        return None
