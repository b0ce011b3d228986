"""The pages and the API of badge designs: what was typed stays, what holds is printed, only who may writes."""

import base64
import io
from collections.abc import AsyncIterator

import httpx
import pytest
from PIL import Image

from event.gathering.tables import Gathering
from event.people.tables import Role
from tests import cast
from tests.printing.badge_making import pictures
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
_ONE = "/console/example/badges/90x130/G"
_API = "/api/v1/gatherings/example"


@pytest.fixture
async def held(app: object) -> Gathering:
    held = await cast.gathering()
    await cast.lin(held)
    return held


@pytest.fixture
async def organizer(held: Gathering, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


def _png() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (900, 600), "#005aa0").save(output, "PNG")
    return output.getvalue()


async def _design(client: httpx.AsyncClient) -> dict:
    told = (await client.get(f"{_API}/badge-designs")).json()
    return told["standard"]["90x130"]


def _typed(design: dict, **changed: str) -> dict[str, str]:
    boxes = {
        f"{name}_{side}": str(value)
        for name, sides in (("lines", "left top width height"), ("number", "left top width height"), ("code", "left top side"))
        for side, value in zip(sides.split(), design["boxes"][name], strict=True)
    }  # fmt: skip
    return {name: design[name] for name in ("frame", "lines", "style")} | boxes | changed


async def _form(client: httpx.AsyncClient, place: str, **data: object) -> httpx.Response:
    page = await client.get(place)
    token = page.text.split('name="_csrf" value="')[1].split('"')[0]
    return await client.post(data.pop("to", place), data={"_csrf": token} | data.pop("typed", {}), **data)


async def test_a_design_is_saved_in_the_editor_and_printed(organizer: httpx.AsyncClient) -> None:
    green = (await _design(organizer))["style"].replace("#8f1d21", "#14532d")

    saved = await _form(organizer, _ONE, typed=_typed(await _design(organizer), style=green))

    assert (saved.status_code, saved.headers["location"]) == (303, _ONE)
    assert "Revision 1" in (await organizer.get(_ONE)).text
    assert "Own design, revision 1" in (await organizer.get("/console/example/badges")).text
    printed = await organizer.get(f"{_API}/documents/badges")
    assert pictures(printed.content)[0].getpixel((5, 5)) == (20, 83, 45)


async def test_a_bad_design_says_the_line_and_keeps_what_was_typed(organizer: httpx.AsyncClient) -> None:
    typed = _typed(await _design(organizer), lines="<div>\n{{ name.x }}</div>", code_side="12")

    failed = await _form(organizer, _ONE, typed=typed)

    assert failed.status_code == 422
    assert "Line 2: Only fields such as {{ name }}" in failed.text
    assert "&lt;div&gt;\n{{ name.x }}&lt;/div&gt;" in failed.text
    assert "At least 21.9 mm" in failed.text


