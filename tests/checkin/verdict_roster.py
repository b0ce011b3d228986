"""The gathering of the verdict vectors: its keys, checkpoints, guests and their tickets."""

import base64
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from event.registration.tickets import ticket_text

SEEDS = {1: bytes(range(32)), 2: bytes(range(32, 64))}
_STRANGER = bytes(range(64, 96))
NUMBER = 7
ZONE = "Asia/Shanghai"


def uid(name: str) -> str:
    """The same id for the same name, every time."""
    return str(uuid5(NAMESPACE_OID, f"verdicts {name}"))


def clock(time: str, day: int = 15) -> str:
    """A moment by the clock on the wall at the gathering, 15 October 2026 unless said otherwise."""
    return f"2026-10-{day:02}T{time}{':00' if time.count(':') == 1 else ''}+08:00"


def text(
    ticket: int, *, generation: int = 1, key_id: int = 1, gathering: int = NUMBER, forged: bool = False
) -> str:
    """A signed ticket; a forged one is signed by a key of somebody else."""
    seed = _STRANGER if forged else SEEDS[key_id]
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return ticket_text(key=key, key_id=key_id, generation=generation, gathering=gathering, ticket=ticket)


def _public(seed: bytes) -> str:
    return base64.b64encode(
        Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    ).decode()


def _checkpoint(code: str, kind: str, **columns: Any) -> dict[str, Any]:
    scope = uid("gathering") if kind == "arrival" else uid(code)
    return {
        "id": uid(code), "code": code, "name_zh": f"{code}处", "name_en": f"{code} checkpoint", "kind": kind,
        "direction": "in", "admits": "once", "scope": scope, "place": None, "opens_at": None, "closes_at": None,
        "active": True, "rule": [], "session": "", "hands_out_zh": "", "hands_out_en": "", "mine": True,
    } | columns  # fmt: skip


_MAIN_HALL = uid("hall A")
_CHECKPOINTS = [
    _checkpoint("REG", "arrival", hands_out_zh="证件、资料袋", hands_out_en="Badge and folder"),
    _checkpoint("REG2", "arrival"),
    _checkpoint("HALL-IN", "hall", place=_MAIN_HALL),
    _checkpoint("HALL-IN2", "hall", place=_MAIN_HALL),
    _checkpoint("HALL-OUT", "exit", direction="out", place=_MAIN_HALL),
    _checkpoint("LUNCH", "meal", admits="daily"),
    _checkpoint("VIPLUNCH", "meal", admits="daily", rule=[{"classes": ["V"]}]),
    _checkpoint("SIGN-A", "session", admits="session", scope=uid("SIGN"), session="session:SIGN",
                rule=[{"booked": ["session:SIGN"]}]),
    _checkpoint("SIGN-B", "session", admits="session", scope=uid("SIGN"), session="session:SIGN",
                rule=[{"booked": ["session:SIGN"]}]),
    _checkpoint("PROMO", "session", admits="session", scope=uid("PROMO"), session="session:PROMO",
                rule=[{"booked": ["session:PROMO"]}]),
    _checkpoint("SHOP", "hall", admits="always"),
    _checkpoint("LEAVE", "exit", direction="out"),
    _checkpoint("GIFT", "gift", opens_at=clock("09:00"), closes_at=clock("12:00")),
    _checkpoint("SHUT", "hall", active=False),
    _checkpoint("OTHER", "hall", mine=False),
    _checkpoint("BUS1", "bus", rule=[{"booked": ["bus:1"]}]),
    _checkpoint("D01ONLY", "hall", rule=[{"delegations": ["D01"]}]),
    _checkpoint("LOUNGE", "hall", rule=[{"classes": ["V"]}, {"classes": ["G"], "delegations": ["D01"]}]),
    _checkpoint("ROUTE", "stop", rule=[{"classes": ["V"]}, {"delegations": ["D02"], "booked": ["route:A", "route:B"]}]),
]  # fmt: skip


def _place(key: str, title: str, starts: str | None, ends: str | None, **columns: str) -> dict[str, Any]:
    return {
        "key": key, "title_zh": f"{title}会", "title_en": title, "starts_at": starts, "ends_at": ends,
        "checkpoint": "", "checkpoint_name_zh": "", "checkpoint_name_en": "",
        "hall_zh": "", "hall_en": "", "way_zh": "", "way_en": "",
    } | columns  # fmt: skip


