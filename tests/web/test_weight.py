"""The first page of the form reaches an old phone on a slow line: well under 100 KB with everything it needs."""

import re

from tests import cast
from tests.web.conftest import Browser

MOST = 100_000


async def test_the_form_with_styles_and_scripts_weighs_less_than_100_kb(
    app: object, browser: Browser
) -> None:
    await cast.gathering()

    async with browser(**{"accept-encoding": "gzip"}) as guest:
        address = "/g/example/register"
        page = await guest.get(address)
        needed = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
        weight = 0
        for part in (address, *needed):
            async with guest.stream("GET", part) as answer:
                weight += sum([len(chunk) async for chunk in answer.aiter_raw()])

    assert len(needed) == 2
    assert weight < MOST / 2
