"""Who is fetched, comes alone or is taken back, as lists have it, against what is stored."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import Keys
from event.gathering.tables import Gathering
from event.itinerary.beside.columns import has
from event.itinerary.named import People
from event.itinerary.reading import Planned, day, on_day, once, whole
from event.itinerary.transfers.board import STATES, Key, mode_of, vehicle_code, wave_of
from event.itinerary.transfers.tables import ServiceState
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table

_PICKUP = {
    "day": ("日期",), "wave": ("批次",), "service": ("航班/车次",), "origin": ("始发",), "terminal": ("航站楼/出口",),
    "planned": ("计划到达",), "number": ("编号",), "name": ("中文姓名", "姓名"), "luggage": ("行李件数",),
    "courtesy": ("礼遇",), "vehicle": ("车号",), "greeter": ("接站员",), "greeter_phone": ("接站员电话",),
    "sign": ("举牌",), "state": ("状态",),
    "mode": ("方式",), "leaves": ("出车时间",), "own": ("本人航班/车次",), "place": ("目的地",),
    "service_time": ("起飞/开车",),
}  # fmt: skip
_OWN = {
    "number": ("编号",), "name": ("姓名",), "mode": ("方式",), "day": ("预计报到日期",), "time": ("预计时间",),
    "state": ("状态",),
}  # fmt: skip
_DEPARTURE = {
    "day": ("日期",), "leaves": ("发车时间",), "vehicle": ("车号",), "number": ("编号",), "name": ("姓名",),
    "mode": ("方式",), "service": ("航班/车次",), "place": ("目的地",), "service_day": ("起飞/开车日期",),
    "service_time": ("起飞/开车时间",), "state": ("状态",), "wave": ("批次",),
    "luggage": ("行李件数",), "courtesy": ("礼遇",), "greeter": ("送站员",), "greeter_phone": ("送站员电话",),
    "sign": ("举牌",), "shown": ("动态航班/车次",), "shown_day": ("动态日期",),
}  # fmt: skip
_MOST_PIECES = 99

_UNKNOWN_SERVICE = Message(
    "“{text}” of this day is in no list of flights and trains; the row stays without it."
)
_UNKNOWN_CAR = Message("“{text}” is not in the list of vehicles. Add it there, or correct it.")
_TWICE = Message("stands in row {row} already. Everybody once.")
_CANCELLED = Message("is cancelled in the list, although the guest comes; nobody fetches or takes them.")


class Transfers:
    """Reads who is fetched, comes alone or is taken, against everything the lists before them tell."""

    def __init__(
        self,
        people: People,
        stored: Mapping[tuple[UUID, str], dict[str, Any]],
        waves: set[str],
        vehicles: set[str],
        services: set[Key],
        gathering: Gathering,
    ) -> None:
        self._people, self._stored, self._gathering = people, stored, gathering
        self._waves, self._vehicles, self._services = waves, vehicles, services
        self._seen: dict[tuple[UUID, str], int] = {}

    def pickups(self, table: Table, modes: Mapping[str, str]) -> list[Planned]:
        """Guests who are fetched. `modes`: whether a number is a flight or a train."""
        return [self._pickup(Cells(row, _PICKUP), table, modes) for row in table.rows]

    def _pickup(self, cells: Cells, table: Table, modes: Mapping[str, str]) -> Planned:
        on, number = day(cells, "day"), cells.text("service", 20)
        told: dict[str, Any] = {
            "service": (number, on) if number and on else None,
            "service_told": {
                "origin": cells.text("origin", 80), "terminal": cells.text("terminal", 40),
                "planned_at": on_day(cells, "planned", on, self._gathering),
            },
            "wave_code": wave_of(cells, self._waves), "vehicle_code": self._vehicle(cells),
            "luggage": whole(cells, "luggage", 0, _MOST_PIECES), "courtesy": cells.text("courtesy", 80),
            "greeter_name": cells.text("greeter", 80), "greeter_phone": cells.text("greeter_phone", 40),
            "sign": cells.text("sign", 120),
        }  # fmt: skip
        further = {
            "出车时间": ("leaves_at", cells.moment("leaves", self._gathering.zone)),
            "本人航班/车次": ("number", cells.text("own", 20)), "目的地": ("place", cells.text("place", 80)),
            "起飞/开车": ("service_at", cells.moment("service_time", self._gathering.zone)),
        }  # fmt: skip
        told |= {field: value for name, (field, value) in further.items() if has(table, name)}
        if has(table, "方式"):
            told["mode"] = mode_of(cells)
        elif number:
            told["mode"] = modes.get(number, "flight")
        return self._about(cells, table.sheet, "arrival", told)

    def own(self, table: Table) -> list[Planned]:
        """Guests who come by themselves, or live here."""
        planned = []
        for row in table.rows:
            cells = Cells(row, _OWN)
            told = _nothing() | {
                "mode": mode_of(cells) or "self",
                "leaves_at": on_day(cells, "time", day(cells, "day"), self._gathering),
            }
            planned.append(self._about(cells, table.sheet, "arrival", told))
        return planned

    def departures(self, table: Table) -> list[Planned]:
        """Guests who are taken to their flight or train."""
        planned = []
        for row in table.rows:
            cells = Cells(row, _DEPARTURE)
            told = {
                "mode": mode_of(cells), "vehicle_code": self._vehicle(cells),
                "leaves_at": on_day(cells, "leaves", day(cells, "day"), self._gathering),
                "number": cells.text("service", 20), "place": cells.text("place", 80),
                "service_at": on_day(cells, "service_time", day(cells, "service_day"), self._gathering),
                **self._further(cells, table),
            }  # fmt: skip
            planned.append(self._about(cells, table.sheet, "departure", told))
        return planned

    def _further(self, cells: Cells, table: Table) -> dict[str, Any]:
        """What lists of departures have columns for only where somebody has told it."""
        shown = (cells.text("shown", 20), day(cells, "shown_day"))
        if shown[0] and shown not in self._services:
            cells.warn("shown", _UNKNOWN_SERVICE, text=shown[0])
        further = {
            "批次": ("wave_code", wave_of(cells, self._waves)),
            "行李件数": ("luggage", whole(cells, "luggage", 0, _MOST_PIECES)),
            "礼遇": ("courtesy", cells.text("courtesy", 80)), "送站员": ("greeter_name", cells.text("greeter", 80)),
            "送站员电话": ("greeter_phone", cells.text("greeter_phone", 40)), "举牌": ("sign", cells.text("sign", 120)),
            "动态航班/车次": ("service", shown if shown in self._services else None),
        }  # fmt: skip
        return {field: value for name, (field, value) in further.items() if has(table, name)}

    def _vehicle(self, cells: Cells) -> str | None:
        code = vehicle_code(cells.text("vehicle", 20))
        if code and code not in self._vehicles:
            cells.refuse("vehicle", _UNKNOWN_CAR, text=code)
        return code or None

    def _about(self, cells: Cells, sheet: str, direction: str, told: dict[str, Any]) -> Planned:
        """A row with the guest it means; who is cancelled in the list is neither fetched nor taken."""
        number, name = cells.text("number", 40, needed=True), cells.text("name", 80)
        one = Planned(cells, number, name, {})
        cancelled = (
            STATES.get(cells.text("state", 20)) is ServiceState.CANCELLED if _has_state(cells) else False
        )
        held = self._people.named(cells, "number", number)
        if held is None:
            one.outcome = cells.outcome(sheet, number, name, known=False)
            return one
        once(cells, "number", (held.guest, direction), self._seen, _TWICE)
        if cancelled and not held.gone:
            cells.warn("state", _CANCELLED)
        known = self._stored.get((held.guest, direction))
        told = self._with_what_stays(told, known)
        one.columns = told | {
            "guest": held.guest, "direction": direction, "gone": held.gone, "left": held.gone or cancelled
        }  # fmt: skip
        compared = {key: value for key, value in told.items() if key != "service_told"}
        changes = [key for key, value in compared.items() if known and known[key] != value]
        if one.columns["left"]:
            changes = ["transfer"] if known else []
        one.outcome = cells.outcome(
            sheet, number, name, known=known is not None, changes=changes,
            left_out=one.columns["left"] and known is None,
        )  # fmt: skip
        return one

    def _with_what_stays(self, told: dict[str, Any], known: dict[str, Any] | None) -> dict[str, Any]:
        """What a list tells, and of what it has no columns for, what is known already.

        Who is fetched from another flight, or by another vehicle, leaves at another time.
        """
        base = _nothing()
        if known is not None:
            base = {name: known.get(name, value) for name, value in base.items() if name != "service_told"}
            others = any(name in told and known[name] != told[name] for name in ("service", "vehicle_code"))
            if others or ("service" in told and told["service"] is None):
                base["leaves_at"] = None
        return _nothing() | base | told


def _has_state(cells: Cells) -> bool:
    return "状态" in cells.row.cells


def _nothing() -> dict[str, Any]:
    return {
        "mode": "", "service": None, "service_told": {}, "wave_code": None, "vehicle_code": None, "leaves_at": None,
        "number": "", "place": "", "service_at": None, "luggage": None, "courtesy": "", "greeter_name": "",
        "greeter_phone": "", "sign": "",
    }  # fmt: skip


async def stored_transfers(gathering: UUID, keys: Keys) -> dict[tuple[UUID, str], dict[str, Any]]:
    """Transfers by guest and direction, as lists have them."""
    rows = await fetch(
        "SELECT t.*, s.number AS service_number, s.on_day, w.code AS wave_code, v.code AS vehicle_code FROM transfer t"
        " JOIN guest g ON g.id = t.guest LEFT JOIN service s ON s.id = t.service"
        " LEFT JOIN transfer_wave w ON w.id = t.wave LEFT JOIN vehicle v ON v.id = t.vehicle WHERE g.gathering = $1",
        gathering,
    )
    return {
        (row["guest"], row["direction"]): dict(row)
        | {
            "service": (row["service_number"], row["on_day"]) if row["service"] else None,
            "greeter_phone": keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"]),
        }
        for row in rows
    }  # fmt: skip