_PLACES = [
    _place("session:SIGN", "Signing", clock("10:00"), clock("11:00"), checkpoint="SIGN-A",
           checkpoint_name_zh="SIGN-A处", checkpoint_name_en="SIGN-A checkpoint"),
    _place("session:PROMO", "Promotion", clock("10:30"), clock("12:00"), checkpoint="PROMO",
           checkpoint_name_zh="PROMO处", checkpoint_name_en="PROMO checkpoint", hall_zh="B厅", hall_en="Hall B",
           way_zh="二楼。", way_en="Second floor."),
    _place("session:FORUM", "Forum", clock("14:00"), None),
    _place("bus:1", "Bus 1", None, None),
    _place("bus:2", "Bus 2", None, None),
]  # fmt: skip


def _ticket(number: int, **columns: Any) -> dict[str, Any]:
    return {"number": number, "generation": 1, "voided_at": None, "alias": ""} | columns


def _guest(name: str, number: int, code: str, **columns: Any) -> dict[str, Any]:
    return {
        "id": uid(name), "number": f"EX2026-{number:04}", "name_zh": f"示例{name}", "latin": f"SAMPLE {name}",
        "class": code, "delegation": "", "badge": f"{code}{number:03}", "approved": True, "booked": [], "party": "",
        "find": f"示例{name}\nshili{name.lower()}\n{code.lower()}{number:03}", "tickets": [_ticket(number)],
    } | columns  # fmt: skip


_GUESTS = [
    _guest("Vip", 1, "V", delegation="D01", booked=["session:PROMO", "bus:1"]),
    _guest("Lin", 2, "G", delegation="D01", booked=["session:SIGN"], party="T001"),
    _guest("Mei", 3, "G", delegation="D01", party="T001"),
    _guest("Wong", 4, "G", delegation="D02", booked=["session:PROMO", "route:A", "bus:2"]),
    _guest("Solo", 5, "G", booked=["session:FORUM"]),
    _guest("Press", 6, "J", delegation="D02"),
    _guest("Alias", 7, "G", tickets=[_ticket(7, alias="AGENCY-0007")]),
    _guest("Lost", 8, "G", tickets=[_ticket(8, voided_at=clock("08:30")), _ticket(18)]),
    _guest("Again", 9, "G", tickets=[_ticket(9, generation=2)]),
    _guest("Wait", 10, "G", approved=False),
    _guest("Gone", 11, "G", approved=False, tickets=[_ticket(11, voided_at=clock("10:00"))]),
    _guest("Newkey", 12, "J"),
    _guest("Bare", 13, "G", tickets=[]),
    _guest("Both", 14, "G", delegation="D02", booked=["session:SIGN", "session:PROMO", "session:FORUM"]),
    _guest("Oldalias", 15, "G", tickets=[_ticket(15, alias="agency 15", voided_at=clock("08:00"))]),
]  # fmt: skip


def roster() -> dict[str, Any]:
    """The whole roster as a device gets it first."""
    gathering = {
        "id": uid("gathering"), "slug": "example", "number": NUMBER, "title_zh": "示例活动",
        "title_en": "Example gathering", "timezone": ZONE,
    }  # fmt: skip
    return {
        "epoch": uid("epoch"), "cursor": "1", "full": True,
        "server_time": datetime(2026, 10, 15, tzinfo=UTC).isoformat(), "gathering": gathering,
        "device": {"id": uid("device"), "name": "N1", "expires_at": clock("23:59", 18)},
        "keys": [{"id": number, "public": _public(seed)} for number, seed in SEEDS.items()],
        "classes": [
            {"code": code, "name_zh": zh, "name_en": en, "colour": colour}
            for code, zh, en, colour in (
                ("V", "贵宾", "VIP", "#a3161d"), ("G", "嘉宾", "Guest", "#a1440c"), ("J", "记者", "Press", "#1d4ed8"),
            )
        ],
        "delegations": [
            {"code": "D01", "name_zh": "甲团", "name_en": "Delegation A"},
            {"code": "D02", "name_zh": "乙团", "name_en": "Delegation B"},
        ],
        "places": _PLACES, "checkpoints": _CHECKPOINTS, "guests": _GUESTS, "seen": [], "inside": [], "undone": [],
    }  # fmt: skip
