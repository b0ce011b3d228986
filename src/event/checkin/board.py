"""How the arrival goes: due, arrived, in the halls, by delegation, checkpoint and minute; and the scanners.

Counting fifty thousand guests for every scan would be slow: who is due is counted once and kept per process until
the roster has changed, and who has come since is what the tallies of the arrival desks have grown by.
"""

import asyncio
import json
from collections import Counter
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from event.checkin.counts import AtCheckpoint, Contact, Counts, Inside, Minute, OfKind, Share
from event.database import fetch, fetch_one
from event.gathering.countries import counted
from event.gathering.tables import Gathering

VIP = "V"
"""The class whose guests somebody waits for by name."""
MINUTES = 60
_KEPT = timedelta(minutes=5)
"""The roster does not tell of everything that is shown: where guests live is counted again after this time."""


class Kind(NamedTuple):
    """A delegation and a class, by their ids; no delegation: empty."""

    delegation: str
    guest_class: str


@dataclass(frozen=True)
class _Base:
    """Who was due and had come at one moment, and how far the tallies were then."""

    low: str
    at: datetime
    due: Counter[Kind]
    arrived: Counter[Kind]
    tallied: Counter[Kind]
    residences: frozenset[str]
    vips: list[UUID]


class _Asked:
    """One count at a time: who asks while one is under way shares the next, which sees all that was before."""

    def __init__(self) -> None:
        self._under_way = asyncio.Lock()
        self._next: asyncio.Task[Counts] | None = None
        self._now = datetime.min.replace(tzinfo=UTC)
        self._base: _Base | None = None

    async def counts(self, gathering: Gathering, now: datetime) -> Counts:
        self._now = now
        if self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._count(gathering), context=Context())
        return await asyncio.shield(self._next)

    async def _count(self, gathering: Gathering) -> Counts:
        async with self._under_way:
            self._next, now = None, self._now
            row = await _read(gathering, self._base, now)
            if self._base is None or row["changed"] or row["daily"] or now - self._base.at > _KEPT:
                self._base = await _count_all(gathering, now)
                row = await _read(gathering, self._base, now)
            return _told(row, self._base, now)


_asked: dict[UUID, _Asked] = {}


async def counts(gathering: Gathering, *, now: datetime) -> Counts:
    """The figures with everything committed so far; the last hour is the one before `now`."""
    return await _asked.setdefault(gathering.id, _Asked()).counts(gathering, now)


async def _count_all(gathering: Gathering, now: datetime) -> _Base:
    row: Any = await fetch_one(_ALL, gathering.id, VIP)
    people = json.loads(row["people"])
    return _Base(
        row["low"], now,
        Counter({Kind(delegation, code): due for delegation, code, due, _ in people}),
        Counter({Kind(delegation, code): arrived for delegation, code, _, arrived in people}),
        _by_kind(row["tallied"]), frozenset(row["residences"]), row["vips"],
    )  # fmt: skip


async def _read(gathering: Gathering, base: _Base | None, now: datetime) -> Any:
    begin = now.replace(second=0, microsecond=0) - timedelta(minutes=MINUTES - 1)
    (row,) = await fetch(_NOW, gathering.id, base.low if base else "0", begin, now)
    return row


def _by_kind(rows: str) -> Counter[Kind]:
    return Counter({Kind(delegation, code): people for delegation, code, people in json.loads(rows)})


def _told(row: Any, base: _Base, now: datetime) -> Counts:
    due, arrived, since = base.due, base.arrived.copy(), _by_kind(row["tallied"])
    since.subtract(base.tallied)
    arrived.update(since)
    classes = {one["id"]: one for one in json.loads(row["classes"])}
    guests = {kind for kind in due.keys() | arrived.keys() if classes[kind.guest_class]["counts"]}
    vips = [kind for kind in guests if classes[kind.guest_class]["code"] == VIP]
    homes = [*json.loads(row["delegations"]), {"id": "", "code": "", "name_zh": "", "name_en": ""}]
    of_home: dict[str, list[Kind]] = {}
    for kind in guests:
        of_home.setdefault(kind.delegation, []).append(kind)
    shares = [
        Share(
            home["code"], home["name_zh"], home["name_en"],
            sum(due[kind] for kind in of_home.get(home["id"], [])),
            sum(arrived[kind] for kind in of_home.get(home["id"], [])),
        )
        for home in homes
    ]  # fmt: skip
    countries, regions = counted(set(base.residences))
    vips_due = sum(due[kind] for kind in vips)
    return Counts(
        due=sum(due[kind] for kind in guests), arrived=sum(arrived[kind] for kind in guests), vips_due=vips_due,
        vips_missing=max(0, vips_due - sum(arrived[kind] for kind in vips)), countries=countries, regions=regions,
        delegations=[one for one in shares if one.due or one.arrived],
        checkpoints=[AtCheckpoint(**one) for one in json.loads(row["checkpoints"])],
        inside=[Inside(**one) for one in json.loads(row["inside"])], minutes=_minutes(row["minutes"], now),
        devices=[
            Contact(one["name"], datetime.fromisoformat(one["seen_at"]) if one["seen_at"] else None,
                    one["queued"], one["battery"])
            for one in json.loads(row["devices"])
        ],
        vips=base.vips,
        kinds=tuple(OfKind(*kind, due[kind], arrived[kind]) for kind in due.keys() | arrived.keys()),
    )  # fmt: skip


