"""Where and when the sample gathering takes place, and its doors."""

from dataclasses import dataclass

VENUES = (
    ("HOTEL", "示例侨缘酒店", "Example Returnees Hotel", "示例县示例路1号"),
    ("CENTRE", "示例会展中心", "Example Convention Centre", "示例县样本大道8号"),
)
"""Code, names, address."""

HALLS = (
    ("LOBBY", "HOTEL", "酒店大堂", "Hotel Lobby", None),
    ("ROOM-3", "HOTEL", "三楼会议室", "Meeting Room, 3rd floor", 50),
    ("BALLROOM", "HOTEL", "宴会厅", "Ballroom", 240),
    ("MAIN", "CENTRE", "主会场", "Main Hall", 450),
    ("HALL-A", "CENTRE", "A厅", "Hall A", 150),
    ("HALL-C", "CENTRE", "C厅", "Hall C", 40),
)
"""Code, venue, names, seats."""


@dataclass(frozen=True)
class Line:
    """A line of the programme: on which day from the first, from when, until when (empty: open)."""

    code: str
    day: int
    starts: str
    ends: str
    zh: str
    en: str
    hall: str = ""
    place: tuple[str, str] = ("", "")
    attendees: tuple[str, str] = ("全体来宾", "All guests")
    host: tuple[str, str] = ("县侨联", "County Federation")
    capacity: int | None = None


SESSIONS = (
    Line("ARRIVAL", 0, "09:00", "21:00", "报到", "Arrival and registration", "LOBBY",
         host=("接待组", "Reception team")),
    Line("LEADERS", 0, "15:00", "17:00", "侨团负责人座谈会", "Round table of association leaders", "ROOM-3",
         attendees=("各代表团团长", "Heads of delegation"), capacity=50),
    Line("DINNER", 0, "18:30", "20:30", "欢迎晚宴", "Welcome banquet", "BALLROOM",
         host=("接待组", "Reception team")),
    Line("OPENING", 1, "09:00", "10:00", "开幕式", "Opening ceremony", "MAIN"),
    Line("PHOTO", 1, "10:00", "10:20", "集体合影", "Group photo", place=("会展中心广场", "Convention Centre square")),
    Line("SIGNING", 1, "10:20", "11:40", "项目签约仪式", "Signing ceremony", "MAIN",
         host=("县商务局", "County Bureau of Commerce")),
    Line("LUNCH", 1, "12:00", "13:30", "午餐(自助)", "Lunch (buffet)", "BALLROOM"),
    Line("PROMOTION", 1, "14:30", "17:30", "产业推介会", "Industry presentations", "HALL-A",
         attendees=("企业家", "Entrepreneurs"), host=("县商务局", "County Bureau of Commerce"), capacity=150),
    Line("YOUTH", 1, "14:30", "16:30", "侨青圆桌会", "Young leaders' round table", "HALL-C",
         attendees=("青年侨领", "Young leaders"), capacity=40),
    Line("TALKS", 1, "14:30", "17:30", "项目对接洽谈", "One-to-one business talks",
         place=("会展中心洽谈区", "Convention Centre, meeting zone"), capacity=60),
    Line("GALA", 1, "19:30", "21:00", "文艺晚会", "Evening gala", place=("示例大剧院", "Example Theatre")),
    Line("VISIT", 2, "08:00", "14:30", "侨商家乡行", "Visit to the homeland", place=("各乡镇", "Towns and villages")),
    Line("CLOSING", 2, "16:00", "16:40", "意见反馈暨闭幕", "Feedback and closing", "BALLROOM"),
    Line("DEPARTURE", 2, "17:30", "", "送站", "Departures", "LOBBY", host=("接待组", "Reception team")),
)  # fmt: skip

CHECKPOINTS = (
    ("ARRIVAL-1", "酒店报到处", "Arrival desk, hotel", "arrival", "in", "once", False, "LOBBY", "ARRIVAL"),
    (
        "ARRIVAL-2",
        "高铁站报到处",
        "Arrival desk, railway station",
        "arrival",
        "in",
        "once",
        False,
        "",
        "ARRIVAL",
    ),
    ("DINNER", "欢迎晚宴入口", "Welcome banquet", "meal", "in", "once", False, "BALLROOM", "DINNER"),
    ("OPENING", "开幕式入口", "Opening ceremony", "session", "in", "once", False, "MAIN", "OPENING"),
    (
        "OPENING-OUT",
        "开幕式出口",
        "Opening ceremony, exit",
        "exit",
        "out",
        "always",
        False,
        "MAIN",
        "OPENING",
    ),
    (
        "PROMOTION",
        "产业推介会入口",
        "Industry presentations",
        "session",
        "in",
        "once",
        True,
        "HALL-A",
        "PROMOTION",
    ),
    (
        "YOUTH",
        "侨青圆桌会入口",
        "Young leaders' round table",
        "session",
        "in",
        "once",
        True,
        "HALL-C",
        "YOUTH",
    ),
    ("BUS-1", "1号车上车", "Bus 1, boarding", "bus", "in", "daily", False, "", "VISIT"),
    ("CLOSING", "闭幕入口", "Closing", "session", "in", "once", False, "BALLROOM", "CLOSING"),
)
"""Code, names, kind, direction, how often it admits, whether a booking is needed, hall, session."""

BOOKED = {"PROMOTION": 24, "YOUTH": 16}
"""How many guests of the sample have booked what."""
