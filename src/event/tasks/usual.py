"""What usually has to be done, and how many days before the first day (below nothing: after it)."""

from dataclasses import dataclass

from event.language import Message


@dataclass(frozen=True)
class UsualTask:
    """A task that every gathering has; `code` stays, so that it is taken over once."""

    code: str
    title: Message
    days_before: int
    unit: str


USUAL = (
    UsualTask("invitations", Message("Send the invitations"), 120, "侨联"),
    UsualTask("visa-letters", Message("Issue the letters for visas"), 90, "侨联"),
    UsualTask("projects", Message("Collect the projects that are to be signed"), 90, "商务局"),
    UsualTask("routes", Message("Choose routes and stops of the homeland visit"), 75, "文旅局"),
    UsualTask("hotels", Message("Reserve hotels and agree on prices"), 60, "接待组"),
    UsualTask("registration", Message("Close registration and look through the list of guests"), 45, "侨联"),
    UsualTask("texts", Message("Settle the texts of all agreements"), 30, "商务局"),
    UsualTask("vehicles", Message("Reserve vehicles and drivers"), 30, "交通局"),
    UsualTask("safety", Message("Agree on security, fire and medical plans"), 20, "公安局"),
    UsualTask("journeys", Message("Collect flights and trains, plan the pick-ups"), 14, "接待组"),
    UsualTask("handbook", Message("Print the handbook and the programme"), 14, "会务组"),
    UsualTask("meals", Message("Settle the meals, with halal and vegetarian ones"), 10, "接待组"),
    UsualTask("volunteers", Message("Train volunteers, guides and interpreters"), 10, "团委"),
    UsualTask("badges", Message("Print badges and table cards"), 7, "会务组"),
    UsualTask("press", Message("Invite the press and write the release"), 5, "宣传部"),
    UsualTask("rehearsal", Message("Rehearse the opening and the signing"), 1, "会务组"),
    UsualTask("thanks", Message("Thank guests, speakers and helpers in writing"), -7, "侨联"),
    UsualTask("suggestions", Message("Hand the suggestions of guests to the units"), -14, "侨联"),
    UsualTask("follow-up", Message("Write the first entries in the ledger of signed projects"), -30, "商务局"),
)  # fmt: skip
