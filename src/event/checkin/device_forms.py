"""A scanner as organizers let it in: its name, its checkpoints, and until when."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

import msgspec

from event.checkin.checkpoint_forms import read_moment
from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_A_MOMENT, TOO_LONG
from event.gathering.tables import Gathering
from event.http import Form
from event.language import Message
from event.text import tidy

_LONGEST_NAME = 60
_NO_CHECKPOINT = Message("Choose at least one checkpoint.")
_UNKNOWN_CHECKPOINT = Message("There is no checkpoint “{text}”.")
_IS_OVER = Message("This moment is over; choose a later one.")


class DeviceTold(msgspec.Struct, frozen=True):
    """A scanner to be let in; checkpoints by code, until the end of the last day where nothing is said."""

    name: str
    checkpoints: tuple[str, ...]
    expires_at: datetime | None = None


def checked_device(
    told: DeviceTold,
    *,
    checkpoints: Mapping[str, UUID],
    now: datetime,
    unread: Mapping[str, Problem] | None = None,
) -> tuple[str, list[UUID], datetime | None]:
    """Name, checkpoints by id and end of a scanner; raises Invalid with every field that cannot be used."""
    problems = dict(unread or {})
    name = tidy(told.name.replace("\x00", ""))
    if not name:
        problems["name"] = Problem(MISSING)
    elif len(name) > _LONGEST_NAME:
        problems["name"] = Problem(TOO_LONG, {"most": _LONGEST_NAME, "length": len(name)})
    unknown = [code for code in told.checkpoints if code not in checkpoints]
    if unknown:
        problems["checkpoints"] = Problem(_UNKNOWN_CHECKPOINT, {"text": unknown[0][:40]})
    elif not told.checkpoints:
        problems["checkpoints"] = Problem(_NO_CHECKPOINT)
    if told.expires_at is not None and "expires_at" not in problems:
        if told.expires_at.tzinfo is None or told.expires_at.year >= 2200:  # noqa: PLR2004 - a typing error
            problems["expires_at"] = Problem(NOT_A_MOMENT)
        elif told.expires_at <= now:
            problems["expires_at"] = Problem(_IS_OVER)
    if problems:
        raise Invalid(problems)
    return name, [checkpoints[code] for code in dict.fromkeys(told.checkpoints)], told.expires_at


def read_device(form: Form, gathering: Gathering) -> tuple[DeviceTold, dict[str, Problem]]:
    """A scanner as the page sends it, with the moment that could not be read."""
    problems: dict[str, Problem] = {}
    until = read_moment(form.text("expires_at"), gathering.zone, "expires_at", problems)
    return DeviceTold(form.text("name"), tuple(form.texts("checkpoints")), until), problems


def until_it_is_over(gathering: Gathering, now: datetime) -> datetime:
    """The end of the gathering's last day; a day from now where that is over."""
    end = datetime.combine(gathering.last_day, time(23, 59), gathering.zone)
    return end if end > now else now + timedelta(days=1)
