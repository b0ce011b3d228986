"""Every kind of list that can be taken in, with the list of tasks."""

from event.signing.kinds import FOR_A_SESSION, KINDS
from event.tasks.imports import import_tasks

__all__ = ["FOR_A_SESSION", "KINDS"]

KINDS.update(tasks=import_tasks)
