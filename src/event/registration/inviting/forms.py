"""Invitations as organizers type them: one delegation's contact, or guests line by line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_A_DAY, NOT_AN_ADDRESS, NOT_OFFERED
from event.language import GUEST_LANGUAGES, Message
from event.registration.asking.fields import is_email
from event.registration.asking.typed import Typed
from event.registration.importing.values import read_day, read_latin_name
from event.text import is_chinese, tidy

_OVER = Message("This day lies in the past.")
_NO_MAIL = Message("Line {line}: “{text}” has no mail address; write a name, a comma and the mail address.")
_TOO_MANY = Message("At most {most} at once.")
MOST_AT_ONCE = 500
_BETWEEN = re.compile(r"[,，;；\t]+|\s+(?=<?[^\s<]+@)")
_END_OF_DAY = time(23, 59)


@dataclass(frozen=True)
class Invitee:
    """Somebody to be invited."""

    name: str
    email: str

    @property
    def prefilled(self) -> dict[str, list[str]]:
        """What the form begins with."""
        told = {"email": self.email}
        if is_chinese(self.name):
            told["name_zh"] = self.name
        elif self.name:
            surname, given, _ = read_latin_name(self.name)
            told |= {"latin_surname": surname, "latin_given": given}
        return {name: [text] for name, text in told.items() if text}


@dataclass(frozen=True)
class Wanted:
    """What an organizer typed: whom, in which language, until when, for which class and delegation."""

    invitees: tuple[Invitee, ...]
    language: str
    expires_at: datetime
    class_code: str
    delegation: str


def parse_invitations(
    typed: Mapping[str, str], *, classes: set[str], delegations: set[str], zone: ZoneInfo, now: datetime
) -> Wanted:
    """Understand personal invitations, one a line: name, mail address. Raises Invalid."""
    problems: dict[str, Problem] = {}
    common = _common(typed, problems, classes, delegations, zone, now)
    lines = [line for line in typed.get("people", "").splitlines() if line.strip()]
    invitees = [_invitee(line, number, problems) for number, line in enumerate(lines, start=1)]
    if not lines:
        problems["people"] = Problem(MISSING)
    if len(lines) > MOST_AT_ONCE:
        problems["people"] = Problem(_TOO_MANY, {"most": MOST_AT_ONCE})
    if problems or common is None:
        raise Invalid(problems)
    return Wanted(tuple(invitees), *common)


def parse_contact(
    typed: Mapping[str, str], *, classes: set[str], delegations: set[str], zone: ZoneInfo, now: datetime
) -> Wanted:
    """Understand the link for a delegation's contact. Raises Invalid."""
    problems: dict[str, Problem] = {}
    common = _common(typed, problems, classes, delegations, zone, now)
    if not typed.get("delegation"):
        problems.setdefault("delegation", Problem(MISSING))
    email = typed.get("email", "").strip()
    if email and not is_email(email):
        problems["email"] = Problem(NOT_AN_ADDRESS)
    if problems or common is None:
        raise Invalid(problems)
    return Wanted((Invitee(tidy(typed.get("name", ""))[:80], email),), *common)


def _common(
    typed: Mapping[str, str],
    problems: dict[str, Problem],
    classes: set[str],
    delegations: set[str],
    zone: ZoneInfo,
    now: datetime,
) -> tuple[str, datetime, str, str] | None:
    chosen = Typed.of(typed).one
    for name, offered in (
        ("guest_class", classes),
        ("delegation", delegations),
        ("language", set(GUEST_LANGUAGES)),
    ):
        if chosen(name) and chosen(name) not in offered:
            problems[name] = Problem(NOT_OFFERED)
    until = read_day(chosen("expires_on")).value
    if until is None:
        problems["expires_on"] = Problem(NOT_A_DAY)
        return None
    expires_at = datetime.combine(until, _END_OF_DAY, zone)
    if expires_at <= now:
        problems["expires_on"] = Problem(_OVER)
    return chosen("language") or "zh-Hans", expires_at, chosen("guest_class"), chosen("delegation")


def _invitee(line: str, number: int, problems: dict[str, Problem]) -> Invitee:
    parts = [tidy(part).strip("<>") for part in _BETWEEN.split(line.strip())]
    email = next((part for part in parts if is_email(part)), "")
    if not email:
        problems.setdefault("people", Problem(_NO_MAIL, {"line": number, "text": line.strip()[:60]}))
    return Invitee(" ".join(part for part in parts if part and part != email)[:80], email)
