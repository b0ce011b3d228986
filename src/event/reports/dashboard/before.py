"""Before the gathering: replies, what is missing of guests, reviews, tasks, suggestions and the next dates."""

from datetime import date, datetime, time
from typing import Any

from event.database import fetch, fetch_one
from event.gathering.tables import local_day
from event.language import Message
from event.people.rules import Permission
from event.reports.dashboard.look import Entry, Glance, Listed, Look, Tile

_COUNTS = """
WITH theirs AS MATERIALIZED (
    SELECT g.id, g.standing, g.document_number IS NULL AS no_document, g.answers->>'lodging' = 'yes' AS wants_room
    FROM guest g JOIN guest_class c ON c.id = g.guest_class WHERE g.gathering = $1 AND c.counts_as_guest
)
SELECT (SELECT count(*) FROM theirs WHERE standing <> 'replaced')::int AS replies,
    (SELECT count(*) FROM theirs WHERE standing = 'approved')::int AS approved,
    (SELECT count(*) FROM theirs WHERE standing IN ('submitted', 'waitlisted'))::int AS waiting,
    (SELECT count(*) FROM theirs WHERE standing = 'approved' AND no_document)::int AS no_document,
    (SELECT count(*) FROM theirs t JOIN journey j ON j.guest = t.id AND j.direction = 'arrival'
        WHERE t.standing = 'approved' AND j.mode IN ('flight', 'train') AND j.number = '')::int AS no_flight,
    (SELECT count(*) FROM theirs t LEFT JOIN rooming r ON r.guest = t.id
        WHERE t.standing = 'approved' AND r.room IS NULL AND (r.id IS NOT NULL OR t.wants_room))::int AS no_room,
    (SELECT count(*) FROM invitation WHERE gathering = $1 AND used_at IS NULL AND revoked_at IS NULL)::int AS unanswered,
    (SELECT count(*) FROM task WHERE gathering = $1 AND state NOT IN ('done', 'dropped'))::int AS tasks,
    (SELECT count(*) FROM task WHERE gathering = $1 AND state NOT IN ('done', 'dropped') AND due_on < $2)::int AS overdue,
    (SELECT count(*) FROM suggestion WHERE gathering = $1 AND done_on IS NULL)::int AS suggestions
"""
_DATES = """
SELECT due_on AS day, title AS what, 'task' AS kind, number::text AS code FROM task
WHERE gathering = $1 AND state NOT IN ('done', 'dropped') AND due_on >= $2
UNION ALL SELECT ((signup_closes AT TIME ZONE $3)::date), CASE WHEN $4 AND title_en <> '' THEN title_en ELSE title_zh END,
    'signup', code FROM agenda_session WHERE gathering = $1 AND cancelled_at IS NULL AND (signup_closes AT TIME ZONE $3)::date >= $2
ORDER BY 1, 3, 4 LIMIT 6
"""
_KINDS = {"task": Message("Task: {what}"), "signup": Message("Sign-up closes: {what}")}
_MOST = 6


async def before(look: Look) -> Glance:
    """Figures of replies and of what is to be done, and the next dates."""
    row: Any = await fetch_one(_COUNTS, look.gathering.id, local_day(look.at, look.gathering.zone))
    reads, missing = Permission.GUESTS_READ, look.report("missing-details")
    todo = Permission.GUESTS_READ

    def guests(**query: str) -> str:
        return look.page("/guests", reads, **query)

    def wanting(number: int) -> str:
        return "watch" if number else ""

    return Glance(
        [
            Tile("replies", look.say(Message("Replies in")), row["replies"], guests()),
            Tile("approved", look.say(Message("Approved")), row["approved"], look.report("registered")),
            Tile("waiting", look.say(Message("Waiting for review")), row["waiting"], guests(standing="submitted"), wanting(row["waiting"])),
            Tile("unanswered", look.say(Message("Invitations without an answer")), row["unanswered"], look.page("/invitations", Permission.GUESTS_WRITE), wanting(row["unanswered"])),
            Tile("no-flight", look.say(Message("Without a flight or train")), row["no_flight"], missing, wanting(row["no_flight"])),
            Tile("no-room", look.say(Message("Without a room")), row["no_room"], missing, wanting(row["no_room"])),
            Tile("no-document", look.say(Message("Without a document number")), row["no_document"], missing, wanting(row["no_document"])),
            Tile("tasks", look.say(Message("Tasks to do")), row["tasks"], look.page("/tasks", todo, show="todo")),
            Tile("overdue", look.say(Message("Overdue tasks")), row["overdue"], look.page("/tasks", todo, show="overdue"), "late" if row["overdue"] else ""),
            Tile("suggestions", look.say(Message("Suggestions without an answer")), row["suggestions"], look.report("suggestions")),
        ],
        [await _dates(look)],
    )  # fmt: skip


async def _dates(look: Look) -> Listed:
    """The next dates: of registration, of tasks, of sign-ups, and the first day."""
    held, today = look.gathering, local_day(look.at, look.gathering.zone)
    may = Permission.GUESTS_READ in look.may
    rows = await fetch(_DATES, held.id, today, held.timezone, look.language == "en")
    found: list[tuple[date, str, str]] = [
        (row["day"], look.say(_KINDS[row["kind"]], what=row["what"]), _behind(look, row))
        for row in rows
        if may or row["kind"] != "task"
    ]
    own: list[tuple[Message, datetime | date | None]] = [
        (Message("Registration closes"), held.registration_closes),
        (Message("Guests may change their answers until now"), held.changes_until),
        (Message("The gathering begins"), held.first_day),
    ]
    for said, moment in own:
        day = local_day(moment, held.zone) if isinstance(moment, datetime) else moment
        if day is not None and day >= today:
            found.append((day, look.say(said), look.page("/settings", Permission.GATHERING_WRITE)))
    found.sort(key=lambda one: one[0])
    return Listed(
        "dates", look.say(Message("Next dates")),
        [Entry(day.isoformat(), what, _left(look, day, today), href) for day, what, href in found[:_MOST]],
        look.say(Message("Nothing is due any more.")), look.page("/tasks", Permission.GUESTS_READ),
    )  # fmt: skip


def _behind(look: Look, row: Any) -> str:
    if row["kind"] == "task":
        return look.page(f"/tasks/{row['code']}", Permission.GUESTS_READ)
    return look.page("/agenda", Permission.AGENDA_READ)


def _left(look: Look, day: date, today: date) -> str:
    days = (day - today).days
    return look.say(Message("today")) if not days else look.say(Message("in {days} days"), days=days)


def midnight(look: Look) -> datetime:
    """When the day of the look began."""
    return datetime.combine(local_day(look.at, look.gathering.zone), time(), look.gathering.zone)
