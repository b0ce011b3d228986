"""The programme goes out as the office's workbook and comes in again without any change."""

import httpx

from event.checkin.importing.programme import import_programme
from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from tests import cast
from tests.agenda.test_sessions import API, OPENING, TYPED
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]


async def test_items_people_and_the_further_columns_make_the_round(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        await _filled(client, lin.number)
        book = await client.get("/api/v1/gatherings/example/exports/agenda")
        before = (await client.get(f"{API}/grid")).json()
        for table in ("agenda_person", "agenda_item", "agenda_session"):
            await fetch(f"DELETE FROM {table}")
        report = await import_programme(
            book.content,
            file_name="agenda.xlsx",
            gathering=None,
            dry_run=False,
            by=COMMAND_LINE,
            now=cast.NOW,
        )
        after = (await client.get(f"{API}/grid")).json()

    assert (report.written, [row.reasons for row in report.rows if row.reasons]) == (True, [])
    changing = {"id", "revision", "moved", "seen", "seen_order", "change", "item"}
    assert _plain(after["sessions"], changing) == _plain(before["sessions"], changing)


async def _filled(client: httpx.AsyncClient, guest: str) -> None:
    told = {
        "kind": "opening",
        "mode": "both",
        "hall": "",
        "remark_en": "Dress: formal",
        "signup": True,
        "attendees_en": "All",
    }
    told |= {"signup_opens": "2026-10-01T08:00:00+08:00"}
    made = (await client.post(f"{API}/sessions", json=OPENING | told)).json()
    await client.post("/console/example/agenda/sessions/new", data=TYPED | {"hall": ""})
    address = f"{API}/sessions/{made['id']}"
    await client.post(
        f"{address}/items", json={"kind": "speech", "title_zh": "致辞", "title_en": "Speech", "minutes": 8}
    )
    fixed = {
        "title_zh": "合影",
        "kind": "photo",
        "starts_at": "2026-10-16T09:40:00+08:00",
        "audio_video": "音乐",
        "responsible": "甲",
        "cue": "乙",
    }
    told = (await client.post(f"{address}/items", json=fixed)).json()
    await client.post(
        f"{address}/people", json={"part": "host", "name_zh": "施范本", "title_zh": "县长", "name_en": "Shi"}
    )
    await client.post(
        f"{address}/people", json={"part": "speaker", "guest": guest, "item": told["items"][0]["id"]}
    )


def _plain(told: object, without: set[str]) -> object:
    if isinstance(told, dict):
        return {name: _plain(value, without) for name, value in told.items() if name not in without}
    return [_plain(one, without) for one in told] if isinstance(told, list) else told
