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
