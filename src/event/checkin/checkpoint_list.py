"""Checkpoints in full, and what of the gathering they may name."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.checkin.checkpoint_forms import CheckpointTold, Clause, Offered
from event.checkin.errors import UnknownCheckpoint
from event.checkin.sentences import Door, Names, rule_sentence
from event.checkin.tables import Admits
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.transfers.board import vehicle_label_of
from event.language import in_language


class CheckpointView(msgspec.Struct, frozen=True):
    """A checkpoint with its rule, in words too, and how many scans it has had.

    `name` and `sentence` are in the language asked for; hall and session are codes, empty for none.
    """

    id: UUID
    code: str
    name: str
    name_zh: str
    name_en: str
    kind: str
    direction: str
    admits: str
    hall: str
    session: str
    opens_at: datetime | None
    closes_at: datetime | None
    counts_inside: bool
    hands_out_zh: str
    hands_out_en: str
    rule: tuple[Clause, ...]
    sentence: str
    active: bool
    position: int
    scans: int

    @property
    def told(self) -> CheckpointTold:
        """What of it can be set."""
        return CheckpointTold(**{name: getattr(self, name) for name in CheckpointTold.__struct_fields__})


@dataclass(frozen=True)
class Choice:
    """Something of the gathering with its code and its name in the reader's language."""

    key: str
    name: str
    id: UUID


@dataclass(frozen=True)
class Choices:
    """What a checkpoint may name: halls, sessions, classes, delegations, and what guests book by key."""

    halls: list[Choice]
    sessions: list[Choice]
    classes: list[Choice]
    delegations: list[Choice]
    booked: list[Choice]

    @property
    def offered(self) -> Offered:
        return Offered(
            halls={one.key: one.id for one in self.halls}, sessions={one.key: one.id for one in self.sessions},
            classes=frozenset(one.key for one in self.classes),
            delegations=frozenset(one.key for one in self.delegations),
            booked=frozenset(one.key for one in self.booked),
        )  # fmt: skip

    @property
    def names(self) -> Names:
        return Names(
            *({one.key: one.name for one in part} for part in (self.classes, self.delegations, self.booked))
        )


_CHOICES = f"""
SELECT 'halls' AS part, code AS key, id, name_zh AS zh, name_en AS en, code AS sorted FROM hall WHERE gathering = $1
UNION ALL SELECT 'sessions', code, id, title_zh, title_en, to_char(starts_at, 'YYYYMMDDHH24MI') || code
    FROM agenda_session WHERE gathering = $1
UNION ALL SELECT 'classes', code, id, name_zh, name_en, to_char(position, '0000') || code
    FROM guest_class WHERE gathering = $1
UNION ALL SELECT 'delegations', code, id, name_zh, name_en, code FROM delegation WHERE gathering = $1
UNION ALL SELECT 'booked', 'session:' || code, id, title_zh, title_en,
    '1' || to_char(starts_at, 'YYYYMMDDHH24MI') || code FROM agenda_session WHERE gathering = $1
UNION ALL SELECT 'booked', 'route:' || code, id, name_zh, name_en, '2' || to_char(position, '0000') || code
    FROM route WHERE gathering = $1
UNION ALL SELECT 'booked', 'bus:' || code, id, {vehicle_label_of("code")}, 'bus ' || code, '3' || lpad(code, 20)
    FROM vehicle WHERE gathering = $1
ORDER BY part, sorted
"""  # noqa: S608 - our own names


async def choices_of(gathering: Gathering, *, language: str) -> Choices:
    """What the gathering's checkpoints may name."""
    parts: dict[str, list[Choice]] = {name: [] for name in Choices.__dataclass_fields__}
    for row in await fetch(_CHOICES, gathering.id):
        name = in_language(language, zh=row["zh"], en=row["en"])
        parts[row["part"]].append(Choice(row["key"], name, row["id"]))
    return Choices(**parts)


_IN_FULL = """
SELECT p.*, coalesce(h.code, '') AS hall_code, coalesce(s.code, '') AS session_code, coalesce(t.scans, 0)::int AS scans
FROM checkpoint p LEFT JOIN hall h ON h.id = p.hall LEFT JOIN agenda_session s ON s.id = p.agenda_session
LEFT JOIN (SELECT checkpoint, sum(people) AS scans FROM tally WHERE gathering = $1 GROUP BY 1) t ON t.checkpoint = p.id
WHERE p.gathering = $1 ORDER BY p.position, p.code
"""


async def checkpoints_in_full(
    gathering: Gathering, *, language: str, names: Names | None = None
) -> list[CheckpointView]:
    """The gathering's checkpoints as the office orders them."""
    known = names or (await choices_of(gathering, language=language)).names
    return [_view(row, known, gathering, language) for row in await fetch(_IN_FULL, gathering.id)]


async def checkpoint_in_full(gathering: Gathering, *, which: UUID | str, language: str) -> CheckpointView:
    """One checkpoint by its id or code. Raises UnknownCheckpoint."""
    for one in await checkpoints_in_full(gathering, language=language):
        if which in (one.id, one.code):
            return one
    raise UnknownCheckpoint


def sentence_of(told: CheckpointTold, names: Names, *, gathering: Gathering, language: str) -> str:
    """The rule of a checkpoint in words; what is not to be understood yet is left out."""
    admits = told.admits if told.admits in set(Admits) else Admits.ONCE
    door = Door(
        [msgspec.structs.asdict(one) for one in told.rule if one], told.kind, told.direction, admits,
        bool(told.session), told.opens_at, told.closes_at,
    )  # fmt: skip
    return rule_sentence(door, names, language=language, zone=gathering.zone)


def _view(row: Any, names: Names, gathering: Gathering, language: str) -> CheckpointView:
    own = {
        name: row[name]
        for name in CheckpointTold.__struct_fields__
        if name not in ("hall", "session", "rule")
    }
    told = CheckpointTold(
        **own, hall=row["hall_code"], session=row["session_code"],
        rule=msgspec.convert(json.loads(row["rule"]), tuple[Clause, ...]),
    )  # fmt: skip
    return CheckpointView(
        id=row["id"], name=in_language(language, zh=row["name_zh"], en=row["name_en"]),
        sentence=sentence_of(told, names, gathering=gathering, language=language), active=row["active"],
        position=row["position"], scans=row["scans"], **msgspec.structs.asdict(told),
    )  # fmt: skip
