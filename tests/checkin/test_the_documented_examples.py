"""The examples for programmers of scanners work as they stand, one after the other."""

import json
import re
import shlex
from itertools import chain
from pathlib import Path
from string import Template
from typing import Any

import httpx

from event.checkin.rules import Reason
from event.people.tables import Role
from event.registration.mails import text_of
from tests import cast
from tests.web.conftest import PASSWORD, Browser, app, browser, signed_in

__all__ = ["app", "browser"]
DOCUMENT = (Path(__file__).parents[2] / "docs" / "scanners.md").read_text()
EXAMPLES = re.findall(r"```sh\n(.*?)```\n```json\n(.*?)```", DOCUMENT, re.DOTALL)
KEPT = {"code": "CODE", "token": "TOKEN", "cursor": "CURSOR"}
"""What of an answer later examples need."""


async def _run(client: httpx.AsyncClient, command: str, known: dict[str, str]) -> Any:
    """A curl command as a shell would read it; its variables stand outside of single quotes."""
    words = iter(shlex.split(Template(command).substitute(known)))
    assert (next(words), next(words)) == ("curl", "-s")
    url, headers, body = next(words), {}, None
    for word in words:
        value = next(words)
        if word == "-H":
            name, _, text = value.partition(": ")
            headers[name] = text
        else:
            assert word == "--json"
            body = value.encode()
            headers["content-type"] = "application/json"
    answer = await client.request("GET" if body is None else "POST", url, headers=headers, content=body)
    return answer.json()


def _differences(told: Any, said: Any, at: str = "") -> list[str]:
    """Where an answer is not as documented; … stands for anything, or for more of the same."""
    if isinstance(said, str) and "…" in said:
        return []
    if isinstance(said, dict) and isinstance(told, dict):
        names = said.keys() - {"…"}
        missing = [f"{at}.{name} is missing" for name in names - told.keys()]
        more = [f"{at}.{name} is not told of" for name in told.keys() - names if "…" not in said]
        inside = [_differences(told[name], said[name], f"{at}.{name}") for name in names & told.keys()]
        return [*missing, *more, *chain(*inside)]
    if isinstance(said, list) and isinstance(told, list):
        first = said[: said.index("…")] if "…" in said else said
        if len(told) < len(first) or ("…" not in said and len(told) != len(first)):
            return [f"{at} has {len(told)}"]
        pairs = zip(told, first, strict=False)
        return [*chain(*(_differences(*pair, f"{at}[{place}]") for place, pair in enumerate(pairs)))]
    return [] if told == said else [f"{at} is {told!r}"]


async def test_every_example_answers_as_documented(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.checkpoint(held, "VIP", kind="hall", name_zh="贵宾厅", rule='[{"classes": ["V"]}]')
    _, ticket = await cast.lin(held)
    known = {"EVENT": "http://testserver", "TICKET": await text_of(held, ticket)}
    wrong = {}
    async with signed_in(browser, Role.ORGANIZER), browser() as client:
        signed = await client.post("/api/v1/sign-in", json={"name": "user-organizer", "password": PASSWORD})
        known["KEY"] = signed.json()["token"]
        client.cookies.clear()
        for command, documented in EXAMPLES:
            told = await _run(client, command, known)
            wrong[command] = _differences(told, json.loads(documented))
            known |= {variable: told[name] for name, variable in KEPT.items() if name in told}

    assert len(EXAMPLES) == 9
    assert {command: found for command, found in wrong.items() if found} == {}


def test_every_command_is_followed_by_its_answer() -> None:
    assert DOCUMENT.count("```sh\n") == len(EXAMPLES)


def test_every_reason_is_documented_and_no_other() -> None:
    table = DOCUMENT.split("## 5. Reasons")[1]

    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted(Reason)
