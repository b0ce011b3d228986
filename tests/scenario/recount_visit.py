"""The homeland visit, rooms and transfers worked out from the office's files alone, the plain way."""

import io
from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from tests.scenario.recount import Office, sheet_of

_ZONE = ZoneInfo("Asia/Shanghai")
_DIETS = {"清真": "halal", "素食": "vegetarian"}
Row = dict[str, Any]


class Visit:
    """The answers as of a moment."""

    def __init__(self, office: Office, at: datetime) -> None:
        self.office, self.at, files = office, at, office.files
        self.replies = {
            str(row["编号"]): row for row in _replies(files["guests"]) if str(row["编号"] or "").count("-")
        }
        self.sheets = {
            name: list(sheet_of(files[kind], name, 3))
            for kind, names in {
                "visit": ("线路", "考察点", "车辆", "用餐", "乘车名单"),
                "hotels": ("酒店", "客房", "住宿分配"),
                "transfers": ("航班动态", "接站名单", "自行及本地", "送站名单"),
                "agenda": ("晚宴桌次",),
            }.items()
            for name in names
        }
        self.instead: dict[str, tuple[str, datetime]] = {}
        for row in sheet_of(files["changes"], 0, 3):
            if row["类型"] == "替换":
                self.instead[row["编号"]] = (row["新编号"], row["登记时间"].replace(tzinfo=_ZONE))
                self.replies[row["新编号"]] = row | {"同行组": None}
        self.arrived = {
            scan.holder for scan in office.passed(at) if office.points[scan.checkpoint]["kind"] == "报到"
        }

    def holder(self, number: str) -> str | None:
        """Who has the place of a number then, whichever of the two the list names; None for nobody."""
        number = next((old for old, (new, _) in self.instead.items() if new == number), number)
        new, since = self.instead.get(number, ("", self.at))
        number = new if new and since <= self.at else number
        guest = self.office.guests.get(number)
        return number if guest and guest.there(self.at) else None

    @cached_property
    def seats(self) -> dict[str, list[str]]:
        """Guests by bus, in the order of their seats."""
        found: dict[str, list[tuple[int, str]]] = {str(row["车号"]): [] for row in self.sheets["车辆"]}
        for row in self.sheets["乘车名单"]:
            number = self.holder(row["编号"])
            if number:
                found[str(row["车号"])].append((row["座号"] or 0, number))
        return {bus: [number for _, number in sorted(found[bus])] for bus in sorted(found, key=int)}

    @cached_property
    def route_of(self) -> dict[str, str]:
        return {str(row["车号"]): row["线路"] for row in self.sheets["车辆"]}

    def on_route(self, route: str) -> int:
        return sum(len(guests) for bus, guests in self.seats.items() if self.route_of[bus] == route)

    def eating(self, bus: str, diet: str) -> list[str]:
        return [one for one in self.seats[bus] if _DIETS.get(str(self.replies[one].get("饮食要求"))) == diet]

    def diets_by_bus(self, bus: str) -> Row:
        return {
            "bus": int(bus), "halal": len(self.eating(bus, "halal")), "guests": self.eating(bus, "halal"),
            "by_bus": {one: {diet: len(self.eating(one, diet)) for diet in _DIETS.values()} for one in self.seats},
        }  # fmt: skip

    def diets_at_canteen(self, canteen: Row) -> Row:
        routes = {row["线路"] for row in self.sheets["线路"] if row["午餐地点"] == canteen["用餐点"]}
        buses = [bus for bus in self.seats if self.route_of[bus] in routes]
        eats = {bus: self.eating(bus, "vegetarian") for bus in buses}
        return {
            "canteen": canteen["用餐点"], "vegetarian": sum(map(len, eats.values())),
            "guests": [one for numbers in eats.values() for one in numbers],
            "by_bus": {bus: len(numbers) for bus, numbers in eats.items() if numbers},
            "guests_total": sum(len(self.seats[bus]) for bus in buses), "capacity": canteen["容量"],
        }  # fmt: skip

    def read_at(self, bus: str, stops: set[str] | None = None) -> set[str]:
        wanted = f"BUS{bus}/"
        return {
            scan.holder or ""
            for scan in self.office.passed(self.at)
            if scan.checkpoint.startswith(wanted) and (stops is None or scan.checkpoint[len(wanted) :] in stops)
        }  # fmt: skip

    def not_on_a_bus(self) -> Row:
        missing = {bus: sorted(set(guests) - self.read_at(bus)) for bus, guests in self.seats.items()}
        booked, absent = sum(map(len, self.seats.values())), sum(map(len, missing.values()))
        return {
            "booked": booked, "boarded": booked - absent, "missing": absent,
            "by_bus": {bus: numbers for bus, numbers in missing.items() if numbers},
            "boarded_by_bus": {
                bus: [len(guests) - len(missing[bus]), len(guests)] for bus, guests in self.seats.items()
            },
        }  # fmt: skip

    def roll_call(self, bus: str, stop: str) -> tuple[int, int, list[str]]:
        """Counted, on board, missing."""
        calls = [code[len(f"BUS{bus}/") :] for code in self.office.points if code.startswith(f"BUS{bus}/")]
        before = self.read_at(bus, set(calls[: calls.index(stop)])) & set(self.seats[bus])
        counted = self.read_at(bus, {stop}) & set(self.seats[bus])
        missing = [one for one in self.seats[bus] if one in before - counted]
        return len(counted), len(before | counted), missing

    def visits(self, late: dict[str, int] | None = None) -> list[Row]:
        """Every stop of every route as minutes of the day, shifted where a route is late."""
        return [
            {
                "route": row["线路"], "stop": row["考察点编号"], "guests": self.on_route(row["线路"]),
                "from": _minutes(row["到达"]) + (late or {}).get(row["线路"], 0),
                "to": _minutes(row["离开"]) + (late or {}).get(row["线路"], 0),
            }
            for row in self.sheets["线路"]
        ]  # fmt: skip

    def peak(self, stop: str, visits: list[Row]) -> int:
        """Guests at a stop in the fullest minute."""
        here = [one for one in visits if one["stop"] == stop]
        return max(
            sum(one["guests"] for one in here if one["from"] <= minute < one["to"])
            for minute in range(24 * 60)
        )

    def too_full(self, visits: list[Row]) -> list[str]:
        return sorted(
            row["考察点编号"]
            for row in self.sheets["考察点"]
            if self.peak(row["考察点编号"], visits) > row["同时容量"]
        )

    def stop_capacity(self, stop: Row) -> Row:
        code, visits = stop["考察点编号"], self.visits()
        here = sorted((one for one in visits if one["stop"] == code), key=lambda one: one["from"])
        minutes = Counter(minute for one in here for minute in range(one["from"], one["to"]))
        return {
            "stop": code,
            "visits": [
                {
                    "route": one["route"], "arrive": _clock(one["from"]), "leave": _clock(one["to"]),
                    "guests": one["guests"],
                }
                for one in here
            ],
            "capacity": stop["同时容量"], "peak": self.peak(code, visits),
            "overlap": any(number > 1 for number in minutes.values()),
            "over_capacity": self.peak(code, visits) > stop["同时容量"],
            "all_stops_over_capacity": self.too_full(visits),
        }  # fmt: skip

    def move(self, old: str, new: str, number: int) -> Row:
        buses = [row for row in self.sheets["车辆"] if row["线路"] == new]
        seats, crew = (sum(row[name] for row in buses) for name in ("座位数", "随车人员数"))
        most = max(0, seats - crew - self.on_route(new))
        return {
            "n": number, "from": old, "to": new, "seats": seats, "booked": self.on_route(new), "crew": crew,
            "would_be": self.on_route(new) + crew + number, "max": most, "allowed": number <= most,
        }  # fmt: skip

    def late(self, route: str, minutes: int) -> Row:
        visits = self.visits({route: minutes})
        stops = {row["考察点编号"]: row for row in self.sheets["考察点"]}
        own = next(row for row in self.sheets["线路"] if row["线路"] == route)
        canteen = next(row for row in self.sheets["用餐"] if row["用餐点"] == own["午餐地点"])
        lunch, mine = _minutes(own["午餐时间"]) + minutes, [one for one in visits if one["route"] == route]
        buses = sorted(
            (row for row in self.sheets["车辆"] if row["线路"] == route), key=lambda row: int(row["车号"])
        )
        return {
            "route": route, "late": minutes,
            "stops": [
                {
                    "stop": one["stop"], "arrive": _clock(one["from"]), "leave": _clock(one["to"]),
                    "before_closing": one["to"] <= _minutes(stops[one["stop"]]["关闭时间"]),
                }
                for one in mine
            ],
            "lunch": {
                "place": canteen["用餐点"], "old": own["午餐时间"], "new": _clock(lunch),
                "within_serving_time": _minutes(canteen["开餐"]) <= lunch <= _minutes(canteen["停餐"]),
                "tell": [canteen["联系人"], canteen["联系电话"]],
            },
            "back": _clock(_minutes(own["返回"]) + minutes),
            "tell": {
                "captains": [
                    {"bus": row["车号"], "name": row["车长"], "phone": row["车长电话"]} for row in buses
                ],
                "drivers": [row["司机电话"] for row in buses],
                "stops": [
                    {"stop": one["stop"], "name": stops[one["stop"]]["联系人"], "phone": stops[one["stop"]]["联系电话"]}
                    for one in mine
                ],
                "guests": self.on_route(route),
            },
            "stops_over_capacity_then": self.too_full(visits),
        }  # fmt: skip

    def neither_choice(self) -> list[str]:
        wishes = {
            new: self.replies[old] for old, (new, _) in self.instead.items()
        }  # a substitute has the wishes of whom they replace
        return sorted(
            one
            for bus, guests in self.seats.items()
            for one in guests
            for reply in [wishes.get(one, self.replies[one])]
            if any(wished := [reply["第一志愿"], reply["第二志愿"]]) and self.route_of[bus] not in wished
        )

    def rooming(self, hotel: Row) -> Row:
        rooms = [row for row in self.sheets["客房"] if row["酒店"] == hotel["酒店"]]
        kept = [row for row in rooms if row["状态"] != "机动"]
        guests = [row for row in self.sheets["住宿分配"] if row["酒店"] == hotel["酒店"]]
        together: dict[str, list[str]] = {}
        for row in guests:
            if row["房号"] and (number := self.holder(row["编号"])):
                together.setdefault(row["房号"], []).append(number)
        without = sorted(row["编号"] for row in guests if not row["房号"])
        return {
            "hotel": hotel["酒店代码"], "rooms": len(kept), "single": sum(row["床位"] == 1 for row in kept),
            "twin": sum(row["床位"] == 2 for row in kept), "guests": len(guests),
            "after_changes": sum(self.holder(row["编号"]) is not None for row in guests),
            "assigned": len(guests) - len(without), "unassigned": without,
            "mixed_sex_twins": [
                {"room": room, "guests": sorted(numbers)}
                for room, numbers in sorted(together.items())
                if len({self.replies[one]["性别"] for one in numbers}) > 1
                and (len({self._party(one) for one in numbers}) > 1 or self._party(numbers[0]) is None)
            ],
        }  # fmt: skip

    def _party(self, number: str) -> str | None:
        old = next((old for old, (new, _) in self.instead.items() if new == number), number)
        return self.replies[old]["同行组"]

    def spare(self) -> dict[str, int]:
        taken = {(row["酒店"], row["房号"]) for row in self.sheets["住宿分配"] if self.holder(row["编号"])}
        return {
            hotel["酒店代码"]: sum(
                row["状态"] == "机动" and (row["酒店"], row["房号"]) not in taken
                for row in self.sheets["客房"]
                if row["酒店"] == hotel["酒店"]
            )
            for hotel in self.sheets["酒店"]
        }

    def documents(self, hotel: Row) -> Row:
        planned = sorted(row["编号"] for row in self.sheets["住宿分配"] if row["酒店"] == hotel["酒店"])
        return {
            "hotel": hotel["酒店代码"], "planned": len(planned), "guests": planned,
            "by_document": dict(Counter(self.replies[one]["证件类型"] for one in planned)),
            "missing_number": [one for one in planned if not self.replies[one]["证件号码"]],
            "must_be_logged": True,
        }  # fmt: skip

    def missing_details(self) -> Row:
        rooms = {
            number: row["房号"] for row in self.sheets["住宿分配"] if (number := self.holder(row["编号"]))
        }
        there = sorted(number for number, guest in self.office.guests.items() if guest.there(self.at))
        news = {new for new, _ in self.instead.values()}
        lists = {
            "no_flight": [
                one
                for one in there
                if one not in news
                and (reply := self.replies[one])["方式"] in ("航班", "火车")
                and reply["航班/车次"] in (None, "待定")
            ],
            "no_room": [one for one in there if one in rooms and not rooms[one]],
            "no_document": [one for one in there if not self.replies[one]["证件号码"]],
        }
        return lists | {"counts": {name: len(numbers) for name, numbers in lists.items()}}

    def coming(self) -> dict[str, tuple[str, Row | None]]:
        """How each guest comes, with the row of the board; the board is read when its title says."""
        board = {row["航班/车次"]: row for row in self.sheets["航班动态"]}
        found: dict[str, tuple[str, Row | None]] = {}
        for row in self.sheets["自行及本地"]:
            if number := self.holder(row["编号"]):
                found[number] = ("self" if row["方式"] == "自行" else "local", None)
        for row in self.sheets["接站名单"]:
            number, service = self.holder(row["编号"]), board[row["航班/车次"]]
            if number:
                seen = self.at >= datetime(2026, 10, 15, 18, tzinfo=_ZONE)
                how = (
                    {"已到达": "landed", "延误": "delayed"}.get(service["状态"], "not_due")
                    if seen
                    else "not_due"
                )
                found[number] = (how, service)
        return found

    def outstanding(self) -> Row:
        coming = self.coming()
        missing = sorted(number for number in coming if number not in self.arrived)
        reasons = ("landed", "delayed", "not_due", "self", "local")
        by_reason = {reason: [one for one in missing if coming[one][0] == reason] for reason in reasons}
        landed = [one for one, (how, _) in coming.items() if how == "landed"]
        alone = {how: [one for one, told in coming.items() if told[0] == how] for how in ("self", "local")}
        return {
            "expected": len(coming), "checked_in": len(coming) - len(missing), "outstanding": len(missing),
            **{reason: len(numbers) for reason, numbers in by_reason.items()}, "guests": by_reason,
            "due_by_pickup": sum(
                service is not None and service["计划到达"].replace(tzinfo=_ZONE) <= self.at
                for _, service in coming.values()
            ),
            "landed_by_pickup": len(landed), "pickup_checked_in": len(set(landed) & self.arrived),
            **{
                f"{how}_checked_in": [len(set(numbers) & self.arrived), len(numbers)]
                for how, numbers in alone.items()
            },
        }  # fmt: skip

    def delayed(self) -> Row:
        """Guests on delayed flights, the flights, and which vehicles wait."""
        on = {
            number: service
            for number, (how, service) in self.coming().items()
            if how == "delayed" and service
        }
        cars = {
            (row["车号"], row["司机"], row["司机电话"])
            for row in self.sheets["接站名单"]
            if self.holder(row["编号"]) in on
        }
        greeters = {
            (row["接站员"], row["接站员电话"])
            for row in self.sheets["接站名单"]
            if self.holder(row["编号"]) in on
        }
        return {
            "guests": sorted(on), "flights": {service["航班/车次"] for service in on.values()}, "cars": cars,
            "greeters": greeters,
        }  # fmt: skip

    def departures(self, begins: datetime) -> list[tuple[str, str, str, list[str]]]:
        """Start, car, driver and guests of every drive of the day from a moment on."""
        drives: dict[tuple[str, str, str], list[str]] = {}
        for row in self.sheets["送站名单"]:
            leaves = datetime.combine(_day(row["日期"]), time.fromisoformat(row["发车时间"]), _ZONE)
            number = self.holder(row["编号"])
            if number and leaves >= begins and leaves.date() == begins.date():
                drives.setdefault((row["发车时间"], row["车号"], row["司机"]), []).append(number)
        return [(*drive, sorted(drives[drive])) for drive in sorted(drives)]

    def replaced(self) -> list[Row]:
        """What each substitute has taken over."""
        found = []
        for old, (new, since) in self.instead.items():
            if since > self.at:
                continue
            room = next(row for row in self.sheets["住宿分配"] if row["编号"] == old)
            table = next(row for row in self.sheets["晚宴桌次"] if row["编号"] == old)
            bus = next(bus for bus, guests in self.seats.items() if new in guests)
            found.append(
                {
                    "old": old, "new": new, "hotel": room["酒店"], "room": room["房号"], "bus": int(bus),
                    "table_seat": [table["桌号"], table["席位"]],
                }
            )  # fmt: skip
        return found


def _replies(content: bytes) -> list[Row]:
    """The rows of the guest list; of two columns with one name the first counts."""
    rows = list(openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0].values)
    names = list(rows[3])
    return [dict(zip(reversed(names), reversed(row), strict=False)) for row in rows[4:]]


def _minutes(text: str) -> int:
    at = time.fromisoformat(text)
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> str:
    return str(timedelta(minutes=minutes))[:-3].zfill(5)


def _day(value: datetime) -> date:
    return value.date()
