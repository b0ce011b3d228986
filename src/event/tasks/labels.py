"""What people call the fields and states of tasks."""

from event.language import Message
from event.tasks.tables import TaskState

STATE_LABELS = {
    TaskState.OPEN: Message("Not started"), TaskState.UNDER_WAY: Message("Under way"), TaskState.DONE: Message("Done"),
    TaskState.DROPPED: Message("Dropped"),
}  # fmt: skip
STATE_WORDS = {
    TaskState.OPEN: "未开始", TaskState.UNDER_WAY: "进行中", TaskState.DONE: "已完成", TaskState.DROPPED: "已取消",
}  # fmt: skip
"""The states in the office's own lists."""
LABELS = {
    "title": Message("What is to be done"), "unit": Message("Responsible unit"), "user": Message("User who does it"),
    "person": Message("Or somebody else"), "remind_to": Message("Remind by mail"), "due_on": Message("Due on"),
    "state": Message("State"), "done_on": Message("Done on"), "note": Message("Note"),
}  # fmt: skip
