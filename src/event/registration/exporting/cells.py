"""What stands in the cells of an export, in the words the office's lists use."""

from collections.abc import Callable
from datetime import datetime

from event.gathering.countries import country_name
from event.language import LANGUAGE_NAMES, translated
from event.registration.asking.definition import Kind, Question
from event.registration.exporting.lines import Line
from event.registration.importing.listed import PASSED
from event.registration.importing.values import YES
from event.registration.labels import STANDING_LABELS
from event.registration.tables import Standing
from event.text import latin_of

Cell = Callable[[Line], str]

_MODES = {
    "flight": ("航班", "Flight"),
    "train": ("火车", "Train"),
    "self": ("自行", "Self"),
    "local": ("本地", "Local"),
}
_DIETS = {"halal": ("清真", "Halal"), "vegetarian": ("素食", "Vegetarian"), "other": ("其他", "Other")}
_PLACES = {"main": ("主宾", "Main guest"), "companion": ("随行", "Companion")}
_PASSED = ("通过", "Passed")
_REVIEWED = frozenset({Standing.FIRST_REVIEWED, Standing.APPROVED, Standing.WAITLISTED})


def stored(name: str) -> Cell:
    return lambda line: line.row[name] or ""


def sealed(name: str) -> Cell:
    return lambda line: str(getattr(line.clear, name))


def named(name: str) -> Cell:
    """The name of a class or delegation."""
    return lambda line: line.said(line.row[f"{name}_zh"] or "", line.row[f"{name}_en"] or "")


def stored_day(name: str) -> Cell:
    return lambda line: line.row[name].isoformat() if line.row[name] else ""


def moment(name: str) -> Cell:
    """Day and time where the gathering is."""

    def cell(line: Line) -> str:
        value: datetime | None = line.row[name]
        return f"{value.astimezone(line.zone):%Y-%m-%d %H:%M}" if value else ""

    return cell


def country(name: str) -> Cell:
    return lambda line: country_name(line.row[name], line.language)


def answer(key: str) -> Cell:
    return lambda line: line.said_list(line.answers.get(key))


def yes(key: str) -> Cell:
    """A yes of a list or of the form; another word stays as it is."""

    def cell(line: Line) -> str:
        told = line.said_list(line.answers.get(key))
        return line.yes_or_no(given=True) if told.lower() in YES else told

    return cell


def own_answer(question: Question) -> Cell:
    """The answer to a question of the gathering's own, in the words of its options."""
    if question.kind is Kind.YES:
        return yes(question.key)

    def said(text: str, line: Line) -> str:
        if question.kind is Kind.COUNTRY:
            return country_name(text, line.language)
        option = question.option(text)
        return option.words.said(line.language) if option else text

    return lambda line: line.said_list(
        [said(one, line) for one in line.texts(line.answers.get(question.key))]
    )


def need(key: str) -> Cell:
    def cell(line: Line) -> str:
        told = line.clear.needs.get(key, "")
        return line.said(*_DIETS[told]) if key == "diet" and told in _DIETS else told

    return cell


def journey(direction: str, part: str) -> Cell:
    """A part of how somebody arrives or departs."""

    def cell(line: Line) -> str:
        value = line.row[f"{direction}_{part}"]
        if part == "mode":
            return line.said(*_MODES[value]) if value in _MODES else ""
        if part == "transfer_wanted":
            return line.yes_or_no(value)
        if part == "at_time":
            return f"{value:%H:%M}" if value else ""
        return str(value or "")

    return cell


def consent(purpose: str) -> Cell:
    return lambda line: line.yes_or_no(line.consents.get(purpose))


def ticked(title: str) -> Cell:
    return lambda line: "√" if title in line.texts(line.answers.get("sessions")) else ""


def sex(line: Line) -> str:
    return {"M": line.said("男", "Male"), "F": line.said("女", "Female")}.get(line.row["sex"], "")


def latin(line: Line) -> str:
    row = line.row
    return latin_of(row)


def name_order(line: Line) -> str:
    """Said only where it is not the usual one."""
    return "" if line.row["surname_first"] else line.said("名在前", "Given name first")


def party_place(line: Line) -> str:
    place = line.row["party_place"]
    return line.said(*_PLACES[place]) if place in _PLACES else ""


def document_expires(line: Line) -> str:
    if line.row["document_permanent"]:
        return line.said("长期", "Permanent")
    return stored_day("document_expires")(line)


def letter_issued(line: Line) -> str:
    return stored_day("letter_issued_on")(line) or answer("visa_letter_issued")(line)


def portrait(line: Line) -> str:
    """What a list says, otherwise the consent given in the form."""
    return answer("portrait_consent")(line) or consent("portrait")(line)


def standing(line: Line) -> str:
    return translated(STANDING_LABELS[Standing(line.row["standing"])], line.language)


def first_review(line: Line) -> str:
    told = answer("first_review")(line)
    return told or (line.said(*_PASSED) if line.row["standing"] in _REVIEWED else "")


def final_review(line: Line) -> str:
    """Passed only where the guest is approved now; otherwise how things stand."""
    if line.row["standing"] != Standing.APPROVED:
        return standing(line)
    told = answer("final_review")(line)
    return told if told.lower() in PASSED else line.said(*_PASSED)


def language(line: Line) -> str:
    return LANGUAGE_NAMES.get(line.row["language"], "")
