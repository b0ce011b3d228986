"""What people call the states of suggestions, and the questions and answers of the survey."""

from event.feedback.tables import SuggestionState
from event.language import Message

STATE_LABELS = {
    SuggestionState.NOT_BEGUN: Message("Not begun"), SuggestionState.UNDER_WAY: Message("Being dealt with"),
    SuggestionState.PASSED_ON: Message("Passed on"), SuggestionState.DONE: Message("Answered"),
}  # fmt: skip
STATE_WORDS = {
    SuggestionState.NOT_BEGUN: "未办理", SuggestionState.UNDER_WAY: "办理中", SuggestionState.PASSED_ON: "已转办",
    SuggestionState.DONE: "已办结",
}  # fmt: skip
"""The states in the office's own list."""
LABELS = {
    "number": Message("Number"), "received_on": Message("Received on"), "guest": Message("Number of the guest"),
    "name": Message("Name"), "content": Message("What was suggested"), "unit": Message("Responsible unit"),
    "person": Message("Who does it"), "due_on": Message("Due on"), "state": Message("State"),
    "answer": Message("Answer"), "done_on": Message("Answered on"),
}  # fmt: skip

OVERALL_LABELS = {
    5: Message("Very content"), 4: Message("Content"), 3: Message("Neither content nor discontent"),
    2: Message("Discontent"), 1: Message("Very discontent"),
}  # fmt: skip
OVERALL_WORDS = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}
PART_LABELS = {
    "reception": Message("Reception"), "lodging": Message("Hotel"), "meals": Message("Meals"),
    "organization": Message("Organization of the sessions"), "matchmaking": Message("Matchmaking"),
    "visit": Message("Homeland visit"), "transport": Message("Pick-up and buses"),
}  # fmt: skip
PART_WORDS = {
    "reception": "接待", "lodging": "住宿", "meals": "餐饮", "organization": "会务", "matchmaking": "对接洽谈",
    "visit": "家乡行", "transport": "交通接送",
}  # fmt: skip
PARTS = tuple(PART_LABELS)
"""The parts that guests give marks to, one to five; each may be left out."""
