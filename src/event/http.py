"""What every handler needs: reading forms safely, pages in the reader's language, redirects.

The app's guard (web/guarding.py) puts who is asking into `request.state` before a handler runs;
pages are given it as context.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl, quote, unquote, urlencode
from uuid import UUID

import msgspec
from litestar import Request
from litestar.datastructures import Cookie, UploadFile
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template

from event.errors import Invalid, Problem, Refusal
from event.language import GUEST_LANGUAGES, STAFF_LANGUAGES, Message, chosen, negotiated, translated
from event.settings import settings

Shape = TypeVar("Shape")

LANGUAGE_COOKIE = "event_language"
FLASH_COOKIE = "event_flash"
_YEAR = 365 * 24 * 3600
_LONGEST_VALUE = 20_000
_NUL = "\x00"


class BadInput(HTTPException):
    """What came in is not a form, not text, or not JSON; the sentence says what to do."""

    status_code = 400

    def __init__(self, sentence: Message) -> None:
        self.sentence = sentence
        super().__init__(detail=sentence, status_code=400)


NOT_A_FORM = Message("The form could not be read. Go back, reload the page and send it again.")
NOT_IN_SHAPE = Message("Send a JSON object with the fields the description of the API names.")
NOT_TEXT = Message("The field “{field}” has characters that are not text (NUL). Type it anew, please.")
NOT_TYPED = Message("Please type {what} as it is written here. Nothing was changed.")


@dataclass(frozen=True)
class Upload:
    """A file that came with a form; its name is only what the sender calls it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Form:
    """A form as it came in: texts by name, several where a name came several times, and files."""

    values: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The field's text without spaces at its ends, empty where it is missing."""
        values = self.values.get(name)
        return values[-1].strip() if values else ""

    def texts(self, name: str) -> list[str]:
        """Every value of a field that may come several times."""
        return self.values.get(name, [])

    def ticked(self, name: str) -> bool:
        """Whether a checkbox came ticked."""
        return bool(self.values.get(name))

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, to be shown again when the form fails."""
        return {name: values[-1] for name, values in self.values.items() if name != "_csrf"}


def refuse_unless_typed(form: Form, what: str) -> None:
    """Of what cannot be undone: raises Invalid where the form does not name what it is about."""
    if form.text("typed").casefold() != what.casefold():
        raise Invalid({"typed": Problem(NOT_TYPED, {"what": what})})


def id_in(text: str) -> UUID | None:
    """The id that a field or a parameter holds; none where it is empty or no id."""
    try:
        return UUID(text)
    except ValueError:
        return None


def needed_id(text: str, otherwise: type[Refusal]) -> UUID:
    """The id that a field must hold; raises `otherwise` where it is none."""
    if (found := id_in(text)) is None:
        raise otherwise
    return found


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """The form of a request, read once; raises BadInput for anything that is none."""
    if "form" not in request.state:
        request.state["form"] = await _read(request)
    return cast("Form", request.state["form"])


async def _read(request: Request[Any, Any, Any]) -> Form:
    content_type, _ = request.content_type
    if content_type == "application/x-www-form-urlencoded":
        return _from_pairs(_urlencoded(await request.body()))
    if content_type == "multipart/form-data":
        try:
            data = await request.form()
        except HTTPException as error:
            if error.status_code == 413:  # noqa: PLR2004 - too large is said as that
                raise
            raise BadInput(NOT_A_FORM) from error
        except (ValueError, LookupError) as error:
            raise BadInput(NOT_A_FORM) from error
        return _from_pairs([(str(name), await _taken(value)) for name, value in data.multi_items()])
    if not await request.body():
        return Form()
    raise BadInput(NOT_A_FORM)


def _urlencoded(body: bytes) -> list[tuple[str, Any]]:
    try:
        return list(
            parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
        )
    except ValueError as error:
        raise BadInput(NOT_A_FORM) from error


async def read_json(request: Request[Any, Any, Any], shape: type[Shape], *, otherwise: bytes = b"") -> Shape:
    """The JSON body of a request in a shape, strictly; raises Invalid for anything else."""
    try:
        return msgspec.json.decode(await request.body() or otherwise, type=shape)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Invalid({"body": Problem(NOT_IN_SHAPE)}) from None


async def _taken(value: Any) -> Any:
    """A field's text, or its file with the content read and the temporary file closed."""
    if not isinstance(value, UploadFile):
        return value
    try:
        name = value.filename.replace("\\", "/").rsplit("/", 1)[-1].replace(_NUL, "")
        return Upload(name[:200], await value.read())
    finally:
        await value.close()


