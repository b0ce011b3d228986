"""The pages on which guests fill in the form; what they typed is kept while they do."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from event.crypto import ring
from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, address_of, cookie_rules, go, language_of, page
from event.language import Message, translated
from event.people.rates import DRAFT_NETWORK, REGISTER_NETWORK, count, network
from event.registration.asking.definition import Kind, RegistrationForm
from event.registration.asking.errors import FileNotTaken
from event.registration.asking.operations import KeptDraft, draft_behind, keep_draft, keep_file
from event.registration.asking.queries import form_of, offered_of
from event.registration.asking.reading import MOST_COMPANIONS, Offered, companion_numbers, parse_registration
from event.registration.asking.shown import shown_form
from event.registration.asking.typed import Typed
from event.registration.errors import AlreadyRegistered, RegistrationClosed
from event.registration.mails import guest_path
from event.registration.operations import register

_DRAFT_DAYS = 30
_SEND = Message("Send registration")
_REGISTER = Message("Register")
_FOUND_AGAIN = Message("These are the answers you gave before. Nothing has been sent yet.")
THANKS = Message("Thank you, your registration has arrived.")


@get("/g/{slug:str}/register", opt={"public": True}, include_in_schema=False)
async def registration_form(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """The form, with what this browser typed before."""
    if not gathering.takes_replies(now):
        raise RegistrationClosed
    draft = await draft_of(request, gathering)
    return await form_page(request, gathering, await offered_of(gathering), draft.typed if draft else None)


@post("/g/{slug:str}/register", opt={"public": True}, include_in_schema=False)
async def send_registration(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the form; what was typed stays where something is wrong."""
    await count(REGISTER_NETWORK, network(address_of(request)), now=now)
    offered = await offered_of(gathering)
    sent = await Sent.of(request, form, gathering, offered, now=now)
    if form.text("do"):
        typed = with_companions(sent.typed, form.text("do"))
        return await sent.kept(typed, await form_page(request, gathering, offered, typed))
    language = language_of(request)
    try:
        sent.refuse()
        told = parse_registration(
            sent.typed, offered=offered, language=language, today=local_day(now, gathering.zone),
            first_day=gathering.first_day,
        )  # fmt: skip
        guest = await register(gathering, reply=told, form=offered.form, now=now, draft=sent.draft)
    except Invalid as error:
        problems = error.told_fields(language)
        shown = await form_page(request, gathering, offered, sent.typed, problems)
        return await sent.kept(sent.typed, shown)
    except AlreadyRegistered as error:
        problems = {"email": error.told(language)}
        shown = await form_page(request, gathering, offered, sent.typed, problems, status=409)
        return await sent.kept(sent.typed, shown)
    await announce(gathering.id)
    answer = go(guest_path(guest.id), say=THANKS)
    answer.cookies.append(_draft_cookie(gathering, ""))
    return answer


