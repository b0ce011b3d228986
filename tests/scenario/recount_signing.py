"""What was signed and what became of it, worked out from the office's files alone, the plain way."""

import io
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl

_STAGES = ("签约", "注册", "立项", "开工", "投产", "达产")
_INVESTED = ("投资合同", "框架协议", "意向书")


def rows(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by heading."""
    names, *found = list(
        openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(min_row=3, values_only=True)
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def _two(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


def _yi(row: dict[str, Any]) -> Decimal | None:
    if row["金额(万)"] is None:
        return None
    return Decimal(str(row["金额(万)"])) * Decimal(str(row["汇率"] or 1)) / 10000


def by_type(content: bytes) -> dict[str, Any]:
    """Question 35."""
    told = rows(content, "签约项目一览表")
    kinds: dict[str, list[Decimal | None]] = {}
    for row in told:
        kinds.setdefault(row["协议类型"], []).append(_yi(row))
    sums = {kind: sum((one for one in ones if one is not None), Decimal(0)) for kind, ones in kinds.items()}
    has = {kind: any(one is not None for one in ones) for kind, ones in kinds.items()}
    invested = sum((sums.get(kind, Decimal(0)) for kind in _INVESTED), Decimal(0))
    return {
        "items": len(told),
        "by_type": {
            kind: {"n": len(ones), "rmb_yi": _two(sums[kind]) if has[kind] else None} for kind, ones in kinds.items()
        },
        "investment": {
            "n": sum(len(kinds.get(kind, ())) for kind in _INVESTED), "rmb_yi": _two(invested),
            "rmb_yuan": _two(invested * 10**8),
        },
        "apart": {kind: _two(sums[kind]) for kind in kinds if kind not in _INVESTED and has[kind]},
        "headcount": {
            "phd": sum(row["博士人数"] or 0 for row in told), "master": sum(row["硕士人数"] or 0 for row in told),
        },
    }  # fmt: skip


def readiness(content: bytes, batch: int) -> dict[str, Any]:
    """Question 34."""
    items = [row for row in rows(content, "签约项目一览表") if row["批次"] == batch]
    items.sort(key=lambda row: row["批内次序"])
    codes = [row["项目编号"] for row in items]
    signs = [row for code in codes for row in rows(content, "签字人") if row["项目编号"] == code]
    marks = [(f"{row['项目编号']}{row['签约方'][0]}", row) for row in signs]
    texts = [
        {"item": row["项目编号"], "status": row["文本状态"]} for row in items if row["文本状态"] != "终稿"
    ]
    alone = [mark for mark, row in marks if not row["替签人"]]
    cards = [mark for mark, row in marks if row["席卡"] != "已印"]
    return {
        "batch": batch, "items": codes, "text_not_final": texts, "no_standin": alone, "card_not_printed": cards,
        "ready": not (texts or alone or cards),
    }  # fmt: skip


def landed(content: bytes, on: datetime, target: int) -> dict[str, Any]:
    """Question 39."""
    told = [row for row in rows(content, "跟踪台账") if row["协议类型"] in _INVESTED]
    months = [row for row in rows(content, "月度进度") if row["月份"] <= f"{on:%Y-%m}"]
    signed = len(told)

    def share(count: int | Decimal, of: int | Decimal) -> str:
        return _two(Decimal(count) * 100 / Decimal(of))

    def threshold(stage: str) -> dict[str, Any]:
        there = [
            row["项目编号"]
            for row in told
            if row["阶段"] in _STAGES and _STAGES.index(row["阶段"]) >= _STAGES.index(stage)
        ]
        percent = share(len(there), signed)
        return {
            "n": len(there),
            "percent": percent,
            "meets_target": len(there) * 100 >= target * signed,
            "items": there,
        }

    def money(ones: list[dict[str, Any]]) -> dict[str, Any]:
        codes = {row["项目编号"] for row in ones}
        came = sum((Decimal(str(row["本月到位"])) for row in months if row["项目编号"] in codes), Decimal(0))
        of = sum(
            (Decimal(str(row["签约额(万)"])) * Decimal(str(row["汇率"] or 1)) / 10000 for row in ones),
            Decimal(0),
        )
        return {"in_place": _two(came), "of": _two(of), "percent": share(came, of)}

    performing = sum(row["阶段"] != "终止" for row in told)
    return {
        "signed": signed, "by_threshold": {stage: threshold(stage) for stage in ("注册", "立项", "开工", "投产")},
        "performed": {"n": performing, "percent": share(performing, signed)}, "target_percent": target,
        "funds": money(told) | {"contracts": money([row for row in told if row["协议类型"] == "投资合同"])},
    }  # fmt: skip
