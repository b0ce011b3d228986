"""Answers of reports that take longer than a glance: counted once a minute per process, not per scan and reader.

Whoever asks when a minute is over gets the last answer at once; the next is counted meanwhile and told to open pages.
There is one answer for readers of all languages: figures have none, and the texts beside them are not shown here.
"""

import asyncio
from contextvars import Context
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from event.gathering import live
from event.language import STAFF_LANGUAGES
from event.reports.dashboard.look import Look
from event.reports.named import REPORTS

Key = tuple[UUID, str]
FRESH = timedelta(seconds=60)
PATIENCE = 0.08
"""Seconds a page waits for answers that nobody has asked for before."""
_kept: dict[Key, "Kept"] = {}
_under_way: dict[Key, asyncio.Task[dict[str, Any]]] = {}


@dataclass(frozen=True)
class Kept:
    """An answer and when it was counted."""

    answer: dict[str, Any]
    at: datetime


async def answers(look: Look, *names: str, patience: float | None = None) -> dict[str, dict[str, Any] | None]:
    """The answers of some reports; None for one that is still being counted after `patience` seconds."""
    if look.earlier:
        return {name: await _counted(look, name) for name in names}
    tasks: dict[str, asyncio.Task[dict[str, Any]]] = {}
    found: dict[str, dict[str, Any] | None] = dict.fromkeys(names)
    for name in names:
        kept = _kept.get(_key(look, name))
        if kept is not None:
            found[name] = kept.answer
        if kept is None or not timedelta() <= look.at - kept.at < FRESH:
            task = _begun(look, name)
            if kept is None:
                tasks[name] = task
    if tasks:
        await asyncio.wait(tasks.values(), timeout=patience)
    return found | {name: task.result() if task.done() else None for name, task in tasks.items()}


def _key(look: Look, name: str) -> Key:
    return look.gathering.id, name


def _begun(look: Look, name: str) -> asyncio.Task[dict[str, Any]]:
    key = _key(look, name)
    if key not in _under_way:
        plain = replace(look, language=STAFF_LANGUAGES[0])  # whoever asks first, the answer is the same
        task = asyncio.get_running_loop().create_task(_count(plain, name), context=Context())
        _under_way[key] = task
        task.add_done_callback(lambda _: _under_way.pop(key, None))
    return _under_way[key]


async def _count(look: Look, name: str) -> dict[str, Any]:
    key = _key(look, name)
    before, answer = _kept.get(key), await _counted(look, name)
    _kept[key] = Kept(answer, look.at)
    if before is None or before.answer != answer:
        await live.announce(look.gathering.id)
    return answer


async def _counted(look: Look, name: str) -> dict[str, Any]:
    report = REPORTS[name]
    given = {one.name: await one.default(look.gathering, look.at) for one in report.parameters}
    return (await report.make(look.asking(given))).answer
