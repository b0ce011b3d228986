"""The first user of an installation, let in by a code that only the server's own output has."""

import hmac
from datetime import datetime

from event.crypto import ring
from event.database import fetch_one
from event.people.errors import WrongFirstCode
from event.people.operations import add_user
from event.people.rates import SIGN_IN_NETWORK, count, network
from event.people.rules import VISITOR
from event.people.sessions import SignedIn, code_hash, sign_in
from event.people.tables import Role

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def first_code() -> str:
    """The code of this installation; it holds until there is a user, and never again."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in ring().mac("first user", "code")[:16])
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


async def nobody_yet() -> bool:
    """Whether nobody can sign in because there is no user."""
    return await fetch_one("SELECT 1 FROM users LIMIT 1") is None


async def begin(
    code: str,
    *,
    sign_in_name: str,
    name: str,
    password: str,
    language: str,
    address: str,
    agent: str,
    now: datetime,
) -> SignedIn:
    """Make the first user, organizer and administrator of everything, and sign them in.

    Raises WrongFirstCode, AlreadyBegun, TooOften.
    """
    await count(SIGN_IN_NETWORK, network(address), now=now)
    if not hmac.compare_digest(code_hash(code), code_hash(first_code())):
        raise WrongFirstCode
    await add_user(
        sign_in_name, name=name, roles=[(Role.ORGANIZER, None), (Role.ADMINISTRATOR, None)], by=VISITOR, now=now,
        password=password, language=language, only_first=True,
    )  # fmt: skip
    return await sign_in(sign_in_name, password, address=address, agent=agent, now=now)