def _from_pairs(pairs: list[tuple[str, Any]]) -> Form:
    values: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    for name, value in pairs:
        if isinstance(value, Upload):
            files[name] = value
        elif isinstance(value, str):
            if _NUL in value or _NUL in name:
                raise BadInput(Message(NOT_TEXT.format(field=name.replace(_NUL, ""))))
            values.setdefault(name, []).append(value[:_LONGEST_VALUE].replace("\r\n", "\n"))
    return Form(values, files)


def now_utc() -> datetime:
    """This moment; handlers get it as the dependency `now`."""
    return datetime.now(UTC)


def language_of(request: Request[Any, Any, Any], *, staff: bool = False) -> str:
    """The reader's language: chosen on this page, chosen before, the user's, or the browser's."""
    offered = offered_languages(request, staff=staff)
    for wanted in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if language := chosen(wanted, offered):
            return language
    access = request.state.get("access")
    if staff and access is not None:
        return chosen(access.language, offered) or offered[0]
    return negotiated(request.headers.get("accept-language", ""), offered)


def offered_languages(request: Request[Any, Any, Any], *, staff: bool = False) -> tuple[str, ...]:
    """The console's languages, or those in which the gathering in the address speaks to its guests."""
    if staff:
        return STAFF_LANGUAGES
    return getattr(request.state.get("gathering"), "offered_languages", GUEST_LANGUAGES)


def about(request: Request[Any, Any, Any], gathering: Any) -> None:
    """Say which gathering a page behind a guest's own link is about: only its languages are offered."""
    request.state["gathering"] = gathering


def address_of(request: Request[Any, Any, Any]) -> str:
    """The address the request came from, behind trusted proxies the one they saw."""
    return request.client.host if request.client else "unknown"


def page(
    request: Request[Any, Any, Any], name: str, *, status: int = 200, staff: bool = False, **context: Any
) -> Template:
    """A page with what every page is given; `staff` offers the console's languages."""
    state = request.state
    language = language_of(request, staff=staff)
    cookies = []
    if request.query_params.get("lang"):
        cookies.append(Cookie(LANGUAGE_COOKIE, value=language, max_age=_YEAR, **cookie_rules()))
    flash = _flash(request)
    if flash:
        cookies.append(Cookie(FLASH_COOKIE, value="", max_age=0, **cookie_rules()))
    access = state.get("access")
    given = {
        "language": language,
        "languages": offered_languages(request, staff=staff),
        "path": request.url.path,
        "access": access,
        "csrf": state.get("form_token", ""),
        "held": state.get("gathering"),
        "permissions": state.get("permissions", frozenset()),
        "flash": flash | {"text": translated(flash["text"], language)} if flash else None,
        "address": settings().address,
    }
    return Template(
        name, context=given | context, status_code=status, cookies=cookies, media_type="text/html"
    )


def go(path: str, *, say: str = "", kind: str = "success", undo: str = "", again: bool = False) -> Redirect:
    """Send the browser on after something was done (303), with a sentence for the next page.

    `undo`: where the notice's button sends to take it back, behind a `?` what it sends; `again`: it was taken back,
    and the button does it again.
    """
    cookies = []
    if say:
        told = {"kind": kind, "text": say, "undo": undo, "again": again}
        value = quote(json.dumps(told, ensure_ascii=False))
        cookies.append(Cookie(FLASH_COOKIE, value=value, max_age=60, **cookie_rules()))
    return Redirect(path, status_code=303, cookies=cookies)


def own_path(path: str) -> str:
    """A path of this site to go back to; anything else becomes the console's first page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/console"


def with_query(path: str, **query: Any) -> str:
    """A path with its query, empty values left out."""
    told = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(told)}" if told else path


def secure_cookies() -> bool:
    """Whether cookies are for https only: where the public address is."""
    return settings().address.startswith("https://")


def cookie_rules() -> dict[str, Any]:
    """What every cookie of ours says."""
    return {"path": "/", "httponly": True, "secure": secure_cookies(), "samesite": "lax"}


def _flash(request: Request[Any, Any, Any]) -> dict[str, Any] | None:
    raw = request.cookies.get(FLASH_COOKIE)
    if not raw:
        return None
    try:
        told = json.loads(unquote(raw))
        undo, _, sends = str(told.get("undo", "")).partition("?")
        return {
            "kind": str(told["kind"]), "text": str(told["text"])[:300], "undo": undo and own_path(undo),
            "sends": parse_qsl(sends), "again": bool(told.get("again")),
        }  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None
