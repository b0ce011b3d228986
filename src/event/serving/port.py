"""The port: free before the start, answering after it."""

import contextlib
import socket
import time
import urllib.request

import psutil

from event.settings import settings

_OWN_SECONDS = 10
_TICK = 0.1
_OK = 200


class PortTaken(RuntimeError):
    """Something else listens on the port (`holder`: its process and name), or it may not be used."""

    def __init__(self, host: str, port: int, why: str, holder: tuple[int, str] | None) -> None:
        self.host, self.port, self.why, self.holder = host, port, why, holder
        super().__init__(f"{host} port {port} cannot be used: {why}.")


def answers() -> bool:
    """Whether the web server is there and can work."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings().host, settings().host)  # noqa: S104 - compared only
    address = f"[{host}]" if ":" in host else host
    with contextlib.suppress(OSError):
        url = f"http://{address}:{settings().port}/readyz"
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    return False


def take_port() -> None:
    """Make sure that the port is free; our own processes of a killed start are waited for.

    Raises PortTaken. Looked at before the start, since the web server's processes share their port
    and would share it with a stranger's too.
    """
    deadline = time.monotonic() + _OWN_SECONDS
    while (why := _why_not()) is not None:
        holder = _listener(settings().port)
        if holder is None or not _is_ours(holder) or time.monotonic() > deadline:
            named = (holder.pid, holder.name()) if holder else None
            raise PortTaken(settings().host, settings().port, why, named)
        time.sleep(_TICK)


def _why_not() -> str | None:
    host, port = settings().host, settings().port
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _listener(port: int) -> psutil.Process | None:
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr
                and connection.laddr.port == port
                and connection.pid
            ):
                return psutil.Process(connection.pid)
    return None


def _is_ours(process: psutil.Process) -> bool:
    """Whether it is an `event web` whose parent is gone and that is therefore ending."""
    with contextlib.suppress(psutil.Error):
        return process.cmdline()[-3:] == ["-m", "event", "web"]
    return True
