"""The table of a delegation: pasted rows are read as lists are, errors stay where they are, links end."""

import re
from datetime import timedelta

import pytest

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.inviting.operations import invitation_path, invite_delegation, renew, revoke
from event.registration.inviting.tables import Invitation
from event.registration.tables import Delegation
from tests import cast
from tests.web.conftest import Browser

HEADINGS = "中文姓名\t英文姓\t英文名\t性别\t出生日期\t国家/地区\t手机\t邮箱\n"


@pytest.fixture
async def link(app: object) -> Invitation:
    held = await cast.gathering()
    delegation = Delegation(gathering=held.id, code="D01", name_zh="北美代表团")
    await delegation.save()
    return await invite_delegation(
        delegation, gathering=held, name="林联络", email="contact@example.com", language="en",
        expires_at=cast.NOW + timedelta(days=3650), by=COMMAND_LINE, now=cast.NOW,
    )  # fmt: skip


async def test_pasted_rows_show_each_error_in_its_cell(browser: Browser, link: Invitation) -> None:
    rows = [
        "林例一\tLIN\tShili\t男\t1970.3.1\t美国\t+1 212 555 0101\tm1 at example",
        "林例二\tLIN\tShili\t男\t1970年3月2日\t亚特兰蒂斯\t\tm2@example.com",
        "林例三\tLIN\t示例\t女\t1970/3/3\t印尼\t\t",
    ]
    async with browser() as contact:
        page = await contact.post(
            f"{invitation_path(link)}/members", data={"do": "paste", "pasted": HEADINGS + "\n".join(rows)}
        )

        assert page.text.count('class="wrong"') == 3
        for cell in ("error-m1_email", "error-m2_residence", "error-m3_latin_given"):
            assert f'id="{cell}"' in page.text
        assert 'value="1970-03-02"' in page.text
        again = await contact.get(invitation_path(link))
    assert again.text.count("林例") == 3


async def test_a_link_that_was_renewed_or_taken_back_opens_nothing(
    browser: Browser, link: Invitation
) -> None:
    held = await Gathering.objects().first()
    old = invitation_path(link)
    later = cast.NOW + timedelta(days=3650)
    renewed = await renew(link.id, gathering=held, expires_at=later, by=COMMAND_LINE, now=cast.NOW)

    async with browser() as contact:
        assert (await contact.get(old)).status_code == 404
        assert (await contact.get(invitation_path(renewed))).status_code == 200
        await revoke(link.id, gathering=held, by=COMMAND_LINE, now=cast.NOW)
        assert (await contact.get(invitation_path(renewed))).status_code == 409


async def test_members_of_another_delegation_are_out_of_reach(browser: Browser, link: Invitation) -> None:
    held = await Gathering.objects().first()
    lin, _ = await cast.lin(held)

    async with browser() as contact:
        answers = [
            await contact.get(f"{invitation_path(link)}/members/{lin.id}"),
            await contact.post(f"{invitation_path(link)}/members/{lin.id}", data={"do": "withdraw"}),
        ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert [row["standing"] for row in await fetch("SELECT standing FROM guest")] == ["approved"]


async def test_good_rows_are_registered_and_the_others_stay(browser: Browser, link: Invitation) -> None:
    rows = [
        "林例一\tLIN\tShili\t男\t1970.3.1\t美国\t+1 212 555 0101\tm1@example.com",
        "林例二\tLIN\tShili\t男\t1970.3.2\t亚特兰蒂斯\t\tm2@example.com",
    ]
    path = invitation_path(link)
    async with browser() as contact:
        pasted = await contact.post(
            f"{path}/members", data={"do": "paste", "pasted": HEADINGS + "\n".join(rows)}
        )
        assert pasted.status_code == 200
        sent = {**_typed(pasted.text), "do": "send"}
        refused = await contact.post(f"{path}/members", data=sent)
        assert (refused.status_code, "Please confirm that the members agree." in refused.text) == (422, True)
        done = await contact.post(f"{path}/members", data=sent | {"agreed": "on"})

    assert done.status_code == 422
    assert "1 members are registered." in done.text
    assert 'id="error-m2_residence"' in done.text
    stored = await fetch("SELECT name_zh, source, standing, email FROM guest")
    assert [tuple(row) for row in stored] == [("林例一", "delegation", "approved", "m1@example.com")]
    assert [
        row["given"] for row in await fetch("SELECT given FROM consent WHERE purpose = 'registration'")
    ] == [True]
    assert len(await fetch("SELECT 1 FROM draft WHERE guest IS NULL")) == 1


def _typed(page: str) -> dict[str, str]:
    """What the table on a page would send."""
    soup = re.findall(r'<input[^>]*name="(m\d+_\w+)"[^>]*value="([^"]*)"', page)
    chosen = re.findall(r'<select[^>]*name="(m\d+_\w+)".*?</select>', page, re.DOTALL)
    told = dict(soup)
    for name in chosen:
        part = page.split(f'name="{name}"')[1].split("</select>", maxsplit=1)[0]
        if found := re.search(r'value="([^"]*)" selected', part):
            told[name] = found[1]
    return told
