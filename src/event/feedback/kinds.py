"""Every kind of list that can be taken in, with the workbook of feedback."""

from event.feedback.imports import import_feedback
from event.tasks.kinds import FOR_A_SESSION, KINDS

__all__ = ["FOR_A_SESSION", "KINDS"]

KINDS.update(feedback=import_feedback)
