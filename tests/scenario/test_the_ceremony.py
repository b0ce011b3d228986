"""Before the office's own ceremony the board names the same who are missing as the report of question 33."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from event.gathering.operations import the_gathering
from event.signing.ceremony.ready import readiness_of
from tests.scenario.asking import asked_at
from tests.scenario.conftest import take


async def test_the_board_at_t_minus_20(
    opened_doors: str, scenario: Path, questions: dict[str, Any], answers: dict[int, Any]
) -> None:
    moment = datetime.fromisoformat(asked_at(questions)[33])
    lines = (scenario / "scans.csv").read_text().splitlines(keepends=True)
    heading = lines[0].strip().split(",")
    place = heading.index("uploaded_at")
    early = [line for line in lines[1:] if datetime.fromisoformat(line.split(",")[place]) <= moment]
    await take("scans", "".join([lines[0], *early]).encode())

    told = await readiness_of(await the_gathering(), now=moment)

    expected = answers[33]
    assert [one.mark for one in told.missing] == expected["missing"], json.dumps(expected, ensure_ascii=False)
    assert (told.figures["signatories"], told.figures["in_hall"]) == (
        expected["signatories"],
        expected["in_hall"],
    )
    assert (told.calling, told.minutes_left) == (True, 20)
