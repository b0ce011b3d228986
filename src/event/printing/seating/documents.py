"""The papers about seats by name: what each is for and what can be chosen."""

from event.language import Message
from event.people.rules import Permission
from event.printing.centre.document import Ask, Document, Group
from event.printing.seating import cards, lists, plan
from event.printing.seating.choosing import PLAN, plans, plans_and_sessions

_PLAN = Ask("plan", PLAN, plans)

SEATING_DOCUMENTS: dict[str, Document] = {
    "seat-plan": Document(
        plan.SEAT_PLAN, Message("Every seat with its name, as the audience or the stage sees it; tables from above."), Group.TABLES,
        plan.plan_chunks, (_PLAN, Ask("view", plan.VIEW, plan.views), Ask("plan-paper", plan.SIZE, plan.papers)),
    ),
    "table-list": Document(
        lists.TABLE_LIST, Message("For the doors and the hosts: by table, and by name as it is read."), Group.TABLES, lists.list_chunks,
        (_PLAN,), formats=("pdf", "xlsx"), permission=Permission.PRINT,
    ),
    "seat-cards": Document(
        cards.CARDS, Message("Tents with the name on both sides, in the order of the seats; small ones for banquets."), Group.TABLES,
        cards.card_chunks,
        (
            Ask("plan", PLAN, plans_and_sessions), Ask("card-size", cards.SIZE, cards.sizes), Ask("scripts", cards.SCRIPTS, cards.scripts),
            Ask("titles", cards.TITLES, cards.titles),
        ),
    ),
}  # fmt: skip
