"""Who is asked by the survey: behind a link, and in figures for the office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.crypto import ring
from event.database import fetch_one
from event.feedback.errors import UnknownSurveyLink
from event.feedback.opening import the_survey
from event.gathering.tables import Gathering


@dataclass(frozen=True)
class Asked:
    """Who a link asks, in which gathering, and whether it was used."""

    guest: UUID
    gathering: Gathering
    language: str
    answered: bool
    takes_answers: bool


@dataclass(frozen=True)
class Reach:
    """Whom the survey reaches: arrived, of them with a mail address, asked so far, and mails written."""

    arrived: int
    with_mail: int
    asked: int
    mailed: int


async def asked_behind(code: str, now: datetime) -> Asked:
    """Who is asked by a link. Raises UnknownSurveyLink."""
    named = ring().link_subject(code)
    if named is None or not ring().link_holds(named[1], "survey", named[0]):
        raise UnknownSurveyLink
    row = await fetch_one(
        "SELECT g.gathering, g.language, i.answered FROM guest g JOIN survey s ON s.gathering = g.gathering"
        " JOIN survey_invitation i ON i.survey = s.id AND i.guest = g.id WHERE g.id = $1",
        named[0],
    )
    gathering = await Gathering.objects().get(Gathering.id == row["gathering"]) if row else None
    if row is None or gathering is None:
        raise UnknownSurveyLink
    survey = await the_survey(gathering)
    takes = survey is not None and survey.takes_answers(now)
    return Asked(named[0], gathering, row["language"], bool(row["answered"]), takes)


async def asked_now(guest: UUID, gathering: Gathering, now: datetime) -> bool:
    """Whether a guest can answer at this moment."""
    survey = await the_survey(gathering)
    if survey is None or not survey.takes_answers(now):
        return False
    row = await fetch_one(
        "SELECT 1 FROM survey_invitation WHERE survey = $1 AND guest = $2 AND answered = 0", survey.id, guest
    )
    return row is not None


async def reach_of(gathering: Gathering) -> Reach:
    """Whom the survey reaches."""
    row = await fetch_one(_REACH, gathering.id)
    return Reach(**dict(row)) if row else Reach(0, 0, 0, 0)


_REACH = """
WITH arrived AS (
    SELECT g.email FROM guest g JOIN guest_class c ON c.id = g.guest_class
    WHERE g.gathering = $1 AND c.counts_as_guest AND g.standing = 'approved' AND g.erased_at IS NULL
    AND EXISTS (SELECT 1 FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint WHERE a.guest = g.id AND p.kind = 'arrival')
)
SELECT (SELECT count(*) FROM arrived) AS arrived, (SELECT count(*) FROM arrived WHERE email <> '') AS with_mail,
    (SELECT count(*) FROM survey_invitation i JOIN survey s ON s.id = i.survey WHERE s.gathering = $1) AS asked,
    (SELECT count(*) FROM mail WHERE gathering = $1 AND occasion = 'survey') AS mailed
"""
