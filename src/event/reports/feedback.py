"""What became of the suggestions of guests, and how content they were."""

from event.feedback.labels import OVERALL_LABELS, PART_LABELS
from event.feedback.queries import suggestions_of, sums
from event.feedback.results import SurveyResults, results_of
from event.feedback.rules import done_by, is_overdue, percent
from event.gathering.tables import local_day
from event.language import Message, translated
from event.reports.told import Asked, Told

_ANSWERED, _OPEN, _OVERDUE = Message("Answered"), Message("Not answered yet"), Message("Overdue")


async def suggestions(asked: Asked) -> Told:
    """Suggestions received by a day, and which of them were answered by then; liaisons see their own delegations'."""
    day = local_day(asked.at, asked.gathering.zone)
    every = await suggestions_of(asked.gathering, today=day, scope=asked.scope)
    told = sums(every, day)
    rows: list[tuple[str, ...]] = []
    for one in every:
        if one.received_on <= day:
            done, late = done_by(one.done_on, day), is_overdue(one.due_on, one.done_on, day)
            state = translated(_ANSWERED if done else _OVERDUE if late else _OPEN, asked.language)
            rows.append(
                (
                    one.number, one.received_on.isoformat(), one.who or "–", one.content, one.unit or "–",
                    one.due_on.isoformat() if one.due_on else "–", state,
                    one.done_on.isoformat() if done and one.done_on else "–",
                )
            )  # fmt: skip
    return Told(
        {"total": told.total, "done": told.done, "rate": told.rate},
        (
            Message("Number"), Message("Received on"), Message("Name"), Message("What was suggested"),
            Message("Responsible unit"), Message("Due on"), Message("State"), Message("Answered on"),
        ),
        rows,
        (
            (Message("Received"), str(told.total)), (_ANSWERED, str(told.done)),
            (Message("Answered, %"), told.rate or "–"), (_OVERDUE, str(told.overdue)),
        ),
    )  # fmt: skip


async def survey(asked: Asked) -> Told:
    """The survey by the answers that had come by a day; nothing is broken down below five answers."""
    results = await results_of(asked.gathering, local_day(asked.at, asked.gathering.zone))
    return Told(
        {
            "sent": results.sent, "returned": results.returned, "return_rate": results.return_rate,
            "satisfied": results.satisfied, "satisfaction": results.satisfaction, "target": results.target,
        },
        (Message("Question"), Message("Answer given"), Message("How many"), Message("Percent"), Message("Average")),
        _rows(results, asked.language),
        (
            (Message("Asked"), str(results.sent)), (Message("Returned"), str(results.returned)),
            (Message("Returned, %"), results.return_rate or "–"), (Message("Content, %"), results.satisfaction or "–"),
            (Message("Target"), f"{results.target} %"),
        ),
    )  # fmt: skip


def _rows(results: SurveyResults, language: str) -> list[tuple[str, ...]]:
    overall = translated(Message("Overall"), language)
    rows: list[tuple[str, ...]] = [
        (
            overall,
            translated(OVERALL_LABELS[level], language),
            str(count),
            percent(count, results.returned) or "–",
            "–",
        )
        for level, count in results.overall.items()
    ]
    return rows + [
        (
            translated(PART_LABELS[one.part], language),
            "–",
            str(one.marks) if one.marks else "–",
            "–",
            one.average or "–",
        )
        for one in results.parts
    ]
