"""What a command says: in the reader's language, to people or as JSON, with an exit code that means something."""

import contextlib
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import rich_click as click

from event.language import Message, translated

if TYPE_CHECKING:
    from event.errors import Refusal

_UNWRITTEN = Message("{path} cannot be written: {why}")


class Exit(IntEnum):
    """What the exit code means, as the help says."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NO_DATABASE = 3
    NOT_SET_UP = 4
    PORT_TAKEN = 5


def language() -> str:
    """Simplified Chinese where the terminal is Chinese, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh-Hans" if value.lower().startswith("zh") else "en"
    return "en"


def said(message: str, /, **data: Any) -> str:
    """A message filled with its data, in the reader's language."""
    if language() != "en":
        message = translated(message, language())
    return message.format(**data)


def tell(message: str, /, **data: Any) -> None:
    """A line for a person."""
    click.echo(said(message, **data))


def tell_aside(message: str, /, **data: Any) -> None:
    """A line for a person where the output may be data."""
    click.echo(said(message, **data), err=True)


def give(value: Any) -> None:
    """One line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def stop(exit_code: Exit, message: str, /, **data: Any) -> NoReturn:
    """Say why not, and end with the exit code that means it."""
    tell_aside(message, **data)
    sys.exit(exit_code)


@contextlib.contextmanager
def refusals_said() -> Iterator[None]:
    """End the command with a sentence, its fields and an exit code where something is refused."""
    from event.crypto import KeyFileUnsafe  # noqa: PLC0415
    from event.embedded import EmbeddedDatabaseError  # noqa: PLC0415
    from event.errors import Refusal  # noqa: PLC0415
    from event.gathering.errors import NoGathering  # noqa: PLC0415

    try:
        yield
    except NoGathering as error:
        stop(Exit.NOT_SET_UP, _whole(error))
    except Refusal as error:
        stop(Exit.REFUSED, _whole(error))
    except KeyFileUnsafe as error:
        stop(Exit.NOT_SET_UP, "{error}", error=error)
    except EmbeddedDatabaseError as error:
        stop(Exit.NO_DATABASE, "{error}", error=error)


def _whole(error: "Refusal") -> str:
    from event.errors import Invalid  # noqa: PLC0415

    lines = [error.told(language())]
    if isinstance(error, Invalid):
        lines += [f"  {name}: {problem.told(language())}" for name, problem in error.problems.items()]
    return "\n".join(lines).replace("{", "{{").replace("}", "}}")


@contextlib.contextmanager
def under_way(what: str) -> Iterator[Callable[[int, int], Awaitable[None]]]:
    """A bar with the time that has passed, at a terminal, until the work is done; yields what moves it."""
    if not sys.stderr.isatty():
        yield _nothing_to_move
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(said(what), total=None)

        async def moved(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield moved


async def _nothing_to_move(_done: int, _total: int) -> None:
    """Nobody watches."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        stop(Exit.REFUSED, _UNWRITTEN, path=path, why=error.strerror)
