"""Another gathering in the same formats comes out as its own files say, recounted the plain way."""

from datetime import datetime
from pathlib import Path

from tests.scenario.another import CODES, derived
from tests.scenario.asking import ask
from tests.scenario.conftest import FILES, take
from tests.scenario.recount import Office

_AT = ("2026-10-15T16:07:00+08:00", "2026-10-16T09:31:00+08:00", "2026-10-16T16:12:00+08:00")
_END = "2026-10-18T00:00:00+08:00"
_SESSIONS = (CODES["OPEN"], CODES["PROMO"], CODES["FAIR"], CODES["GALA"], "DINNER")


async def test_other_codes_numbers_and_scans_are_answered_as_recounted_from_the_files(
    db: str, scenario: Path
) -> None:
    files = derived(scenario, seed=4)
    for kind in (*FILES, "scans"):
        report = await take(kind, files[kind])
        assert report.written, (kind, [row.reasons for row in report.rows if row.reasons][:5])
    office = Office(files)

    told = await ask("scan-verdicts", _END)
    end = datetime.fromisoformat(_END)
    assert [(int(row[0]), row[1], row[3], row[4]) for row in told.rows] == [
        (scan.row, scan.id, scan.verdict, scan.holder or "") for scan in office.scans
    ]
    assert told.answer["scan_verdicts"] == office.verdicts()
    sessions = sorted({row["session"] for row in office.points.values() if row["kind"] in ("报到", "场次")})
    attendance = {code: len(office.came(code, end)) for code in sessions}
    assert told.answer["session_attendance"] == {
        code: people for code, people in attendance.items() if people
    }
    assert told.answer["fair_peak_in_hall"] == office.inside(office.fair(), end)[1]

    for at in _AT:
        moment = datetime.fromisoformat(at)
        delegations = (await ask("arrivals-by-delegation", at)).answer["delegations"]
        assert delegations == office.by_delegation(moment)
        for code in _SESSIONS:
            due, came = office.due(code, moment), office.came(code, moment)
            answer = (await ask("session-attendance", at, {"session": code})).answer
            assert (answer["due"], answer["in"]) == (len(due), len(came))
            assert answer["missing"] == [number for number in due if number not in came]
            vips = [
                one
                for one in answer["missing"]
                if one in office.guests and office.guests[one].guest_class == "V"
            ]
            assert [vip["guest"] for vip in answer["missing_vips"]] == vips
        fair = (await ask("job-fair", at)).answer
        assert (fair["in"], fair["in_hall_now"]) == (
            len(office.came(office.fair(), moment)), len(office.inside(office.fair(), moment)[0]),
        )  # fmt: skip
        left = (await ask("left-session", at)).answer
        assert left["in_hall_now"] == len(office.inside(CODES["OPEN"], moment)[0])

    twice = (await ask("scanned-twice", _END)).answer
    same, two = office.twice(end)
    assert [(one["first"][1], one["holder"], one["first"][0]) for one in twice["same_checkpoint"]] == [
        (f"{at:%Y-%m-%d %H:%M:%S}", holder, code) for at, holder, code in same
    ]
    assert [(one["holder"], one["first"][0], one["second"][0]) for one in twice["two_checkpoints"]] == [
        (holder, first, second) for _, holder, first, second in two
    ]
    paper = (await ask("paper-scans", _END)).answer
    signed = [scan for scan in office.scans if scan.source == "paper" and scan.verdict != "replay"]
    assert (paper["backfilled"], paper["guests"], paper["session"]) == (
        len(signed), sorted(scan.holder or "" for scan in signed), [CODES["OPEN"]],
    )  # fmt: skip
    door = (await ask("wrong-door", _END)).answer["all_refused_for_no_booking"]
    refused = [scan for scan in office.scans if scan.verdict == "refused:no_booking"]
    assert sorted((one["scan"], one["holder"]) for one in door) == sorted(
        (scan.id, scan.holder or "") for scan in refused
    )


async def test_the_plain_recount_agrees_with_the_office(scenario: Path, questions: dict[str, object]) -> None:
    files = {kind: (scenario / file).read_bytes() for kind, file in FILES.items()}
    office = Office(files | {"scans": (scenario / "scans.csv").read_bytes()})

    extra = questions["extra"]
    assert isinstance(extra, dict)
    assert office.verdicts() == extra["scan_verdicts"]
    assert office.inside("FAIR", datetime.fromisoformat(_END))[1] == extra["fair_peak_in_hall"]
