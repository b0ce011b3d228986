"""Waves of a session as organizers type them, one a line."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from event.agenda.signing_up.operations import WaveTold
from event.agenda.tables import AgendaSession, SessionWave
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.importing.values import read_time

_LINE = re.compile(r"(\S{1,20})\s+(\d{1,2}[:：]\d{2})\s*[-–—~至]+\s*(\d{1,2}[:：]\d{2})(?:\s+(\d{1,6}))?")
_NOT_A_WAVE = Message(
    "“{text}” is no wave; write its name, from when to when, and its places: 1 14:00-15:45 260."
)
_TWICE = Message("The wave {code} stands here twice.")


def waves_in(text: str, session: AgendaSession, gathering: Gathering) -> list[WaveTold]:
    """The waves on the day of the session. Raises Invalid."""
    found: dict[str, WaveTold] = {}
    day = session.starts_at.astimezone(gathering.zone).date()
    for line in filter(None, (one.strip() for one in text.splitlines())):
        match = _LINE.fullmatch(line)
        begins, ends = (read_time(match[2]), read_time(match[3])) if match else (None, None)
        if match is None or begins is None or ends is None or match[4] == "0":
            raise Invalid({"waves": Problem(_NOT_A_WAVE, {"text": line[:60]})})
        if match[1] in found:
            raise Invalid({"waves": Problem(_TWICE, {"code": match[1]})})
        starts, stops = (datetime.combine(day, at, gathering.zone) for at in (begins, ends))
        stops += timedelta(days=stops <= starts)
        found[match[1]] = WaveTold(match[1], starts, stops, int(match[4]) if match[4] else None)
    return list(found.values())


def typed_waves(waves: Iterable[SessionWave], gathering: Gathering) -> str:
    """The waves as they are typed."""
    zone = gathering.zone
    return "\n".join(
        f"{one.code} {one.starts_at.astimezone(zone):%H:%M}-{one.ends_at.astimezone(zone):%H:%M} {one.capacity or ''}".strip()
        for one in waves
    )
