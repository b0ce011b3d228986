"""What went wrong, told to whom it happened: a page for people, problem JSON for programs."""

from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from event.checkin.errors import ScannerNotLetIn
from event.database import Busy
from event.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from event.http import BadInput, language_of, page, with_query
from event.language import Message, translated
from event.people.errors import TooOften
from event.printing.queue.errors import StationNotLetIn
from event.web.guarding import FromElsewhere, NotSignedIn

log = structlog.get_logger()

_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (TooOften, 429), (ScannerNotLetIn, 401), (StationNotLetIn, 401), (NotFound, 404), (Conflict, 409), (Invalid, 422), (Forbidden, 403),
)  # fmt: skip

_SAID: dict[int, Message] = {
    400: Message("The request could not be understood. Reload the page and try again."),
    403: Message("You may not do this."),
    404: Message("There is nothing at this address. Check the link, or start from the first page."),
    405: Message("This address does not work that way. Start from the first page."),
    413: Message("The file is too large. A guest list has at most 20 MB: remove pictures and try again."),
    429: Message("Too many attempts. Please wait a few minutes and try again."),
    500: Message("Something went wrong on our side. Nothing of this step was saved; please try again."),
    503: Message("The system is very busy at the moment. Please try again in a few seconds."),
}


def refused(request: Request[Any, Any, Any], error: Refusal) -> Response[Any]:
    """One of our own refusals, with its sentence and its fields."""
    status = next(number for kind, number in _STATUS if isinstance(error, kind))
    language = _language(request)
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooOften) else None
    return _told(
        request, status, error.told(language), kind=type(error).__name__, problems=problems, headers=headers
    )


def wrong(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What the framework refused: not found, not allowed, too large, not readable."""
    if isinstance(error, NotSignedIn) and not _for_programs(request):
        return Redirect(with_query("/sign-in", next=request.url.path), status_code=303)
    language = _language(request)
    status = error.status_code
    if isinstance(error, BadInput | FromElsewhere | NotSignedIn):
        sentence = translated(error.sentence, language)
    else:
        sentence = translated(_SAID.get(status, _SAID[400 if status < 500 else 500]), language)  # noqa: PLR2004
    return _told(request, status, sentence, kind=type(error).__name__)


def too_deep(request: Request[Any, Any, Any], _: RecursionError) -> Response[Any]:
    """Input nested beyond reading."""
    return _told(request, 400, translated(_SAID[400], _language(request)), kind="BadInput")


def busy(request: Request[Any, Any, Any], _: Busy) -> Response[Any]:
    """No database connection was free in time."""
    sentence = translated(_SAID[503], _language(request))
    return _told(request, 503, sentence, kind="Busy", headers={"Retry-After": "2"})


def broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A defect: logged with its trace, told without it."""
    log.error("request.broken", path=request.url.path, exc_info=error)
    return _told(request, 500, translated(_SAID[500], _language(request)), kind="Broken")


def _language(request: Request[Any, Any, Any]) -> str:
    return language_of(request, staff=request.url.path.startswith("/console"))


def _for_programs(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith("/api/")


def _told(
    request: Request[Any, Any, Any],
    status: int,
    sentence: str,
    *,
    kind: str,
    problems: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    if _for_programs(request):
        content = {"status": status, "kind": kind, "detail": sentence, "problems": problems or {}}
        return Response(content, status_code=status, media_type="application/problem+json", headers=headers)
    answer = page(
        request, "error.html", status=status, sentence=sentence, problems=problems or {},
        status_code=status, held=None,
    )  # fmt: skip
    return answer if headers is None else _with(answer, headers)


def _with(answer: Any, headers: dict[str, str]) -> Any:
    answer.headers.update(headers)
    return answer
