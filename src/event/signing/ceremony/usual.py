"""The usual run sheet and the usual things on the table, made from the batches (DOMAIN 2.7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from event.signing.ceremony.lists import Prop, RunLine
from event.signing.queries import BatchKept, ItemKept

_BEFORE = (
    (20, 10, "核对签字人到场情况，电话催请", "Check who has come; call those who are missing", "联络员", "签约组"),
    (10, 5, "签字人、助签人候场；文本、笔、席卡就位", "Signatories and assistants wait; texts, pens and cards lie ready", "助签人", "签约组"),
    (5, 5, "试话筒、投影、音乐", "Try microphones, screen and music", "", "会务组"),
)  # fmt: skip
_AFTER = (
    (5, "全体签约代表与见证领导合影", "Group photograph of all signatories and witnesses", "签约代表、见证领导", "暖场音乐"),
    (1, "主持人宣布签约仪式结束", "The host closes the ceremony", "主持人", ""),
)  # fmt: skip
_SEAT, _SIGN, _PHOTO, _ONE = 2, 4, 3, 1


def usual_run_sheet(batches: Sequence[BatchKept], items: Sequence[ItemKept]) -> list[RunLine]:
    """A line for everything that is called out; batches without a beginning follow each other without times."""
    lines: list[RunLine] = []
    begun = [one for one in batches if one.items and one.told.starts_at]
    first = min((one.told.starts_at for one in begun if one.told.starts_at), default=None)
    for before, minutes, zh, en, people, responsible in _BEFORE:
        at = first - timedelta(minutes=before) if first else None
        lines.append(
            RunLine(what_zh=zh, what_en=en, starts_at=at, minutes=minutes, people=people, responsible=responsible)
        )  # fmt: skip
    for batch in batches:
        if batch.items:
            lines += _of_batch(batch, [one for one in items if one.told.code in batch.items])
    at = _end(lines[-1]) if lines else None
    for minutes, zh, en, people, sound in _AFTER:
        line = RunLine(
            what_zh=zh, what_en=en, starts_at=at, minutes=minutes, people=people, sound_and_picture=sound
        )
        lines.append(line)
        at = _end(line)
    return lines


def _end(line: RunLine) -> datetime | None:
    return line.starts_at + timedelta(minutes=line.minutes or 0) if line.starts_at else None


def _of_batch(batch: BatchKept, items: Sequence[ItemKept]) -> list[RunLine]:
    """Called up, seated, signed (each their own copy first), exchanged, and the teams that serve the projects named."""
    number, count = batch.told.number, len(items)
    hosts = "、".join(one.name for one in batch.told.hosts) or "主持人"
    witnesses = "、".join(f"{one.title} {one.name}".strip() for one in batch.told.witnesses)
    signs = sum(len(party.signatories) for item in items for party in item.parties)
    teams = [one.told.service_team for one in items if one.told.service_team]
    told: list[tuple[int, str, str, str, str]] = [
        (_SEAT, f"第{number}批（{count}项）：介绍项目，请签约代表与见证领导上台", f"Batch {number} ({count} agreements): projects introduced, signatories and witnesses called up",
         f"{hosts}；签约代表{signs}人", f"第{number}批项目幻灯片；上台音乐"),
        (_ONE, "见证领导在后排站位，签字人就座，助签人翻开文本", "Witnesses stand behind, signatories sit, assistants open the texts", witnesses, ""),
        (_SIGN, "签字：先签己方文本，互换后再签对方文本", "Signing: each their own copy first, then the other after the swap", "签字人、助签人", "签字音乐"),
        (_PHOTO, "交换文本、握手、合影", "Texts exchanged, handshake, photograph", "签字人、见证领导", "鼓掌音乐"),
    ]  # fmt: skip
    if teams:
        told.append(
            (_ONE, f"宣布项目服务专班（{len(teams)}个）", f"Service teams named ({len(teams)})", hosts, "专班名单字幕")
        )  # fmt: skip
    told.append(
        (
            _ONE,
            "签约代表退场，更换文本与席卡",
            "Signatories leave; texts and cards are changed",
            "礼仪、助签人",
            "",
        )
    )
    lines, at = [], batch.told.starts_at
    for minutes, zh, en, people, sound in told:
        lines.append(
            RunLine(
                what_zh=zh[:200], what_en=en[:300], starts_at=at, minutes=minutes, batch=number, people=people[:200],
                sound_and_picture=sound,
            )
        )  # fmt: skip
        at = at + timedelta(minutes=minutes) if at else None
    return lines


def usual_props(batches: Sequence[BatchKept], items: Sequence[ItemKept]) -> list[Prop]:
    """Pens, folders, texts and cards for every batch, and what the ceremony needs once."""
    lines: list[Prop] = []
    for batch in batches:
        of_batch = [one for one in items if one.told.code in batch.items]
        signs = sum(len(party.signatories) for item in of_batch for party in item.parties)
        if not signs:
            continue
        copies = sum(one.told.copies for one in of_batch)
        lines += [
            Prop(name_zh=zh, name_en=en, quantity=count, batch=batch.told.number)
            for zh, en, count in (
                ("签字笔", "Pens", signs + 2), ("签约文件夹", "Folders", signs), ("协议文本", "Copies of the texts", copies),
                ("席卡", "Table cards", signs),
            )
        ]  # fmt: skip
    if lines:
        lines += [
            Prop(name_zh="话筒", name_en="Microphones", quantity=2), Prop(name_zh="签约桌布", name_en="Table cloth"),
            Prop(name_zh="签字椅", name_en="Chairs", quantity=max(_seats(batches, items), 1)),
        ]  # fmt: skip
    return lines


def _seats(batches: Sequence[BatchKept], items: Sequence[ItemKept]) -> int:
    return max(
        (
            sum(len(party.signatories) for item in items if item.told.code in batch.items for party in item.parties)
            for batch in batches
        ),
        default=0,
    )  # fmt: skip


def late(lines: Sequence[RunLine]) -> list[int]:
    """Places of lines that begin before the one ahead of them is over."""
    found: list[int] = []
    over: datetime | None = None
    for place, line in enumerate(lines):
        if line.starts_at is None:
            continue
        if over is not None and line.starts_at < over:
            found.append(place)
        over = line.starts_at + timedelta(minutes=line.minutes or 0)
    return found
