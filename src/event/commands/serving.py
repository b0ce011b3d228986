"""Running the system: everything, one part of it, or the demo."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

import rich_click as click

from event.commands.telling import Exit, give, refusals_said, said, stop, tell, tell_aside
from event.language import Message

_READY = Message("event is ready at {address} (Ctrl-C stops it).")
_BEGIN = Message("Nobody can sign in yet. Begin here, with this address only you can see: {address}")
_STOPPED = Message("Stopped.")
_UP_TO_DATE = Message("The database is up to date.")
_NO_PORT = Message("{host} port {port} cannot be used: {why}.")
_USED_BY = Message("It is used by process {pid} ({name}).")
_OTHER_PORT = Message("Stop what uses it, or choose another with --port or EVENT_PORT.")
_NO_START = Message("event {name} does not start (exit code {code}); its reason is above.")
_port = click.option("--port", type=click.IntRange(1, 65535), help="Port instead of EVENT_PORT.")


@click.command()
@_port
def serve(port: int | None) -> None:
    """Run everything: database, web server and worker, until Ctrl-C."""
    _use(port=port)
    run_everything(when_ready=_say_ready)


@click.command()
@_port
def web(port: int | None) -> None:
    """Run the web server alone (as `serve` does)."""
    _use(port=port)
    from event import database  # noqa: PLC0415
    from event.commands.running import bring_up_to_date  # noqa: PLC0415
    from event.serving.web import run_web  # noqa: PLC0415

    with _starting(), database.server():
        bring_up_to_date()
        run_web()


@click.command()
def worker() -> None:
    """Run background work alone: mails, cleaning up (as `serve` does)."""
    from event.commands.running import with_database  # noqa: PLC0415
    from event.jobs import work  # noqa: PLC0415

    with contextlib.suppress(KeyboardInterrupt):
        with_database(work)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def migrate(as_json: bool) -> None:
    """Bring the database to the state this version needs; safe to repeat and on several nodes at once."""
    from event import database  # noqa: PLC0415
    from event.commands.running import bring_up_to_date  # noqa: PLC0415

    with refusals_said(), database.server():
        ran = bring_up_to_date()
    if as_json:
        give({"ran": list(ran)})
    elif not ran:
        tell(_UP_TO_DATE)


@click.command()
@click.option("--no-browser", is_flag=True, help="Open no browser when ready.")
@_port
@click.option(
    "--json", "as_json", is_flag=True, help="Print addresses and sign-ins as one line of JSON when ready."
)
def demo(no_browser: bool, port: int | None, as_json: bool) -> None:
    """Run everything with a fictional gathering and a sign-in for each role."""
    os.environ.setdefault("EVENT_API_SCHEMA", "true")
    _use(port=port)
    from event.commands.demo import Demo, open_browser, prepare, show  # noqa: PLC0415
    from event.commands.running import with_database  # noqa: PLC0415

    made: list[Demo] = []

    def when_ready() -> None:
        if as_json:
            give(made[0].as_json())
            return
        show(made[0])
        if not no_browser and sys.stdout.isatty():
            open_browser(made[0].address)

    run_everything(before=lambda: made.append(with_database(prepare)), when_ready=when_ready)


def run_everything(*, before: Callable[[], None] = lambda: None, when_ready: Callable[[], None]) -> None:
    """Hold the database, bring it up to date, run the children until stopped; exit code 0 then."""
    from event import database  # noqa: PLC0415
    from event.commands.running import bring_up_to_date  # noqa: PLC0415
    from event.serving.supervisor import CouldNotStart, Supervisor, stop_signals  # noqa: PLC0415

    with stop_signals() as stopping, _starting():
        try:
            with database.server(dies_with_parent=True):
                bring_up_to_date()
                before()
                Supervisor(stopping, tell_aside).run(when_ready=when_ready)
        except CouldNotStart as error:
            code = Exit(error.code) if error.code in set(Exit) else Exit.REFUSED
            stop(code, _NO_START, name=error.name, code=error.code)
        except Exception:
            if not stopping.asked:  # Ctrl-C while starting takes initdb along
                raise
    tell_aside(_STOPPED)


@contextlib.contextmanager
def _starting() -> Iterator[None]:
    """Refusals said; the port looked at first."""
    from event.serving.port import PortTaken, take_port  # noqa: PLC0415

    with refusals_said():
        try:
            take_port()
        except PortTaken as error:
            sentences = [said(_NO_PORT, host=error.host, port=error.port, why=error.why)]
            if error.holder:
                sentences.append(said(_USED_BY, pid=error.holder[0], name=error.holder[1]))
            stop(Exit.PORT_TAKEN, "{text}", text=" ".join([*sentences, said(_OTHER_PORT)]))
        yield


def _use(*, port: int | None) -> None:
    """Give an option to this process and its children as the environment does."""
    if port is not None:
        os.environ["EVENT_PORT"] = str(port)
    from event.settings import settings  # noqa: PLC0415

    settings.cache_clear()


def _say_ready() -> None:
    from event.settings import settings  # noqa: PLC0415

    tell(_READY, address=settings().address)
    if first := _first_address():
        tell(_BEGIN, address=first)
        if sys.stdout.isatty():
            from event.commands.demo import open_browser  # noqa: PLC0415

            open_browser(first)


def _first_address() -> str:
    """Where whoever sets up a new installation begins; empty where there are users."""
    from event.commands.running import with_database  # noqa: PLC0415
    from event.people.first import first_code, nobody_yet  # noqa: PLC0415
    from event.settings import settings  # noqa: PLC0415

    return f"{settings().address}/begin?code={first_code()}" if with_database(nobody_yet) else ""
