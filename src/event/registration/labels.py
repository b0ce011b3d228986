"""What people call the fields and states of a guest."""

from event.language import Message
from event.registration.tables import Standing

DIET_LABELS = {
    "none": Message("No special need"), "halal": Message("Halal"), "vegetarian": Message("Vegetarian"),
    "other": Message("Other, see below"),
}  # fmt: skip
MODE_LABELS = {
    "flight": Message("By air"), "train": Message("By rail"), "self": Message("By own means"),
    "local": Message("I live here"),
}  # fmt: skip
STANDING_LABELS = {
    Standing.SUBMITTED: Message("Waiting for review"),
    Standing.FIRST_REVIEWED: Message("Passed the first review"), Standing.APPROVED: Message("Approved"),
    Standing.WAITLISTED: Message("On the waiting list"), Standing.DECLINED: Message("Declined"),
    Standing.WITHDRAWN: Message("Withdrawn"), Standing.REPLACED: Message("Replaced"),
}  # fmt: skip
NEED_LABELS = {
    "diet": Message("Diet"), "allergies": Message("Allergies"), "mobility": Message("Mobility and health"),
    "health": Message("Mobility and health"),
}  # fmt: skip
KINSHIPS = (
    ("配偶", Message("Spouse")), ("子", Message("Son")), ("女", Message("Daughter")), ("父", Message("Father")),
    ("母", Message("Mother")), ("兄弟姐妹", Message("Brother or sister")), ("孙辈", Message("Grandchild")),
    ("陪同", Message("Attendant")), ("其他", Message("Other")),
)  # fmt: skip
"""How a companion is related to the guest: stored word and label."""
DECISION_LABELS = {
    Standing.FIRST_REVIEWED: Message("Pass the first review"), Standing.APPROVED: Message("Approve and mail the ticket"),
    Standing.WAITLISTED: Message("Put on the waiting list"), Standing.DECLINED: Message("Decline"),
    Standing.WITHDRAWN: Message("Withdraw"), Standing.SUBMITTED: Message("Back to review"),
}  # fmt: skip
"""Decisions staff take, in the order in which they are offered."""
ANSWER_LABELS = {
    "sessions": Message("Sessions"), "hotel": Message("Hotel"), "liaison": Message("Liaison officer"),
    "past_editions": Message("Earlier editions"), "retention": Message("Data kept"),
    "first_review": Message("First review"), "final_review": Message("Final review"), "duty": Message("Duty"),
    "unit": Message("Unit"), "post": Message("Post"), "visa_letter_issued": Message("Visa letter issued on"),
    "portrait_consent": Message("Pictures may be used"), "under_14": Message("Under 14"),
    "themes": Message("Interests"), "sit_with": Message("Sits with"),
}  # fmt: skip
"""Answers that come with lists only; what the form asks is called as it asks it."""