def _minutes(rows: str, now: datetime) -> list[Minute]:
    people = {datetime.fromisoformat(at): number for at, number in json.loads(rows)}
    last = now.replace(second=0, microsecond=0)
    minutes = [last - timedelta(minutes=before) for before in reversed(range(MINUTES))]
    return [Minute(at, people.get(at, 0)) for at in minutes]


_ALL = """
WITH desks AS (
    SELECT id FROM checkpoint WHERE gathering = $1 AND kind = 'arrival' AND direction = 'in' AND admits <> 'always'
), due AS MATERIALIZED (
    SELECT id, number, delegation, guest_class, residence FROM guest WHERE gathering = $1 AND standing = 'approved'
)
SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS low,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(delegation, guest_class, due, arrived)), '[]') FROM (
        SELECT coalesce(d.delegation::text, '') AS delegation, d.guest_class, count(*) AS due, count(a.guest) AS arrived
        FROM due d LEFT JOIN (SELECT DISTINCT guest FROM arrival WHERE scope = $1) a ON a.guest = d.id
        GROUP BY 1, 2) t) AS people,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(delegation, guest_class, people)), '[]') FROM (
        SELECT coalesce(delegation::text, '') AS delegation, guest_class, sum(people) AS people FROM tally
        WHERE gathering = $1 AND verdict = 'admitted' AND checkpoint IN (SELECT id FROM desks)
        GROUP BY 1, 2) t) AS tallied,
    (SELECT coalesce(array_agg(DISTINCT d.residence), '{}') FROM due d JOIN guest_class c ON c.id = d.guest_class
        WHERE c.counts_as_guest) AS residences,
    (SELECT coalesce(array_agg(d.id ORDER BY d.number), '{}') FROM due d JOIN guest_class c ON c.id = d.guest_class
        WHERE c.code = $2 AND c.counts_as_guest) AS vips
"""

_NOW = """
WITH tallies AS MATERIALIZED (
    SELECT t.checkpoint, t.verdict, t.delegation, t.guest_class, t.people,
        p.kind = 'arrival' AND p.direction = 'in' AND p.admits <> 'always' AS at_desk
    FROM tally t JOIN checkpoint p ON p.id = t.checkpoint WHERE t.gathering = $1
), by_checkpoint AS (
    SELECT checkpoint, coalesce(sum(people) FILTER (WHERE verdict = 'admitted'), 0) AS people,
        coalesce(sum(people) FILTER (WHERE verdict = 'back'), 0) AS back,
        coalesce(sum(people) FILTER (WHERE verdict = 'already_in'), 0) AS already_in,
        coalesce(sum(people) FILTER (WHERE verdict = 'refused'), 0) AS refused
    FROM tallies GROUP BY checkpoint
)
SELECT coalesce((SELECT m.xid >= $2::text::xid8 FROM roster_mark m WHERE m.gathering = $1 ORDER BY m.xid DESC LIMIT 1),
        false) AS changed,
    EXISTS (SELECT 1 FROM checkpoint WHERE gathering = $1 AND kind = 'arrival' AND admits = 'daily') AS daily,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(delegation, guest_class, people)), '[]') FROM (
        SELECT coalesce(delegation::text, '') AS delegation, guest_class, sum(people) AS people FROM tallies
        WHERE verdict = 'admitted' AND at_desk GROUP BY 1, 2) t) AS tallied,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'code', code, 'counts', counts_as_guest)), '[]')
        FROM guest_class WHERE gathering = $1) AS classes,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'code', code, 'name_zh', name_zh, 'name_en', name_en)
        ORDER BY code), '[]') FROM delegation WHERE gathering = $1) AS delegations,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'name_zh', p.name_zh, 'name_en', p.name_en,
            'kind', p.kind, 'direction', p.direction, 'active', p.active, 'people', coalesce(t.people, 0),
            'back', coalesce(t.back, 0), 'already_in', coalesce(t.already_in, 0), 'refused', coalesce(t.refused, 0))
            ORDER BY p.kind <> 'arrival', p.position, p.code), '[]')
        FROM checkpoint p LEFT JOIN by_checkpoint t ON t.checkpoint = p.id WHERE p.gathering = $1) AS checkpoints,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name_zh', coalesce(h.name_zh, s.title_zh, p.name_zh),
            'name_en', coalesce(h.name_en, s.title_en, p.name_en), 'people', greatest(coalesce(t.people, 0), 0),
            'capacity', h.capacity) ORDER BY coalesce(h.code, s.code, p.code)), '[]')
        FROM (SELECT DISTINCT ON (place) * FROM checkpoint WHERE gathering = $1 AND place IS NOT NULL
            ORDER BY place, position, code) p
        LEFT JOIN tally_inside t ON t.place = p.place
        LEFT JOIN hall h ON h.id = p.place LEFT JOIN agenda_session s ON s.id = p.place) AS inside,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(minute, people)), '[]') FROM (
        SELECT m.minute, sum(m.people) AS people FROM tally_minute m JOIN checkpoint p ON p.id = m.checkpoint
        WHERE m.gathering = $1 AND m.minute >= $3 AND p.kind = 'arrival' GROUP BY 1) t) AS minutes,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'seen_at', seen_at, 'queued', coalesce(queued, 0),
            'battery', battery) ORDER BY name), '[]')
        FROM device WHERE gathering = $1 AND enrolled_at IS NOT NULL AND revoked_at IS NULL AND expires_at > $4)
        AS devices
"""
