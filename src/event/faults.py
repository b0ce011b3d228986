"""What can be wrong with a field, said everywhere in the same words; what only one form knows is said there."""

from event.language import Message

MISSING = Message("Please fill this in.")
TOO_LONG = Message("At most {most} characters; these are {length}.")
NOT_OFFERED = Message("Please choose one of the list.")
NOT_A_DAY = Message("Please give a day such as 2026-10-15.")
NOT_A_MOMENT = Message("Please give a day and a time such as 2026-10-15 09:00.")
NOT_A_COUNT = Message("Please give a whole number from {least} to {most}.")
NOT_AN_ADDRESS = Message("This is not an e-mail address; it looks like name@example.com.")
NOT_A_SIGN_IN_NAME = Message("Letters, digits, dot and dash only, at least two.")
CLOSES_BEFORE = Message("It would close before it opens.")

ROW_LACKS = Message("is missing.")
ROW_TOO_LONG = Message("at most {most} characters; these are {length}. Shorten it.")
ROW_UNKNOWN = Message("“{text}” is not known here. Known: {known}.")
"""Of a cell in a list, behind its heading."""
