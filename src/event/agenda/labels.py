"""What kinds of sessions and items, and parts in them, are called; and how a kind is told from a title."""

from event.agenda.tables import ItemKind, Mode, Part, SessionKind
from event.language import Message

KIND_LABELS: dict[str, Message] = {
    SessionKind.ARRIVAL: Message("Arrival desk"),
    SessionKind.OPENING: Message("Opening ceremony"),
    SessionKind.CLOSING: Message("Closing ceremony"),
    SessionKind.TALKS: Message("Talks"),
    SessionKind.RECEPTION: Message("Reception of important guests"),
    SessionKind.SIGNING: Message("Signing ceremony"),
    SessionKind.PROMOTION: Message("Promotion of investment"),
    SessionKind.MATCHMAKING: Message("Matchmaking"),
    SessionKind.JOB_FAIR: Message("Job fair"),
    SessionKind.VISIT: Message("Homeland visit"),
    SessionKind.BANQUET: Message("Banquet"),
    SessionKind.MEAL: Message("Meal"),
    SessionKind.PERFORMANCE: Message("Performance"),
    SessionKind.PHOTO: Message("Group photo"),
    SessionKind.DEPARTURE: Message("Departure transfer"),
    SessionKind.OTHER: Message("Something else"),
}
MODE_LABELS: dict[str, Message] = {
    Mode.ON_SITE: Message("On site"),
    Mode.ONLINE: Message("Online"),
    Mode.BOTH: Message("On site and online"),
}
ITEM_LABELS: dict[str, Message] = {
    ItemKind.SPEECH: Message("Speech"),
    ItemKind.REMARKS: Message("Remarks of a representative"),
    ItemKind.PROMOTION: Message("Promotion of investment"),
    ItemKind.RELEASE: Message("Release"),
    ItemKind.SIGNING: Message("Signing"),
    ItemKind.APPOINTMENT: Message("Letters of appointment"),
    ItemKind.PLAQUE: Message("Plaques"),
    ItemKind.AWARD: Message("Awards"),
    ItemKind.PHOTO: Message("Group photo"),
    ItemKind.PERFORMANCE: Message("Performance"),
    ItemKind.OTHER: Message("Something else"),
}
PART_LABELS: dict[str, Message] = {
    Part.HOST: Message("Master of ceremonies"),
    Part.MODERATOR: Message("Moderator"),
    Part.SPEAKER: Message("Speaker"),
    Part.INTERPRETER: Message("Interpreter"),
}

KINDS_ZH: dict[str, str] = {
    SessionKind.ARRIVAL: "报到", SessionKind.OPENING: "开幕式", SessionKind.CLOSING: "闭幕式",
    SessionKind.TALKS: "座谈会", SessionKind.RECEPTION: "会见", SessionKind.SIGNING: "签约仪式",
    SessionKind.PROMOTION: "推介会", SessionKind.MATCHMAKING: "对接洽谈", SessionKind.JOB_FAIR: "招聘会",
    SessionKind.VISIT: "家乡行", SessionKind.BANQUET: "宴会", SessionKind.MEAL: "用餐",
    SessionKind.PERFORMANCE: "文艺演出", SessionKind.PHOTO: "合影", SessionKind.DEPARTURE: "送站",
    SessionKind.OTHER: "其他",
}  # fmt: skip
MODES_ZH: dict[str, str] = {Mode.ON_SITE: "线下", Mode.ONLINE: "线上", Mode.BOTH: "线下和线上"}
ITEMS_ZH: dict[str, str] = {
    ItemKind.SPEECH: "致辞", ItemKind.REMARKS: "代表发言", ItemKind.PROMOTION: "推介", ItemKind.RELEASE: "发布",
    ItemKind.SIGNING: "签约", ItemKind.APPOINTMENT: "颁发聘书", ItemKind.PLAQUE: "授牌", ItemKind.AWARD: "表彰",
    ItemKind.PHOTO: "合影", ItemKind.PERFORMANCE: "演出", ItemKind.OTHER: "其他",
}  # fmt: skip
PARTS_ZH: dict[str, str] = {
    Part.HOST: "主持人", Part.MODERATOR: "主持对话", Part.SPEAKER: "发言人", Part.INTERPRETER: "翻译",
}  # fmt: skip
"""The same in the office's workbook."""

_WORDS = (
    ("报到", SessionKind.ARRIVAL), ("宴", SessionKind.BANQUET), ("餐", SessionKind.MEAL),
    ("开幕", SessionKind.OPENING), ("闭幕", SessionKind.CLOSING), ("合影", SessionKind.PHOTO),
    ("签约", SessionKind.SIGNING), ("招聘", SessionKind.JOB_FAIR), ("洽谈", SessionKind.MATCHMAKING),
    ("推介", SessionKind.PROMOTION), ("会见", SessionKind.RECEPTION), ("座谈", SessionKind.TALKS),
    ("圆桌", SessionKind.TALKS), ("恳谈", SessionKind.TALKS), ("晚会", SessionKind.PERFORMANCE),
    ("演出", SessionKind.PERFORMANCE), ("文艺", SessionKind.PERFORMANCE), ("家乡行", SessionKind.VISIT),
    ("考察", SessionKind.VISIT), ("送站", SessionKind.DEPARTURE), ("送机", SessionKind.DEPARTURE),
)  # fmt: skip


def kind_of(title_zh: str) -> str:
    """The kind that a Chinese title says; other where it says none."""
    return next((kind.value for word, kind in _WORDS if word in title_zh), SessionKind.OTHER.value)
