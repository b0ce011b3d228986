"""Proving that one is the guest: by birth date or a mailed code; the browser then has half an hour.

The proof is a cookie of the guest's own page only: an expiry and a keyed hash over guest and expiry.
"""

import hmac
import secrets
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from event.crypto import ring
from event.database import fetch_one, writing
from event.gathering.tables import Gathering
from event.people.rates import CODE_GUEST, PROOF_GUEST, count
from event.registration.mails import mail_about
from event.registration.own.errors import WrongBirthDate, WrongCode
from event.registration.own.tables import GuestCode
from event.registration.tables import Guest

PROOF_COOKIE = "event_proof"
"""The cookie of the guest's own pages that holds the proof."""
PROOF_LASTS = timedelta(minutes=30)
_CODE_LASTS = timedelta(minutes=10)
_CODE_TRIES = 5


async def prove_by_birth_date(guest: Guest, day: date | None, *, now: datetime) -> str:
    """The proof for somebody who knows the date of birth. Raises WrongBirthDate, TooOften."""
    await count(PROOF_GUEST, str(guest.id), now=now)
    if day is None or guest.birth_date is None or day != guest.birth_date:
        raise WrongBirthDate
    return proof_of(guest.id, now=now)


async def mail_code(guest: Guest, *, gathering: Gathering, now: datetime) -> None:
    """Mail six digits that prove who reads the guest's mail. Raises TooOften."""
    await count(CODE_GUEST, str(guest.id), now=now)
    code = f"{secrets.randbelow(10**6):06d}"
    async with writing():
        made = GuestCode(
            id=uuid4(), guest=guest.id, code_hash=_hash(guest.id, code), expires_at=now + _CODE_LASTS
        )
        await made.save()
        await mail_about(gathering, guest, "code", now=now, cause=f"code:{made.id}", code=code)


async def prove_by_code(guest: Guest, code: str, *, now: datetime) -> str:
    """The proof for somebody who got the mailed code; it works once. Raises WrongCode, TooOften."""
    await count(PROOF_GUEST, str(guest.id), now=now)
    async with writing():
        row = await fetch_one(
            "UPDATE guest_code SET used_at = CASE WHEN code_hash = $2 THEN $3 END, tries = tries + 1"
            " WHERE id = (SELECT id FROM guest_code WHERE guest = $1 ORDER BY expires_at DESC LIMIT 1)"
            " AND used_at IS NULL AND expires_at > $3 AND tries < $4 RETURNING used_at",
            guest.id, _hash(guest.id, "".join(code.split())), now, _CODE_TRIES,
        )  # fmt: skip
    if row is None or row["used_at"] is None:
        raise WrongCode
    return proof_of(guest.id, now=now)


def proof_of(guest: UUID, *, now: datetime) -> str:
    """What the browser keeps: until when, and the hash over it."""
    until = int((now + PROOF_LASTS).timestamp())
    return f"{until}.{_mac(guest, until)}"


def proof_holds(guest: UUID, proof: str, *, now: datetime) -> bool:
    """Whether a browser's proof is ours, of this guest, and not too old."""
    until, _, mac = proof.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12):  # noqa: PLR2004 - seconds since 1970
        return False
    return int(until) > now.timestamp() and hmac.compare_digest(
        mac.encode(), _mac(guest, int(until)).encode()
    )


def _mac(guest: UUID, until: int) -> str:
    return ring().mac("own page", guest.bytes, str(until)).hex()[:32]


def _hash(guest: UUID, code: str) -> str:
    return ring().mac("guest code", guest.bytes, code).hex()
