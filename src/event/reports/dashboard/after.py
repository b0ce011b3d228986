"""After the gathering: what came of it, and what is still to be followed up, answered or deleted."""

from typing import Any

from event.checkin.board import counts
from event.database import fetch
from event.feedback.results import results_of
from event.gathering.tables import local_day
from event.language import Message
from event.people.rules import Permission
from event.reports.dashboard.kept import answers
from event.reports.dashboard.look import Entry, Glance, Listed, Look, Tile

Answers = dict[str, dict[str, Any] | None]
_SLOW = ("press-figures", "projects-landed", "overdue-projects", "editions-and-retention", "no-shows")
_FOLLOW_UPS = """
SELECT DISTINCT ON (i.id) i.code, i.name_zh, f.due_on, f.next_step, f.responsible_unit FROM follow_up f
JOIN signing_item i ON i.id = f.item
WHERE i.gathering = $1 AND i.withdrawn_at IS NULL AND NOT f.void AND f.day <= $2
    AND NOT EXISTS (SELECT 1 FROM follow_up c WHERE c.corrects = f.id)
ORDER BY i.id, f.day DESC, f.seq DESC
"""
_SUGGESTIONS = "SELECT count(*)::int AS open FROM suggestion WHERE gathering = $1 AND received_on <= $2 AND (done_on IS NULL OR done_on > $2)"


async def after(look: Look, *, patience: float | None = None) -> Glance:
    """Results first, then what is due."""
    told, slow = await counts(look.gathering, now=look.at), await answers(look, *_SLOW, patience=patience)
    today = local_day(look.at, look.gathering.zone)
    survey = await results_of(look.gathering, today)
    (row,) = await fetch(_SUGGESTIONS, look.gathering.id, today)
    press, landed, late, gone = (slow[name] for name in _SLOW[:4])
    came, expected = _came(slow["no-shows"]) if look.earlier else (told.arrived, told.due)
    now = press["now"] if press else None

    def tone(number: int | None) -> str:
        return "watch" if number else ""

    return Glance(
        [
            Tile("came", look.say(Message("Guests who came")), came, look.report("sessions-attended")),
            Tile("stayed-away", look.say(Message("Expected and not come")), expected - came if expected is not None and came is not None else None, look.report("no-shows"), tone(expected and came and expected - came)),
            Tile("places", look.say(Message("Countries and regions")), now["countries_and_regions"] if now else None, look.page("/press", Permission.FIGURES)),
            Tile("performed", look.say(Message("Projects performing")), f"{landed['performed']['n']} / {landed['signed']}" if landed else None, look.report("projects-landed")),
            Tile("survey", look.say(Message("Content, %")), survey.satisfaction or "–", look.report("survey")),
            Tile("returned", look.say(Message("Surveys returned, %")), survey.return_rate or "–", look.report("survey")),
            Tile("suggestions", look.say(Message("Suggestions without an answer")), row["open"], look.report("suggestions"), tone(row["open"])),
            Tile("overdue-projects", look.say(Message("Projects whose next step is overdue")), late["overdue"] if late else None, look.report("overdue-projects"), "late" if late and late["overdue"] else ""),
            Tile("delete", look.say(Message("Guests whose data is to be deleted")), gone["delete_count"] if gone else None, look.report("editions-and-retention"), "late" if gone and gone["delete_count"] else ""),
        ],
        [await _follow_ups(look, today)],
    )  # fmt: skip


def _came(answer: dict[str, Any] | None) -> tuple[int | None, int | None]:
    return (answer["checked_in_total"], answer["expected"]) if answer else (None, None)


async def _follow_ups(look: Look, today: Any) -> Listed:
    """The next steps of the projects, what is due first first; nobody's name."""
    rows = [row for row in await fetch(_FOLLOW_UPS, look.gathering.id, today) if row["due_on"] is not None]
    rows.sort(key=lambda row: (row["due_on"], row["code"]))
    said, mine = look.say(Message("overdue")), Permission.SIGNING_READ in look.may
    return Listed(
        "follow-ups", look.say(Message("Next steps of the projects")),
        [
            Entry(
                row["due_on"].isoformat(), f"{row['code']} {row['next_step'] or row['name_zh']}", said if row["due_on"] < today else row["responsible_unit"],
                look.page("/signing/ledger", Permission.SIGNING_READ), "late" if row["due_on"] < today else "",
            )
            for row in rows[:8]
            if mine
        ],
        look.say(Message("No next step is written down.")), look.page("/signing/ledger", Permission.SIGNING_READ),
    )  # fmt: skip
