"""Reports by name: each answers one question of the organizers as of a moment, as data and as a table."""

from uuid import UUID

from event.errors import NotFound
from event.language import Message
from event.people.rules import Access, Permission
from event.reports.agenda_clashes import agenda_clashes
from event.reports.badges import badges_issued
from event.reports.counts.coming import expected_arrivals, hall_peak, no_shows, sessions_attended
from event.reports.counts.registered import diets, registered, session_bookings
from event.reports.documents import document_faults
from event.reports.doors.arrivals import arrivals_by_delegation, travel_party
from event.reports.doors.attendance import left_session, session_attendance
from event.reports.doors.fair import job_fair
from event.reports.doors.offline import offline_scans, outage_begins, outage_ends, paper_scans
from event.reports.doors.reissue import badge_reissue
from event.reports.doors.twice import scanned_twice
from event.reports.doors.verdicts import scan_verdicts
from event.reports.doors.walk_ins import walk_ins
from event.reports.doors.wrong_door import last_refused_at, last_refused_booked, wrong_door
from event.reports.editions import editions_and_retention
from event.reports.feedback import suggestions, survey
from event.reports.itinerary import ITINERARY
from event.reports.match_slots import match_slots
from event.reports.parameters import (
    Parameter,
    a_door,
    a_moment,
    a_number,
    a_party,
    a_session,
    a_text,
    always,
    first_party,
    party_options,
    session_options,
    the_fair_code,
    the_opening,
)
from event.reports.report import Report
from event.reports.seats import SEATS
from event.reports.sessions_targets import sessions_targets
from event.reports.signing.reports import SIGNING
from event.reports.visa_letters import visa_letters


class UnknownReport(NotFound):
    """No report has this name."""

    sentence = Message("There is no report “{name}”. Known: {known}.")


_SESSION = Message("Session")
_MOST_MONTHS = 1200
OPENING = Parameter(
    "session", _SESSION, Message("Empty: the opening."), a_session, the_opening, session_options
)
THE_FAIR = Parameter(
    "session", _SESSION, Message("Empty: the job fair."), a_session, the_fair_code, session_options
)
PARTY = Parameter(
    "party", Message("Travel party"), Message("Empty: the party of the first guest who has one."),
    a_party, first_party, party_options,
)  # fmt: skip
BEGIN = Parameter(
    "begin", Message("From"), Message("Empty: the first scan without a network on the last day that had one."),
    a_moment, outage_begins,
)  # fmt: skip
END = Parameter(
    "end", Message("Until"), Message("Empty: the last scan without a network."), a_moment, outage_ends
)
GUEST = Parameter("guest", Message("Number, badge or name"), Message("Empty: everybody."), a_text, always(""))
TICKET_FOR = Parameter(
    "ticket_for", Message("Booked"), Message("Empty: what who was refused last had booked."), a_session,
    last_refused_booked, session_options,
)  # fmt: skip
SCANNED_AT = Parameter(
    "scanned_at", Message("Came to"), Message("A session or a checkpoint. Empty: where somebody was refused last."),
    a_door, last_refused_at,
)  # fmt: skip
MONTHS = Parameter(
    "months", Message("Months after the last day"), Message("Empty: 6."), a_number(0, _MOST_MONTHS), always(6)
)

REPORTS: dict[str, Report] = {
    "visa-letters": Report(Message("Letters for visas: wanted and issued"), visa_letters),
    "documents": Report(Message("Documents: wrong form, expiring, twice"), document_faults),
    "arrivals-by-delegation": Report(
        Message("Arrived and expected, by delegation"), arrivals_by_delegation, personal=False
    ),
    "travel-party": Report(Message("A travel party: who has arrived"), travel_party, (PARTY,)),
    "walk-ins": Report(Message("Walk-ins, and the counts without and with them"), walk_ins),
    "session-attendance": Report(Message("A session: due, in, missing"), session_attendance, (OPENING,)),
    "left-session": Report(Message("A session: who left before its end"), left_session, (OPENING,)),
    "offline-scans": Report(
        Message("Scans without a network, merged once"), offline_scans, (BEGIN, END), personal=False
    ),
    "scanned-twice": Report(Message("Badges read twice within a minute"), scanned_twice),
    "badge-reissue": Report(Message("Badges issued again"), badge_reissue, (GUEST,)),
    "badges-issued": Report(Message("Badges planned, printed, void, handed out, by class"), badges_issued),
    "wrong-door": Report(
        Message("Guests at a door they have not booked"), wrong_door, (TICKET_FOR, SCANNED_AT)
    ),
    "agenda-clashes": Report(Message("Programme: clashes"), agenda_clashes),
    "match-slots": Report(Message("Matchmaking: slots and how many are booked"), match_slots),
    "sessions-targets": Report(Message("Sessions: target, booked, came"), sessions_targets, personal=False),
    "job-fair": Report(Message("Job fair: registered, come, in the hall"), job_fair, (THE_FAIR,)),
    "paper-scans": Report(Message("Signatures on paper, back-filled"), paper_scans),
    "scan-verdicts": Report(Message("Every scan with its verdict"), scan_verdicts, (THE_FAIR,)),
    "editions-and-retention": Report(
        Message("Guests of two or more editions, and data to be deleted"), editions_and_retention, (MONTHS,)
    ),
    "suggestions": Report(Message("Suggestions of guests: received and answered"), suggestions),
    "survey": Report(Message("The survey: how many answered, how content they were"), survey, personal=False),
    "registered": Report(Message("Approved guests, added up"), registered, personal=False),
    "diets": Report(Message("What approved guests eat"), diets, personal=False),
    "session-bookings": Report(Message("Sessions: how many have booked"), session_bookings, personal=False),
    "expected-arrivals": Report(
        Message("Expected guests by the wave they come with"), expected_arrivals, personal=False
    ),
    "sessions-attended": Report(Message("Sessions: how many came"), sessions_attended, personal=False),
    "hall-peak": Report(Message("A hall: how many at once at most"), hall_peak, (THE_FAIR,), personal=False),
    "no-shows": Report(Message("Expected guests who have not arrived"), no_shows),
    **ITINERARY,
    **SIGNING,
    **SEATS,
}


def readable(access: Access, gathering: UUID) -> dict[str, Report]:
    """The reports somebody may read: those with documents only where they may."""
    may = frozenset(one for one in Permission if access.may(one, gathering))
    return {name: report for name, report in REPORTS.items() if may_read(report, may)}


def may_read(report: Report, may: frozenset[Permission]) -> bool:
    """Whether a report is for who has these permissions; one that names nobody is for who may read figures, too."""
    if report.documents and Permission.GUESTS_DOCUMENTS not in may:
        return False
    return report.permission in may or (not report.personal and Permission.FIGURES in may)


def report_named(name: str) -> Report:
    """Raises UnknownReport."""
    if name not in REPORTS:
        raise UnknownReport(name=name[:40], known=", ".join(REPORTS))
    return REPORTS[name]
