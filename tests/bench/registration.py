"""Ten thousand guests: the list with filters, search in every spelling, the import, and a sheet that is too long."""

import asyncio
import io
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from random import Random
from statistics import median

import xlsxwriter

from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.importing.imports import Choices, import_guests
from event.registration.queries import GuestFilter, guest_lines
from tests import cast
from tests.bench import Measured, bench_database, write_rows

ROWS = 10_000
LIST_MS, SEARCH_MS, IMPORT_SECONDS, MEMORY_MB = 100, 50, 60, 300
TIMES = 15
SURNAMES = (("林", "LIN"), ("陳", "CHAN"), ("欧阳", "OUYANG"), ("黄", "HUANG"), ("吴", "NG"), ("單", "SHAN"))
SYLLABLES = (
    ("示", "Shi"),
    ("例", "Li"),
    ("样", "Yang"),
    ("本", "Ben"),
    ("演", "Yan"),
    ("练", "Lian"),
    ("测", "Ce"),
)
COUNTRIES = ("美国", "加拿大", "泰国", "中国香港", "马来西亚", "意大利", "日本")
FILTERS = {
    "no filter": GuestFilter(), "class": GuestFilter(class_code="D"), "delegation": GuestFilter(delegation="D03"),
    "state": GuestFilter(standing="approved"), "the last page": GuestFilter(page=ROWS // 50),
    "all together": GuestFilter(text="林", class_code="G", delegation="D02", standing="approved"),
}  # fmt: skip
SEARCHES = {
    "Chinese": "欧阳示例", "traditional Chinese": "歐陽示例", "pinyin initials": "oysl", "pinyin": "ouyangshili",
    "Latin, surname first": "ouyang shili", "Latin, given name first": "shili ouyang", "phone tail": "4711",
}  # fmt: skip


def workbook(rows: int) -> bytes:
    """A list as an office keeps it."""
    chance = Random(7)  # noqa: S311 - invented guests
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    sheet = book.add_worksheet("来宾")
    headings = ("编号", "代表团", "中文姓名", "外文姓", "外文名", "性别", "出生日期", "现居国家(地区)", "嘉宾类别", "手机", "邮箱",
                "证件类型", "证件号码", "有效期至", "抵达日期", "抵达航班")  # fmt: skip
    sheet.write_row(0, 0, headings)
    for number in range(1, rows + 1):
        (zh, latin), given = chance.choice(SURNAMES), chance.choices(SYLLABLES, k=2)
        sheet.write_row(
            number, 0,
            (f"B-{number:05d}", f"第{number % 40 + 1}代表团", zh + "".join(one for one, _ in given), latin,
             "".join(one for _, one in given).capitalize(), "男" if number % 2 else "女", f"19{number % 60 + 40}-03-{number % 28 + 1:02d}",
             chance.choice(COUNTRIES), ("嘉宾", "代表", "贵宾")[number % 3], f"+1 212 55{number % 10} {number % 10_000:04d}",
             f"guest{number}@example.com", "外国护照", f"X{number:07d}", "2031-01-01", "2026-10-15", f"ZZ{number % 900 + 100}"),
        )  # fmt: skip
    book.close()
    return output.getvalue()


async def main() -> None:
    """Measure and write the figures."""
    rows: list[Measured] = []
    async with bench_database():
        held = await cast.gathering()
        content = await asyncio.to_thread(workbook, ROWS)
        steps: list[int] = []

        async def progress(done: int, _total: int) -> None:
            steps.append(done)

        begun = time.perf_counter()
        report = await import_guests(
            content, file_name="list.xlsx", gathering=held, dry_run=False, by=COMMAND_LINE, now=cast.NOW,
            choices=Choices(approve=True), progress=progress,
        )  # fmt: skip
        took = time.perf_counter() - begun
        if report.counts["create"] != ROWS or len(steps) < ROWS // 1000:
            raise AssertionError(report.counts)
        rows.append(
            Measured(
                f"import of {ROWS} rows", took, "s", f"at most {IMPORT_SECONDS} s", IMPORT_SECONDS / took
            )
        )
        for name, wanted in FILTERS.items():
            rows.append(await _list(f"list, {name}", held, wanted, LIST_MS))
        for name, text in SEARCHES.items():
            rows.append(await _list(f"search, {name}", held, GuestFilter(text=text), SEARCH_MS, found=True))
    rows.append(await asyncio.to_thread(_too_long))
    write_rows("registration", rows)


async def _list(
    name: str, held: Gathering, wanted: GuestFilter, limit: int, *, found: bool = False
) -> Measured:
    async def page() -> None:
        lines = await guest_lines(held, wanted, scope=None, language="zh-Hans")
        if found and not lines.total:
            raise AssertionError(name)

    took = await _median(page) * 1000
    return Measured(name, took, "ms", f"at most {limit} ms", limit / took)


async def _median(work: Callable[[], Awaitable[None]]) -> float:
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        await work()
        times.append(time.perf_counter() - begun)
    return median(times)


def _too_long() -> Measured:
    """A sheet of 100,000 rows, refused in a process of its own: its whole memory."""
    code = (
        "import resource, sys\nfrom event.errors import Invalid\nfrom event.registration.importing.sheets import read_sheets\n"
        "try:\n    read_sheets(sys.stdin.buffer.read())\nexcept Invalid:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=workbook(100_000), capture_output=True, check=True, timeout=300
    )
    used = float(done.stdout)
    return Measured(
        "a sheet of 100,000 rows, refused", used, "MB", f"at most {MEMORY_MB} MB", MEMORY_MB / used
    )


if __name__ == "__main__":
    asyncio.run(main())
