"""What organizers ask, in their words, by occasion: which report answers which question (DOMAIN 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from event.language import Message, translated
from event.reports.report import Report
from event.text import folded


@dataclass(frozen=True)
class Question:
    """A question, with its number among the forty, 0 for one that is none of them."""

    report: str
    sentence: Message
    number: int = 0


@dataclass(frozen=True)
class Occasion:
    """When the questions are asked."""

    title: Message
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Asking:
    """A question as the page lists it."""

    report: str
    title: str
    sentence: str
    number: int


_Q = Question
OCCASIONS = (
    Occasion(
        Message("Arrival and registration"),
        (
            _Q("landed", Message("Who has landed but not checked in?"), 1),
            _Q("outstanding", Message("Who is outstanding, split by reason?"), 2),
            _Q("delayed", Message("Which guests are on a delayed flight; which car and liaison wait?"), 3),
            _Q("arrivals-by-delegation", Message("How many have checked in per delegation, against expected?"), 4),
            _Q("missing-details", Message("Which approved guests lack a flight, a room or a document number?"), 5),
            _Q("visa-letters", Message("Who needs a visa letter, and is it issued?"), 6),
            _Q("documents", Message("Which documents fail their format, expire within six months or are held twice?"), 7),
            _Q("travel-party", Message("A family arrives together: is each of them recorded?"), 8),
            _Q("replacements", Message("A guest is replaced: are ticket, room, bus and seat taken over?"), 9),
            _Q("walk-ins", Message("Who walked in at the desk, and how fast did they get a badge?"), 10),
            _Q("registered", Message("How many are approved, by place, delegation, class and hotel?")),
            _Q("expected-arrivals", Message("How many come with which wave?")),
            _Q("no-shows", Message("Who was expected and never came?")),
        ),
    ),
    Occasion(
        Message("Rooms, meals, transfers"),
        (
            _Q("rooming", Message("Who sleeps where in a hotel, and does anybody share who should not?"), 11),
            _Q("hotel-documents", Message("Which documents does a hotel register with the police?"), 12),
            _Q("spare-rooms", Message("Which spare rooms are left?"), 13),
            _Q("diets-by-bus", Message("How many halal meals are there on a bus?"), 14),
            _Q("diets-at-canteen", Message("How many vegetarians eat at a canteen?"), 15),
            _Q("dinner-seat", Message("Where do I sit at dinner, and who hosts table 1?"), 16),
            _Q("departures", Message("Who is taken to the airport and the station, by car?"), 17),
            _Q("diets", Message("How many guests eat what?")),
        ),
    ),
    Occasion(
        Message("Check-in and badges"),
        (
            _Q("session-attendance", Message("A session: who is due, who is in, which VIPs are missing, whom to call?"), 18),
            _Q("left-session", Message("How many left in the middle of a session?"), 19),
            _Q("offline-scans", Message("The network was down: are all scans merged once?"), 20),
            _Q("scanned-twice", Message("Which badge was scanned twice, or at two doors within a minute?"), 21),
            _Q("badge-reissue", Message("Whose badge was printed again; is the old one void and the reason kept?"), 22),
            _Q("badges-issued", Message("How many badges were printed and issued, by class?"), 23),
            _Q("wrong-door", Message("Who came to the wrong door, and where were they sent?"), 24),
            _Q("job-fair", Message("The job fair: how many are registered, came, are in the hall now?"), 25),
            _Q("paper-scans", Message("Which signatures on paper were back-filled?"), 26),
            _Q("sessions-attended", Message("How many came to each session?")),
            _Q("hall-peak", Message("How full was a hall at most?")),
            _Q("session-bookings", Message("How many have booked each session?")),
            _Q("match-slots", Message("How many slots of the matchmaking are booked?")),
            _Q("sessions-targets", Message("Did each session reach its target?")),
            _Q("agenda-clashes", Message("What in the programme cannot be as it is?")),
            _Q("scan-verdicts", Message("What came of every single scan?")),
        ),
    ),
    Occasion(
        Message("Homeland visit"),
        (
            _Q("not-on-a-bus", Message("Who is booked but not on a bus?"), 27),
            _Q("roll-call", Message("A bus counts too few after a stop: who is missing, phone, last scan?"), 28),
            _Q("stop-capacity", Message("Do routes meet at a stop and exceed its capacity?"), 29),
            _Q("move-between-routes", Message("Can guests be moved from one route to another: are there seats?"), 30),
            _Q("route-late", Message("A route runs late: what are the new times, and who is to be told?"), 31),
            _Q("neither-choice", Message("Who got neither route of their choice?"), 32),
        ),
    ),
    Occasion(
        Message("Signing"),
        (
            _Q("signatories-missing", Message("Which signatories are not in the hall?"), 33),
            _Q("batch-readiness", Message("Is every text of a batch final, every stand-in named, every table card printed?"), 34),
            _Q("signed-by-type", Message("What was signed, by type of agreement?"), 35),
            _Q("signed-amount", Message("An amount in a foreign currency: at which rate, of which day?"), 36),
            _Q("signing-places", Message("Who stands where at the signing table, seen from the stage and from the audience?"), 37),
        ),
    ),
    Occasion(
        Message("Results and afterwards"),
        (
            _Q("press-figures", Message("What may the press be told now, and what if somebody had not come?"), 38),
            _Q("projects-landed", Message("How many projects have landed, by which definition?"), 39),
            _Q("editions-and-retention", Message("Who came to two or more editions, and whose data must be deleted now?"), 40),
            _Q("projects-by-group", Message("What became of the projects, by type, town, industry and place?")),
            _Q("overdue-projects", Message("Which projects are behind with their next step?")),
            _Q("suggestions", Message("What did guests suggest, and what was answered?")),
            _Q("survey", Message("How content were the guests?")),
        ),
    ),
)  # fmt: skip
_OTHERS = Message("Other reports")


def asked_by(
    reports: Mapping[str, Report], language: str, wanted: str = ""
) -> list[tuple[str, list[Asking]]]:
    """The questions that some reports answer, by occasion; with words, those in which all of them occur."""
    words = folded(wanted).split()
    known = {question.report for occasion in OCCASIONS for question in occasion.questions}
    others = tuple(Question(name, report.title) for name, report in reports.items() if name not in known)
    found = []
    for occasion in (*OCCASIONS, Occasion(_OTHERS, others)):
        asking = [one for one in _told(occasion.questions, reports, language) if _has(one, words)]
        if asking:
            found.append((translated(occasion.title, language), asking))
    return found


def _told(questions: Iterable[Question], reports: Mapping[str, Report], language: str) -> list[Asking]:
    return [
        Asking(
            one.report, translated(reports[one.report].title, language), translated(one.sentence, language), one.number
        )
        for one in questions
        if one.report in reports
    ]  # fmt: skip


def _has(one: Asking, words: list[str]) -> bool:
    text = folded(f"{one.number or ''} {one.title} {one.sentence} {one.report}")
    return all(word in text for word in words)
