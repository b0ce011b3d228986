"""The badge list of staff, volunteers, press, drivers, security and medical staff."""

from typing import Any

from event.language import Message
from event.registration.importing.imports import take_in
from event.registration.importing.listed import Listed, refuse_repeated
from event.registration.importing.noting import Sent, takes
from event.registration.importing.reports import ImportReport, Said
from event.registration.phones import phone_e164
from event.text import is_chinese, tidy
from event.workbook import Row, cell_text, heading, open_workbook, read_table

NEEDED = ("编号", "姓名", "单位", "组别/岗位", "类别代码")
_NO_PHONE = Message("“{text}” cannot be read as a telephone number; it was kept as written.")
_NO_NUMBER = Message("every guest needs a number of their own.")
_NO_NAME = Message("give the Chinese name, the passport name, or both.")


@takes("staff")
async def import_staff(sent: Sent) -> ImportReport:
    """Take in every sheet of the badge list, all or nothing; raises Invalid, NoGathering."""
    workbook = open_workbook(sent.content)
    listed: list[Listed] = []
    for sheet in workbook.worksheets:
        table = read_table(workbook, needed=NEEDED, sheet=sheet.title)
        listed += [_understand(row, sheet.title) for row in table.rows]
    refuse_repeated(listed)
    return await take_in(
        listed,
        kind=sent.kind,
        content=sent.content,
        file_name=sent.file_name,
        gathering=sent.gathering,
        dry_run=sent.dry_run,
        by=sent.by,
        now=sent.now,
        run=sent.run,
    )


def _understand(row: Row, sheet: str) -> Listed:
    def text(name: str) -> str:
        return tidy(cell_text(row.cells.get(heading(name))))[:200]

    listed = Listed(row.number, sheet=sheet)
    name, latin = text("姓名"), text("拼音")
    surname, _, given = latin.partition(" ")
    written = text("手机")
    phone = phone_e164(written, region="CN") if written else ""
    if written and phone is None:
        listed.warnings.append(Said("手机", _NO_PHONE, {"text": written}))
    listed.texts = {
        "number": text("编号")[:40], "name_zh": name[:80] if is_chinese(name) else "",
        "latin_surname": (surname if latin else "" if is_chinese(name) else name)[:80], "latin_given": given[:80],
        "class_name": text("类别代码"), "company_title": f"{text('单位')} {text('组别/岗位')}".strip(),
        "phone": phone or written,
    }  # fmt: skip
    listed.sex = {"男": "M", "女": "F"}.get(text("性别"), "")
    listed.residence = "CN"
    listed.reviewed = True
    answers: dict[str, Any] = {"unit": text("单位"), "post": text("组别/岗位"), "duty": text("分工")}
    listed.answers = {key: answer for key, answer in answers.items() if answer}
    if not listed.number:
        listed.refusals.append(Said("编号", _NO_NUMBER))
    if not listed.name:
        listed.refusals.append(Said("姓名", _NO_NAME))
    return listed
