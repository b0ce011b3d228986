"""States of a making in words."""

from event.language import Message
from event.printing.centre.tables import MakingState

MAKING_LABELS = {
    MakingState.WAITING: Message("Waiting for its turn"), MakingState.RUNNING: Message("Being made"), MakingState.DONE: Message("Ready"),
    MakingState.FAILED: Message("Not made"), MakingState.CANCELLED: Message("Cancelled"),
}  # fmt: skip
