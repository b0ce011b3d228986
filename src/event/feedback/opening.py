"""Opening the survey and asking those who arrived, by mail and by a link of their own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from event.crypto import ring
from event.database import fetch, fetch_one, writing
from event.feedback.errors import NobodyArrived, SurveyTooEarly
from event.feedback.told import SurveyTold, checked_survey
from event.gathering.tables import Gathering, local_day
from event.jobs import ask
from event.messages.operations import Letter, enqueue
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.tables import Guest
from event.settings import settings
from event.templating import day

USUAL_DAYS = 14
"""How long a survey is open where nobody said otherwise."""
_AT_ONCE = 50
"""Mails in one transaction."""


@dataclass(frozen=True)
class SurveyKept:
    """The survey as it is stored."""

    id: UUID
    opens_at: datetime | None
    closes_at: datetime | None
    target_percent: Decimal
    handed_out: int

    def takes_answers(self, now: datetime) -> bool:
        """Whether links can be answered at a moment."""
        opened = self.opens_at is not None and self.opens_at <= now
        return opened and (self.closes_at is None or now < self.closes_at)


async def the_survey(
    gathering: Gathering, *, hold: bool = False, make: datetime | None = None
) -> SurveyKept | None:
    """The survey of a gathering, locked where it is to be changed, made where it is not there yet and `make` says when."""
    if make is not None:
        await fetch(
            "INSERT INTO survey (id, gathering, target_percent, handed_out, created_at) VALUES ($1, $2, 95, 0, $3)"
            " ON CONFLICT (gathering) DO NOTHING",
            uuid4(), gathering.id, make,
        )  # fmt: skip
    row = await fetch_one(
        "SELECT id, opens_at, closes_at, target_percent, handed_out FROM survey WHERE gathering = $1"  # noqa: S608
        + (" FOR UPDATE" if hold else ""),
        gathering.id,
    )
    return SurveyKept(**dict(row)) if row else None


async def open_survey(told: SurveyTold, *, gathering: Gathering, by: Actor, now: datetime) -> int:
    """Ask everybody who arrived and was not asked yet; returns how many. A second time it asks who came since.

    Raises Invalid, SurveyTooEarly, NobodyArrived.
    """
    kept, today = checked_survey(told), local_day(now, gathering.zone)
    if today < gathering.last_day:
        raise SurveyTooEarly(day=gathering.last_day.isoformat())
    closes = kept.closes_on or today + timedelta(days=USUAL_DAYS)
    async with writing():
        survey = await the_survey(gathering, hold=True, make=now)
        if survey is None:
            raise NobodyArrived
        asked = await fetch(_ASK, survey.id, gathering.id)
        if not await fetch("SELECT 1 FROM survey_invitation WHERE survey = $1 LIMIT 1", survey.id):
            raise NobodyArrived
        await fetch(
            "UPDATE survey SET opens_at = coalesce(opens_at, $2), closes_at = greatest($3, opens_at, $2),"
            " target_percent = $4, handed_out = $5 WHERE id = $1",
            survey.id, now, end_of(closes, gathering), kept.target_percent, kept.handed_out,
        )  # fmt: skip
        await ask("feedback.mail_survey", gathering=gathering.id)
        await record(
            "survey.open",
            subject=f"survey:{survey.id}",
            by=by,
            now=now,
            gathering=gathering.id,
            asked=len(asked),
        )
    return len(asked)


async def change_survey(told: SurveyTold, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Say until when answers are taken, what is aimed at, and how many forms were handed out on paper. Raises Invalid."""
    kept = checked_survey(told)
    async with writing():
        survey = await the_survey(gathering, hold=True, make=now)
        if survey is None:
            return
        closes = end_of(kept.closes_on, gathering) if kept.closes_on else survey.closes_at
        await fetch(
            "UPDATE survey SET closes_at = greatest($2, opens_at), target_percent = $3, handed_out = $4 WHERE id = $1",
            survey.id, closes if survey.opens_at else None, kept.target_percent, kept.handed_out,
        )  # fmt: skip
        await record("survey.change", subject=f"survey:{survey.id}", by=by, now=now, gathering=gathering.id)


async def close_survey(*, gathering: Gathering, by: Actor, now: datetime) -> UUID | None:
    """Take no more answers by link from now on; answers with what undoes it, None where it was closed."""
    async with writing():
        survey = await the_survey(gathering, hold=True)
        if survey is None or not survey.takes_answers(now):
            return None
        async with undoable(
            "survey.close", Rows("survey", "id", [survey.id], only=("closes_at",)), subject=f"survey:{survey.id}",
            by=by, now=now, gathering=gathering.id,
        ) as step:  # fmt: skip
            await fetch("UPDATE survey SET closes_at = $2 WHERE id = $1", survey.id, now)
        await record("survey.close", subject=f"survey:{survey.id}", by=by, now=now, gathering=gathering.id)
    return step


def end_of(on: date, gathering: Gathering) -> datetime:
    """The end of a day where the gathering is."""
    return datetime.combine(on + timedelta(days=1), time(), gathering.zone)


def last_day_of(closes_at: datetime, gathering: Gathering) -> date:
    """The last day on which answers are taken."""
    return local_day(closes_at - timedelta(microseconds=1), gathering.zone)


_ASK = """
INSERT INTO survey_invitation (id, survey, guest, answered)
SELECT gen_random_uuid(), $1, g.id, 0 FROM guest g JOIN guest_class c ON c.id = g.guest_class
WHERE g.gathering = $2 AND c.counts_as_guest AND g.standing = 'approved' AND g.erased_at IS NULL
AND EXISTS (SELECT 1 FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint WHERE a.guest = g.id AND p.kind = 'arrival')
ON CONFLICT (survey, guest) DO NOTHING RETURNING id
"""


async def mail_asked(gathering: Gathering, *, now: datetime) -> int:
    """Mail everybody who is asked and has an address, once each; returns how many mails were written."""
    survey, written = await the_survey(gathering), 0
    if survey is None or survey.closes_at is None or not survey.takes_answers(now):
        return 0
    rows = await fetch(
        "SELECT i.guest FROM survey_invitation i JOIN guest g ON g.id = i.guest WHERE i.survey = $1 AND g.email <> ''"
        " ORDER BY g.number",
        survey.id,
    )
    guests = [row["guest"] for row in rows]
    for start in range(0, len(guests), _AT_ONCE):
        async with writing():
            for guest in await Guest.objects().where(Guest.id.is_in(guests[start : start + _AT_ONCE])):
                written += await _mail(survey, guest, gathering, now)
    return written


async def _mail(survey: SurveyKept, guest: Guest, gathering: Gathering, now: datetime) -> bool:
    closes = last_day_of(survey.closes_at or now, gathering)
    values = {
        "name": guest.name, "number": guest.number, "deadline": day(closes, guest.language),
        "link": survey_address(guest.id) + f"?lang={guest.language}",
    }  # fmt: skip
    letter = Letter(guest.email, guest.language, values)
    cause = f"survey:{survey.id}:{guest.id}"
    return bool(await enqueue("survey", letter, cause=cause, gathering=gathering, guest=guest.id, now=now))


def survey_path(guest: UUID) -> str:
    """The page on which a guest answers, behind a link that cannot be guessed."""
    return f"/s/{ring().link_code('survey', guest)}"


def survey_address(guest: UUID) -> str:
    """The same as it stands in mails."""
    return settings().address + survey_path(guest)
