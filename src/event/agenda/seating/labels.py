"""What pages call the kinds, rules and steps of seat plans."""

from event.language import Message

KINDS = {
    "banquet": Message("Banquet tables"), "rostrum": Message("Rostrum"), "rows": Message("Hall with rows"), "photo": Message("Group photograph"),
}  # fmt: skip
SEAT_RULES = {
    "left": Message("Left is higher (at home)"), "right": Message("Right is higher (with foreign guests; at table)"),
}  # fmt: skip
EVEN_RULES = {
    "outward": Message("7 5 3 1 2 4 6 8, as the audience sees it where left is higher"),
    "beside": Message("8 6 4 2 1 3 5 7, as the audience sees it where left is higher"),
}
STEPS = {
    "move": Message("Somebody moved"), "person": Message("A person changed"), "out": Message("People taken out"), "add": Message("People added"),
    "order": Message("The order changed"), "rank": Message("Seated by precedence"), "clear": Message("Seats taken away"),
    "proposal": Message("A proposal taken over"),
}  # fmt: skip