@post("/g/{slug:str}/draft", opt={"public": True}, include_in_schema=False, status_code=204)
async def keep_what_was_typed(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[None]:
    """Keep what was typed so far; scripts send it while the guest types."""
    await count(DRAFT_NETWORK, network(address_of(request)), now=now)
    if not gathering.takes_replies(now):
        raise RegistrationClosed
    known = await draft_of(request, gathering)
    files = _files_of(known, await form_of(gathering.id))
    typed = Typed.of({**files, **form.values})
    draft = await keep_draft(gathering, typed, now=now, draft=known.id if known else None)
    return Response(
        None, status_code=204, cookies=[_draft_cookie(gathering, ring().link_code("draft", draft))]
    )


@dataclass
class Sent:
    """A form as it was sent: what was typed, with its files kept in a draft, and what was wrong with them."""

    gathering: Gathering
    typed: Typed
    draft: UUID | None
    invitation: UUID | None
    now: datetime
    problems: dict[str, Problem] = field(default_factory=dict)

    @classmethod
    async def of(
        cls,
        request: Request[Any, Any, Any],
        form: Form,
        gathering: Gathering,
        offered: Offered,
        *,
        now: datetime,
        draft: UUID | None = None,
        invitation: UUID | None = None,
        guest: UUID | None = None,
    ) -> "Sent":
        """Keep the files of a form that was sent; with `guest`, they belong to that guest at once."""
        known = None if guest or invitation else await draft_of(request, gathering)
        typed = Typed.of({name: texts for name, texts in form.values.items() if name not in ("_csrf", "do")})
        sent = cls(gathering, typed, known.id if known else draft, invitation, now)
        for question in offered.form.questions:
            upload = form.files.get(question.key)
            if question.kind is not Kind.FILE or upload is None or not upload.content:
                continue
            if sent.draft is None and guest is None:
                sent.draft = await keep_draft(gathering, typed, now=now, invitation=invitation)
            try:
                kept = await keep_file(gathering, question, upload, now=now, draft=sent.draft, guest=guest)
                typed[question.key] = [str(kept)]
            except FileNotTaken as error:
                sent.problems[question.key] = Problem(error.said, error.data)
        return sent

    def refuse(self) -> None:
        """Raise Invalid where a file could not be taken."""
        if self.problems:
            raise Invalid(self.problems)

    async def kept(self, typed: Typed, answer: Response[Any]) -> Response[Any]:
        """Keep what was typed, and let the browser find it again."""
        draft = await keep_draft(
            self.gathering, typed, now=self.now, draft=self.draft, invitation=self.invitation
        )
        if self.invitation is None:
            answer.cookies.append(_draft_cookie(self.gathering, ring().link_code("draft", draft)))
        return answer


async def form_page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    offered: Offered,
    typed: Typed | None,
    problems: dict[str, str] | None = None,
    *,
    status: int = 422,
    **context: Any,
) -> Response[Any]:
    """The form with what was typed; `context` may name other ways to go."""
    language = language_of(request)
    base = f"/g/{gathering.slug}"
    shown = await shown_form(
        gathering, offered, typed=typed if typed is not None else first_answers(offered), language=language,
        problems=problems, class_code=_usual_class(offered),
    )  # fmt: skip
    document = offered.form.question("document")
    given: dict[str, Any] = {
        "heading": translated(_REGISTER, language), "action": f"{base}/register", "back": base,
        "draft_action": f"{base}/draft", "send_label": translated(_SEND, language), "preview": False,
        "told": translated(_FOUND_AGAIN, language) if typed is not None and not problems and request.method == "GET" else "",
        "companions_allowed": True, "may_withdraw": False,
    }  # fmt: skip
    return page(
        request, "registration/form.html", status=status if problems else 200, held=gathering, shown=shown,
        document_question=document if document and not document.retired else None,
        most_companions=MOST_COMPANIONS, **(given | context),
    )  # fmt: skip


def first_answers(offered: Offered) -> Typed:
    """What an empty form begins with."""
    usual = _usual_class(offered)
    return Typed({"guest_class": [usual]} if usual else {})


def with_companions(typed: Typed, wanted: str) -> Typed:
    """The form with one companion more (`add`) or less (`remove_2`)."""
    numbers = companion_numbers(typed)
    if wanted == "add":
        number = next((n for n in range(1, MOST_COMPANIONS + 1) if n not in numbers), None)
        return typed if number is None else Typed({**typed, f"companion_{number}_name_zh": [""]})
    gone = f"companion_{wanted.removeprefix('remove_')}_"
    return Typed({name: texts for name, texts in typed.items() if not name.startswith(gone)})


async def draft_of(request: Request[Any, Any, Any], gathering: Gathering) -> KeptDraft | None:
    """The draft this browser began, as long as it has not been sent."""
    code = request.cookies.get(f"event_draft_{gathering.number}", "")
    return await draft_behind(code, gathering) if code else None


def _files_of(draft: KeptDraft | None, form: RegistrationForm) -> dict[str, list[str]]:
    """Files that are kept already: scripts do not send them again."""
    if draft is None:
        return {}
    keys = (question.key for question in form.questions if question.kind is Kind.FILE)
    return {key: draft.typed[key] for key in keys if key in draft.typed}


def _draft_cookie(gathering: Gathering, code: str) -> Cookie:
    lasts = _DRAFT_DAYS * 86400 if code else 0
    return Cookie(f"event_draft_{gathering.number}", value=code, max_age=lasts, **cookie_rules())


def _usual_class(offered: Offered) -> str:
    if "guest_class" in offered.fixed:
        return offered.fixed["guest_class"]
    return "G" if "G" in offered.classes else next(iter(offered.classes), "")


HANDLERS = [registration_form, send_registration, keep_what_was_typed]
