"""Another homeland visit, other rooms and another board, in the office's formats."""

import io
import random
from collections.abc import Callable
from typing import Any

import openpyxl

Cells = dict[str, Any]
"""The cells of a row by heading; `value` reads and sets."""


def other_visit(files: dict[str, bytes], chance: random.Random, *, cancels: str, comes: str) -> None:
    """Change the visit, the rooms and the transfers of a gathering whose other lists are made already."""
    files["visit"] = _changed(files["visit"], lambda sheets: _visit(sheets, chance))
    files["hotels"] = _changed(files["hotels"], lambda sheets: _rooms(sheets, chance))
    files["transfers"] = _changed(
        files["transfers"], lambda sheets: _transfers(sheets, chance, cancels, comes)
    )


def _changed(content: bytes, change: Callable[[dict[str, list[Cells]]], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = {}
    for sheet in book.worksheets:
        names = [cell.value for cell in sheet[3]]
        sheets[sheet.title] = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=4)]
    change(sheets)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _swap(one: Cells, other: Cells, *names: str) -> None:
    for name in names:
        one[name].value, other[name].value = other[name].value, one[name].value


def _visit(sheets: dict[str, list[Cells]], chance: random.Random) -> None:
    """Guests change buses, three of them move over, one stop takes few at once, another closes early."""
    seats = sheets["乘车名单"]
    for _ in range(12):
        _swap(*chance.sample(seats, 2), "编号", "姓名")
    for row in chance.sample([one for one in seats if one["线路"].value == "A"], 3):
        row["车号"].value, row["线路"].value, row["座号"].value = 7, "D", None
    stops = {row["考察点编号"].value: row for row in sheets["考察点"]}
    stops["S03"]["同时容量"].value = 50
    stops["S09"]["关闭时间"].value = "12:00"
    for row in sheets["线路"]:
        if (row["线路"].value, row["考察点编号"].value) == ("D", "S03"):
            row["离开"].value = "11:10"
    sheets["用餐"][2]["停餐"].value = "12:20"


def _rooms(sheets: dict[str, list[Cells]], chance: random.Random) -> None:
    """Guests of a hotel change beds, some lose theirs, and somebody sleeps in a spare room."""
    beds = {(row["酒店"].value, row["房号"].value): row["床位"].value for row in sheets["客房"]}
    guests = [row for row in sheets["住宿分配"] if row["房号"].value]
    for _ in range(200):
        one, other = chance.sample(guests, 2)
        places = [(row["酒店"].value, row["房号"].value) for row in (one, other)]
        if places[0][0] == places[1][0] and beds[places[0]] == beds[places[1]]:
            _swap(one, other, "房号")
    for row in chance.sample(guests, 9):
        row["房号"].value = None
    spare = next(row for row in sheets["客房"] if row["状态"].value == "机动")
    lucky = next(
        row
        for row in sheets["住宿分配"]
        if row["酒店"].value == spare["酒店"].value and not row["房号"].value
    )
    lucky["房号"].value = spare["房号"].value


def _transfers(sheets: dict[str, list[Cells]], chance: random.Random, cancels: str, comes: str) -> None:
    """Other flights are late or not come yet, other drives leave at other times, somebody else is cancelled."""
    landed = [row for row in sheets["航班动态"] if row["状态"].value == "已到达"]
    for place, row in enumerate(chance.sample(landed, 6)):
        row["实际到达"].value = None
        row["状态"].value = "延误" if place < 4 else "计划"
    for name in ("接站名单", "送站名单"):
        states = {row["编号"].value: row["状态"] for row in sheets[name]}
        states[comes].value = "计划"
        if cancels in states:
            states[cancels].value = "已取消"
    drives = sorted({row["发车时间"].value for row in sheets["送站名单"]})
    for row in sheets["送站名单"]:
        if row["发车时间"].value in drives[::3]:
            row["发车时间"].value = f"{int(row['发车时间'].value[:2]) + 1:02d}:15"