async def test_a_preview_is_pictures_of_what_is_typed_and_saves_nothing(organizer: httpx.AsyncClient) -> None:
    typed = _typed(await _design(organizer))

    seen = await _form(organizer, _ONE, to=f"{_ONE}/preview", typed=typed, headers={"hx-request": "true"})
    bad = await _form(
        organizer, _ONE, to=f"{_ONE}/preview", typed=typed | {"style": "x"}, headers={"hx-request": "true"}
    )
    as_pdf = await _form(organizer, _ONE, to=f"{_ONE}/preview.pdf", typed=typed)

    assert (seen.status_code, seen.text.count("data:image/png;base64,")) == (200, 5)
    assert (bad.status_code, "Style (CSS): Line 1" in bad.text) == (200, True)
    assert (as_pdf.headers["content-type"], as_pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert (await organizer.get(f"{_API}/badge-designs")).json()["designs"] == []


async def test_an_earlier_design_is_taken_again_and_its_own_design_given_up(
    organizer: httpx.AsyncClient,
) -> None:
    design = await _design(organizer)
    await _form(organizer, _ONE, typed=_typed(design, style=".name { color: red }"))
    await _form(organizer, _ONE, typed=_typed(design, style=".name { color: blue }"))

    await _form(organizer, _ONE, to=f"{_ONE}/again", typed={"revision": "1"})
    kept = (await organizer.get(f"{_API}/badge-designs/90x130/G")).json()
    await _form(organizer, _ONE, to=f"{_ONE}/drop")

    assert [(one["revision"], one["taken_from"], one["design"]["style"]) for one in kept] == [
        (3, 1, ".name { color: red }"), (2, None, ".name { color: blue }"), (1, None, ".name { color: red }"),
    ]  # fmt: skip
    assert (await organizer.get(f"{_API}/badge-designs")).json()["designs"] == []


async def test_a_picture_is_uploaded_shown_and_removed(organizer: httpx.AsyncClient) -> None:
    place, to = "/console/example/badges", "/console/example/badges/pictures"

    sent = await _form(organizer, place, to=to, typed={"name": "logo"}, files={"picture": ("x.svg", _png())})
    shown = await organizer.get(f"{to}/logo")
    wrong = await _form(
        organizer, place, to=to, typed={"name": "other"}, files={"picture": ("x.png", b"<svg/>")}
    )
    await _form(organizer, place, to=f"{to}/logo/remove")

    assert (sent.status_code, shown.headers["content-type"]) == (303, "image/png")
    assert (wrong.status_code, "SVG files can carry programs" in wrong.text, 'value="other"' in wrong.text) == (
        422, True, True,
    )  # fmt: skip
    assert (await organizer.get(f"{to}/logo")).status_code == 404


async def test_programs_do_all_of_it(organizer: httpx.AsyncClient) -> None:
    place = f"{_API}/badge-designs/90x130/-"
    design = await _design(organizer)
    with_logo = design | {"frame": '<img src="logo" alt="">' + design["frame"]}

    refused = await organizer.put(place, json=with_logo)
    kept = await organizer.put(
        f"{_API}/badge-pictures/logo", json={"content": base64.b64encode(_png()).decode()}
    )
    saved = await organizer.put(place, json=with_logo)
    looked = await organizer.post(f"{place}/preview", json=design)
    again = await organizer.post(f"{place}/again", json={"revision": 1})
    dropped = await organizer.delete(place)
    gone = await organizer.delete(f"{_API}/badge-pictures/logo")
    bad = await organizer.put(f"{_API}/badge-pictures/logo", json={"content": "no base64!"})

    assert (refused.status_code, refused.json()["problems"]["frame"][:7]) == (422, "Line 1:")
    assert (kept.status_code, kept.json()["width"], kept.json()["kind"]) == (200, 900, "png")
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    assert looked.content[:5] == b"%PDF-"
    assert (again.json()["revision"], dropped.json()["revision"], gone.status_code) == (2, 3, 204)
    assert (bad.status_code, list(bad.json()["problems"])) == (422, ["picture"])


async def test_colours_are_told_with_their_contrast(organizer: httpx.AsyncClient) -> None:
    classes = (await organizer.get(f"{_API}/badge-designs")).json()["classes"]

    assert {one["code"]: one["ink"] for one in classes if one["code"] in "VSA"} == {
        "V": "#ffffff", "S": "#18181b", "A": "#ffffff",
    }  # fmt: skip
    assert min(one["contrast"] for one in classes) >= 4.5
    assert "Contrast 6.5:1 with white" in (await organizer.get("/console/example/badges")).text


@pytest.mark.parametrize("place", [f"{_ONE}x", "/console/example/badges/a5/G", f"{_API}/badge-designs/a5/-"])
async def test_what_is_not_there_is_said(organizer: httpx.AsyncClient, place: str) -> None:
    assert (await organizer.get(place)).status_code == 404


async def test_who_only_reads_figures_sees_and_changes_no_design(held: Gathering, browser: Browser) -> None:
    async with signed_in(browser, Role.VIEWER) as viewer:
        assert (await viewer.get("/console/example/badges")).status_code == 403
        assert (await viewer.put(f"{_API}/badge-designs/90x130/-", json={})).status_code == 403
