"""The floor: headers on every answer, forms of our own pages only, crashing input is said no to."""

import httpx
import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException

from event.people.tables import Role
from event.web.app import create_app
from event.web.guarding import every_route_says_who_may
from tests import cast
from tests.web.conftest import Browser, signed_in

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200),
        ("/nowhere", 404),
        ("/console", 303),
        ("/api/v1/me", 401),
        ("/healthz", 200),
        ("/assets/no.css", 404),
    ],
)
async def test_every_answer_has_the_security_headers(browser: Browser, path: str, status: int) -> None:
    async with browser() as client:
        answer = await client.get(path)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["content-security-policy"].startswith("default-src 'self'; ")


async def test_a_route_without_a_permission_stops_the_start(app: Litestar) -> None:
    @get("/open")
    async def open_to_all() -> str:
        return ""

    app.register(open_to_all)

    with pytest.raises(ImproperlyConfiguredException, match=r"/open .* declares no permission"):
        every_route_says_who_may(app)


def test_debugging_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITESTAR_DEBUG", "1")

    with pytest.raises(ImproperlyConfiguredException, match="LITESTAR_DEBUG"):
        create_app()


PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
CRASHING: tuple[tuple[str, bytes], ...] = (
    (f"{MULTIPART}; charset=bogus", PART + b"\r\nb\r\n--x--\r\n"),
    (MULTIPART, PART + b"Content-Type: text/plain; charset=bogus\r\n\r\nb\r\n--x--\r\n"),
    (MULTIPART, PART + b"\r\n\xff\xfe\r\n--x--\r\n"),
    (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="_csrf"; filename="f"\r\n\r\nb\r\n--x--\r\n'),
    ("multipart/form-data", b"no boundary"),
    (URLENCODED, b"name=%ff%fe"),
    (URLENCODED, "name=林".encode("gb18030")),
    (URLENCODED, b"name=%00"),
    (URLENCODED, b"_csrf=%C3%BC"),
    ("application/json", b"[" * 100_000),
    ("text/plain", b"hello"),
)
FORMS = ("/sign-in", "/g/example/register", "/console/users", "/console/example/import", "/sign-out")


@pytest.mark.parametrize("path", FORMS)
async def test_crashing_input_is_said_no_to(browser: Browser, path: str) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ADMINISTRATOR) as client:
        del client.headers["x-csrf-token"]
        answers = [
            await client.post(path, content=body, headers={"content-type": content_type})
            for content_type, body in CRASHING
        ]

    assert [answer.status_code for answer in answers if not 400 <= answer.status_code < 500] == []
    assert ["Traceback" in answer.text for answer in answers] == [False] * len(CRASHING)


@pytest.mark.parametrize(
    "path", ["/api/v1/sign-in", "/api/v1/gatherings/example/guests", "/api/v1/gatherings/example/scans"]
)
async def test_crashing_json_is_said_no_to(browser: Browser, path: str) -> None:
    await cast.gathering()
    bodies = (b"[" * 100_000, b"{", b"\xff", b"5", b'{"name": 5}', b'"\\u0000"', b"")
    async with signed_in(browser, Role.GATE_STAFF) as client:
        sent = {"content-type": "application/json"}
        answers = [await client.post(path, content=body, headers=sent) for body in bodies]

    assert [answer.status_code for answer in answers] == [422] * len(bodies)
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


async def test_a_form_from_elsewhere_changes_nothing(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ADMINISTRATOR) as client:
        token = client.headers.pop("x-csrf-token")
        user = {"sign_in_name": "li", "name": "Li", "role": "viewer"}

        none = await client.post("/console/users", data=user)
        wrong = await client.post("/console/users", data=user | {"_csrf": "0" * 40})
        other_site = await client.post(
            "/console/users", data=user | {"_csrf": token}, headers={"sec-fetch-site": "cross-site"}
        )
        right = await client.post("/console/users", data=user | {"_csrf": token})

    assert [none.status_code, wrong.status_code, other_site.status_code, right.status_code] == [
        403,
        403,
        403,
        200,
    ]


async def test_a_session_id_that_the_browser_brings_is_not_taken_up(browser: Browser) -> None:
    async with browser() as client:
        client.cookies.set("event_session", "chosen-by-somebody")
        async with signed_in(browser, Role.VIEWER) as other:
            cookie = other.cookies["event_session"]

        assert (await client.get("/console")).headers["location"].startswith("/sign-in")
    assert cookie != "chosen-by-somebody"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_signing_in_leads_nowhere_else(browser: Browser, wanted: str) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.VIEWER), browser() as client:
        answer = await client.post(
            "/sign-in", data={"name": "user-viewer", "password": "a long sentence", "next": wanted}
        )

    assert (answer.status_code, answer.headers["location"]) == (303, "/console")


async def test_limits_hold_over_several_applications(browser: Browser, app: Litestar) -> None:
    second = create_app()
    statuses = []
    for number in range(12):
        transport = httpx.ASGITransport(app=(app, second)[number % 2], client=("192.0.2.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            answer = await client.post("/sign-in", data={"name": "nobody", "password": "wrong"})
            statuses.append(answer.status_code)

    assert statuses == [422] * 10 + [429] * 2


async def test_wrong_ticket_links_are_counted(browser: Browser) -> None:
    async with browser("192.0.2.77") as client:
        statuses = [(await client.get(f"/t/{'A' * 42}{number % 10}")).status_code for number in range(32)]

    assert statuses == [404] * 30 + [429] * 2


async def test_a_file_of_fifty_megabytes_is_too_large(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        answer = await client.post(
            "/console/example/import",
            data={"kind": "guests"},
            files={"file": ("list.xlsx", b"0" * 50_000_000)},
        )

    assert answer.status_code == 413
    assert "A guest list has at most 20 MB" in answer.text
