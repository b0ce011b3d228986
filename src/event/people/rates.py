"""How often something may be tried, counted in the database for all processes at once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from uuid import uuid4

from event.crypto import ring
from event.database import fetch, fetch_one
from event.people.errors import TooOften


@dataclass(frozen=True)
class Rate:
    """At most `most` attempts within a window of `minutes`."""

    name: str
    most: int
    minutes: int


SIGN_IN_NAME = Rate("sign-in name", 10, 15)
SIGN_IN_NETWORK = Rate("sign-in network", 60, 15)
REGISTER_NETWORK = Rate("register network", 120, 60)
DRAFT_NETWORK = Rate("draft network", 3000, 60)
LOST_LINK_NETWORK = Rate("lost link network", 30, 60)
LOST_LINK_ADDRESS = Rate("lost link address", 3, 60)
PROOF_GUEST = Rate("proof guest", 10, 60)
CODE_GUEST = Rate("mailed code guest", 5, 60)
WRONG_LINK_NETWORK = Rate("wrong link network", 30, 10)
ENROL_NETWORK = Rate("scanner enrolment network", 60, 10)
TYPED_CODE_USER = Rate("typed code user", 200, 10)


async def count(rate: Rate, who: str, *, now: datetime) -> None:
    """Count one attempt of `who`; raises TooOften where the window is full."""
    start = _window(rate, now)
    row = await fetch_one(
        "INSERT INTO rate_window (id, key, window_start, attempts) VALUES ($1, $2, $3, 1)"
        " ON CONFLICT (key, window_start) DO UPDATE SET attempts = rate_window.attempts + 1 RETURNING attempts",
        uuid4(), _key(rate, who), start,
    )  # fmt: skip
    if row is not None and row["attempts"] > rate.most:
        raise TooOften(seconds=_left(rate, start, now))


async def refuse_if_full(rate: Rate, who: str, *, now: datetime) -> None:
    """Raise TooOften where the window is full already; counts nothing."""
    start = _window(rate, now)
    row = await fetch_one(
        "SELECT attempts FROM rate_window WHERE key = $1 AND window_start = $2", _key(rate, who), start
    )
    if row is not None and row["attempts"] >= rate.most:
        raise TooOften(seconds=_left(rate, start, now))


async def forget_old_windows(*, now: datetime) -> None:
    """Delete windows that no rate looks at any more."""
    await fetch("DELETE FROM rate_window WHERE window_start < $1", now - timedelta(hours=2))


def network(address: str) -> str:
    """The /24 or /64 an address is in: what one household or office shares."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    length = 24 if parsed.version == 4 else 64  # noqa: PLR2004
    return str(ip_network(f"{parsed}/{length}", strict=False))


def _window(rate: Rate, now: datetime) -> datetime:
    length = rate.minutes * 60
    return datetime.fromtimestamp(int(now.timestamp()) // length * length, UTC)


def _left(rate: Rate, start: datetime, now: datetime) -> int:
    return int((start + timedelta(minutes=rate.minutes) - now).total_seconds()) + 1


def _key(rate: Rate, who: str) -> str:
    return f"{rate.name}:{ring().mac('rate', who).hex()[:24]}"
