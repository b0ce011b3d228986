"""When a task is overdue, and which day a usual one is due on."""

from datetime import date, timedelta

from event.tasks.tables import TaskState

STILL_TO_DO = (TaskState.OPEN, TaskState.UNDER_WAY)


def is_overdue(state: str, due_on: date | None, today: date) -> bool:
    """Whether the day has passed and there is still something to do; on the day itself it is not overdue."""
    return state in STILL_TO_DO and due_on is not None and due_on < today


def day_due(first_day: date, days_before: int) -> date:
    """The day so many days before the first day; below nothing: after it."""
    return first_day - timedelta(days=days_before)
