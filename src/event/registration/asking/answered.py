"""A reply as it would have been typed into a form, so that it can be shown and changed there."""

from typing import Any

from event.language import simplified
from event.registration.asking.definition import Kind, Question, RegistrationForm
from event.registration.asking.reading import COLUMNS
from event.registration.asking.standard import NEED_KEYS
from event.registration.asking.typed import Typed
from event.registration.places import SessionOffer
from event.registration.replies import JourneyReply, Reply


def typed_answers(
    reply: Reply, form: RegistrationForm, *, sessions: list[SessionOffer], consents: dict[str, bool]
) -> Typed:
    """Every answer of a reply by the fields of a form; consents by question."""
    told = Typed()
    for question in form.questions:
        if question.kind is Kind.CONSENT:
            told[question.key] = ["on"] if consents.get(question.key) else []
        elif question.kind is Kind.JOURNEY:
            told |= _journey(question.key, getattr(reply, question.key, None) or JourneyReply())
        elif question.kind is Kind.DOCUMENT:
            told |= _document(reply)
        elif question.kind is Kind.SESSIONS:
            told[question.key] = session_codes(reply.answers.get(question.key), sessions)
        else:
            told[question.key] = _texts(_answer(question, reply))
    return told


def session_codes(answer: Any, sessions: list[SessionOffer]) -> list[str]:
    """The codes of chosen sessions that are offered; lists name them by words of their titles."""
    codes = []
    for said in _texts(answer):
        named = [one.code for one in sessions if said == one.code or simplified(said) in one.title_zh]
        codes += named if len(named) == 1 else []
    return list(dict.fromkeys(codes))


def sessions_beside(answer: Any, sessions: list[SessionOffer]) -> list[str]:
    """Chosen sessions that the form does not offer: they stay as they are."""
    return [said for said in _texts(answer) if not session_codes(said, sessions)]


def answers_no_longer_offered(reply: Reply, form: RegistrationForm) -> dict[str, tuple[str, ...]]:
    """Answers that were given when other ones were offered, or that came with a list, by question."""
    told: dict[str, tuple[str, ...]] = {}
    for question in form.questions:
        if question.kind in (Kind.CHOICE, Kind.CHOICES):
            offered = {option.key for option in question.offered}
            kept = tuple(text for text in _texts(_answer(question, reply)) if text not in offered)
            told |= {question.key: kept} if kept else {}
    return told


def _answer(question: Question, reply: Reply) -> Any:
    if question.key in NEED_KEYS:
        return reply.needs.get(question.key, "")
    if question.key in COLUMNS:
        return getattr(reply, question.key)
    answer = reply.answers.get(question.key)
    if question.kind is Kind.YES:
        return "yes" if answer in ("yes", "是", True, "√") else ""
    return answer


def _texts(answer: Any) -> list[str]:
    if answer is None or answer == "":
        return []
    if isinstance(answer, list | tuple):
        return [str(one) for one in answer]
    return [answer.isoformat() if hasattr(answer, "isoformat") else str(answer)]


def _journey(key: str, journey: JourneyReply) -> dict[str, list[str]]:
    parts = {
        "mode": journey.mode, "number": journey.number, "origin": journey.origin,
        "day": journey.on_day.isoformat() if journey.on_day else "",
        "time": f"{journey.at_time:%H:%M}" if journey.at_time else "",
        "transfer": "on" if journey.transfer_wanted else "",
    }  # fmt: skip
    return {f"{key}_{name}": [text] for name, text in parts.items() if text}


def _document(reply: Reply) -> dict[str, list[str]]:
    told = {
        "document_kind": reply.document_kind, "document_number": reply.document_number,
        "document_expires": reply.document_expires.isoformat() if reply.document_expires else "",
        "document_permanent": "on" if reply.document_permanent else "",
        "document_as_written": "on" if reply.document_number else "",
    }  # fmt: skip
    return {name: [text] for name, text in told.items() if text}
