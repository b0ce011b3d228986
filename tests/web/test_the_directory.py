"""The directory of persons in the browser and for programs: for organizers only, in both languages."""

import pytest

from event.database import fetch
from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, signed_in

ROOT, API = "/console/example/directory", "/api/v1/gatherings/example/persons"


async def _two_chens() -> tuple[str, str]:
    earlier, held = await cast.gathering(slug="earlier", number_prefix="EX2024"), await cast.gathering()
    known, _ = await cast.chen(earlier)
    newcomer, _ = await cast.chen(held, name_zh="", email="new@example.com")
    await fetch("UPDATE person SET created_at = created_at - interval '2 years' WHERE id = $1", known.person)
    return str(known.person), str(newcomer.person)


@pytest.mark.parametrize(
    "role", [Role.VIEWER, Role.GATE_STAFF, Role.LIAISON, Role.SIGNING_OFFICER, Role.ADMINISTRATOR]
)
async def test_other_roles_are_refused(browser: Browser, role: Role) -> None:
    known, newcomer = await _two_chens()
    async with signed_in(browser, role) as client:
        reads = [(await client.get(path)).status_code for path in (
            ROOT, f"{ROOT}/{known}", API, f"{API}/matches", f"{API}/{known}")]  # fmt: skip
        writes = [(await client.post(f"{root}/{known}/{verb}", json={"other": newcomer})).status_code
                  for root in (ROOT, API) for verb in ("merge", "apart", "undo", "invite")]  # fmt: skip

    assert {*reads, *writes} == {403}
    assert await fetch("SELECT 1 FROM person_merge") == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_an_organizer_merges_what_is_proposed_and_undoes_it(browser: Browser, language: str) -> None:
    known, newcomer = await _two_chens()
    async with signed_in(browser, Role.ORGANIZER) as client:
        client.headers["accept-language"] = language
        pages = [await client.get(f"{path}?lang={language}") for path in (ROOT, f"{ROOT}/{known}", f"{ROOT}/{newcomer}")]  # fmt: skip
        merged = await client.post(f"{ROOT}/{known}/merge", data={"other": newcomer}, follow_redirects=True)
        again = await client.post(f"{ROOT}/{known}/merge", data={"other": newcomer})
        gone = await client.get(f"{ROOT}/{newcomer}")
        (row,) = await fetch("SELECT id FROM person_merge")
        undone = await client.post(f"{ROOT}/{known}/undo", data={"merge": str(row["id"])}, follow_redirects=True)  # fmt: skip
        apart = await client.post(f"{ROOT}/{known}/apart", data={"other": newcomer}, follow_redirects=True)

    assert [page.status_code for page in (*pages, merged, undone, apart)] == [200] * 6
    assert all(f'name="other" value="{newcomer}"' in page.text for page in (*pages, undone))
    assert f'notice" method="post" action="{ROOT}/{known}/undo"' in merged.text
    assert f'name="merge" value="{row["id"]}"' in merged.text
    assert (again.status_code, gone.status_code, gone.headers["location"]) == (409, 303, f"{ROOT}/{known}")
    assert 'name="other"' not in apart.text


async def test_an_organizer_writes_what_the_office_keeps(browser: Browser) -> None:
    known, _ = await _two_chens()
    async with signed_in(browser, Role.ORGANIZER) as client:
        saved = await client.post(f"{ROOT}/{known}", data={"grade": "A", "tags": "侨领、理事", "next_review": "2020-01-01"}, follow_redirects=True)  # fmt: skip
        wrong = await client.post(f"{ROOT}/{known}", data={"grade": "A" * 30, "reviewed_on": "soon"})
        listed = (await client.get(ROOT, params={"tag": "侨领", "grade": "A", "due": "on", "q": "chen"})).text
        nobody = (await client.get(ROOT, params={"returning": "on"})).text

    assert (saved.status_code, 'value="侨领、理事"' in saved.text) == (200, True)
    assert (wrong.status_code, 'value="soon"' in wrong.text, "A" * 30 in wrong.text) == (422, True, True)
    assert (f"{ROOT}/{known}" in listed, "1 persons" in listed, "Nobody found" in nobody) == (True,) * 3


async def test_an_organizer_invites_again_in_one_step(browser: Browser) -> None:
    known, newcomer = await _two_chens()
    async with signed_in(browser, Role.ORGANIZER) as client:
        late = await client.post(f"{ROOT}/{known}/invite")
        await fetch("UPDATE gathering SET first_day = current_date + 40, last_day = current_date + 41")
        asked = await client.post(f"{ROOT}/{known}/invite", follow_redirects=True)
        twice = await client.post(f"{ROOT}/{known}/invite")
        here = await client.post(f"{ROOT}/{newcomer}/invite")

    assert [answer.status_code for answer in (late, asked, twice, here)] == [409, 200, 409, 409]
    assert len(await fetch("SELECT 1 FROM invitation WHERE person = $1", known)) == 1
    assert len(await fetch("SELECT 1 FROM mail WHERE recipient = 'yp.chan@example.com'")) == 1


async def test_programs_can_do_the_same(browser: Browser) -> None:
    known, newcomer = await _two_chens()
    async with signed_in(browser, Role.ORGANIZER) as client:
        (match,) = (await client.get(f"{API}/matches")).json()
        changed = await client.put(f"{API}/{known}", json={"grade": "A", "tags": ["侨领"], "languages": "粤语,英语"})  # fmt: skip
        made = await client.post(f"{API}/{known}/merge", json={"other": newcomer})
        told = (await client.get(f"{API}/{known}")).json()
        (line,) = (await client.get(API, params={"q": "chan", "tag": "侨领"})).json()["persons"]
        undone = await client.post(f"{API}/{known}/undo", json=made.json())
        apart = await client.post(f"{API}/{known}/apart", json={"other": newcomer})
        left = (await client.get(f"{API}/matches")).json()
        wrong = await client.put(f"{API}/{known}", json={"next_review": "soon"})
        odd = await client.post(f"{API}/{known}/merge", json={"other": "nobody"})

    assert (match["known"], match["newcomer"], match["likeness"]) == (known, newcomer, 2)
    assert match["reasons"] == ["phone", "latin_name", "residence"]
    assert changed.json() == ["grade", "tags", "languages"]
    assert (told["tags"], told["email"], len(told["gatherings"])) == (["侨领"], "yp.chan@example.com", 2)
    assert list(told["merges"]) == [made.json()["merge"]]
    assert (line["id"], line["name"]) == (known, "陳樣本")
    assert (undone.status_code, apart.status_code, left) == (204, 204, [])
    assert (wrong.status_code, odd.status_code) == (422, 422)
