"""What a list is, told by its headings: each kind has some that no other list has."""

import csv
import io
from collections.abc import Iterator

from event.errors import Invalid
from event.workbook import cell_text, heading, open_workbook

_ROWS = 15
_ENCODINGS = ("utf-8-sig", "gb18030")
_SIGNS: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = (
    ("tickets", (frozenset({"ticket_no", "holder_no"}),)),
    ("jobfair", (frozenset({"reg_no", "education"}), frozenset({"学历", "专业", "手机"}))),
    ("scans", (frozenset({"scan_id", "device_id"}),)),
    ("checkpoints", (frozenset({"checkpoint", "kind", "direction"}),)),
    ("changes", (frozenset({"登记时间", "新编号"}), frozenset({"登记时间", "类型", "编号"}))),
    ("feedback", (frozenset({"问卷号"}), frozenset({"收到日期", "承办单位"}), frozenset({"发放份数"}))),
    ("ledger", (frozenset({"项目编号", "月末阶段"}), frozenset({"届次", "项目编号", "阶段"}))),
    ("signing", (frozenset({"项目编号", "签约方"}), frozenset({"项目编号", "协议类型"}))),
    ("hotels", (frozenset({"酒店代码"}), frozenset({"房号", "房型"}))),
    ("visit", (frozenset({"考察点编号"}), frozenset({"用餐点编号"}), frozenset({"线路", "车号"}))),
    ("transfers", (frozenset({"航班/车次", "批次"}), frozenset({"发车时间", "航班/车次"}))),
    ("agenda", (frozenset({"活动内容", "时间"}), frozenset({"场次代码", "日期"}))),
    ("checkpoints", (frozenset({"检票点", "类型"}),)),
    ("staff", (frozenset({"类别代码", "姓名"}), frozenset({"组别/岗位"}))),
    ("tasks", (frozenset({"任务"}), frozenset({"工作任务"}), frozenset({"工作内容", "责任单位"}))),
    ("guests", (frozenset({"中文姓名"}), frozenset({"性别", "出生日期"}), frozenset({"姓名", "国籍"}))),
)  # fmt: skip
"""In this order: a kind whose headings also stand in others' lists comes later. One set of a kind is enough."""


def kind_of(content: bytes) -> str:
    """The kind of a list, as the import knows it, or nothing where its headings do not say. Takes seconds for a large one."""
    rows = [{heading(text) for text in row if text} for row in _rows(content)]
    for kind, ways in _SIGNS:
        if any(signs <= row for signs in ways for row in rows):
            return kind
    return ""


def _rows(content: bytes) -> Iterator[list[str]]:
    """The first rows of every sheet, or of a text."""
    if not content.startswith(b"PK"):
        yield from _of_text(content)
        return
    try:
        for sheet in open_workbook(content):
            for row in sheet.iter_rows(values_only=True, max_row=_ROWS):
                yield [cell_text(cell) for cell in row]
    except (Invalid, KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        return  # reading it says what is wrong with it


def _of_text(content: bytes) -> Iterator[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = "\n".join(text.splitlines()[:_ROWS])
        delimiter = max(",;\t", key=first.count)
        yield from csv.reader(io.StringIO(first), delimiter=delimiter)
        return
