"""The questions of the organizers as reports: their names, their parameters, and asking them."""

from datetime import datetime
from typing import Any

from event.gathering.operations import the_gathering
from event.people.rules import Permission
from event.reports.views import Reader, ReportView, report_view

ORGANIZER = Reader(
    scope=None, contact=True, language="zh-Hans", documents=True,
    may=frozenset({Permission.GUESTS_READ, Permission.SIGNING_READ}),
)  # fmt: skip
REPORTS = {
    1: "landed", 2: "outstanding", 3: "delayed", 4: "arrivals-by-delegation", 5: "missing-details",
    6: "visa-letters", 7: "documents", 8: "travel-party", 9: "replacements", 11: "rooming", 12: "hotel-documents",
    13: "spare-rooms", 14: "diets-by-bus", 15: "diets-at-canteen", 16: "dinner-seat", 17: "departures", 18: "session-attendance",
    19: "left-session", 20: "offline-scans", 21: "scanned-twice", 22: "badge-reissue", 23: "badges-issued", 24: "wrong-door",
    25: "job-fair", 26: "paper-scans", 27: "not-on-a-bus", 28: "roll-call", 29: "stop-capacity",
    30: "move-between-routes", 31: "route-late", 32: "neither-choice", 33: "signatories-missing", 34: "batch-readiness",
    35: "signed-by-type", 36: "signed-amount", 37: "signing-places", 38: "press-figures", 39: "projects-landed", 40: "editions-and-retention",
}  # fmt: skip
STREAM = ("offline_rows", "dropped_replays", "whole_stream")
"""What question 20 asks about uploads, not about scans."""


def parameters(facts: dict[str, Any]) -> dict[int, dict[str, str]]:
    """The parameters of the questions that have some."""
    told = facts["parameters"]
    begin, end = told["q20_outage"]
    move, late = told["q30"], told["q31"]
    return {
        8: {"party": told["q08_party"]}, 11: {"hotel": told["q11_hotel"]}, 12: {"hotel": told["q12_hotel"]},
        14: {"bus": str(told["q14_bus"])}, 15: {"canteen": told["q15_canteen"]}, 16: {"guest": told["q16_name"]}, 17: {"from": told["q17_from"]},
        28: {"bus": str(told["q28_bus"]), "stop": told["q28_stop"]}, 29: {"stop": told["q29_stop"]},
        30: {"from": move["frm"], "to": move["to"], "n": str(move["n"])},
        31: {"route": late["route"], "late": str(late["late_minutes"])}, 20: {"begin": begin, "end": end}, 22: {"guest": told["q22_name"]},
        24: {"ticket_for": told["q24_ticket_for"], "scanned_at": told["q24_scanned_at"]},
        34: {"batch": str(told["q34_batch"])}, 36: {"item": told["q36_item"]}, 38: {"without": told["q38_absent_country"]},
        40: {"months": str(told["retention_months_after_close"])},
    }  # fmt: skip


def asked_at(questions: dict[str, Any]) -> dict[int, str]:
    return {question["id"]: question["asked_at"] for question in questions["questions"]}


async def ask(
    name: str, at: str, query: dict[str, str] | None = None, reader: Reader = ORGANIZER
) -> ReportView:
    """A report of the only gathering."""
    view, problems = await report_view(
        name, await the_gathering(), datetime.fromisoformat(at), query or {}, reader=reader
    )
    assert problems == {}
    return view
