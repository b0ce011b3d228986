"""Signing in gives a new session; wrong passwords, old codes and idle sessions give none."""

from datetime import timedelta

import pytest

from event.database import fetch
from event.people.errors import LastAdministrator, NameTaken, TooOften, WrongSetupCode, WrongSignIn
from event.people.operations import add_user, disable_user, reset_user, users
from event.people.rules import COMMAND_LINE, Permission
from event.people.sessions import (
    IDLE,
    access_of,
    form_token,
    form_token_holds,
    set_password,
    sign_in,
    sign_out,
)
from event.people.tables import Role
from tests.cast import NOW

PLACE = {"address": "192.0.2.7", "agent": "a browser"}


async def _organizer(password: str = "a long sentence") -> None:
    await add_user(
        "Wang.Hui", name="王会", roles=[(Role.ORGANIZER, None)], by=COMMAND_LINE, now=NOW, password=password
    )


async def test_every_sign_in_is_a_new_session(db: str) -> None:
    await _organizer()

    first = await sign_in("wang.hui", "a long sentence", now=NOW, **PLACE)
    second = await sign_in(" WANG.HUI ", "a long sentence", now=NOW, **PLACE)

    assert first.token != second.token
    assert first.token not in str(await fetch("SELECT id FROM web_session"))
    access = await access_of(second.token, now=NOW)
    assert access is not None
    assert access.may(Permission.GUESTS_READ, None)
    assert not access.may(Permission.USERS, None)


async def test_a_wrong_password_and_an_unknown_name_are_refused_alike(db: str) -> None:
    await _organizer()

    with pytest.raises(WrongSignIn):
        await sign_in("wang.hui", "another sentence", now=NOW, **PLACE)
    with pytest.raises(WrongSignIn):
        await sign_in("nobody", "a long sentence", now=NOW, **PLACE)


async def test_the_eleventh_attempt_in_a_quarter_of_an_hour_waits(db: str) -> None:
    await _organizer()
    for _ in range(10):
        with pytest.raises(WrongSignIn):
            await sign_in("wang.hui", "wrong", now=NOW, **PLACE)

    with pytest.raises(TooOften):
        await sign_in("wang.hui", "a long sentence", now=NOW, **PLACE)

    later = NOW + timedelta(minutes=15)
    assert (await sign_in("wang.hui", "a long sentence", now=later, **PLACE)).token


async def test_a_session_idles_out_and_ends_at_sign_out(db: str) -> None:
    await _organizer()
    token = (await sign_in("wang.hui", "a long sentence", now=NOW, **PLACE)).token

    assert await access_of(token, now=NOW + IDLE - timedelta(seconds=1)) is not None
    assert await access_of(token, now=NOW + 2 * IDLE) is None

    await sign_out(token, now=NOW)

    assert await access_of(token, now=NOW) is None


async def test_a_form_token_belongs_to_one_session(db: str) -> None:
    await _organizer()
    first = (await sign_in("wang.hui", "a long sentence", now=NOW, **PLACE)).token
    second = (await sign_in("wang.hui", "a long sentence", now=NOW, **PLACE)).token

    assert form_token_holds(first, form_token(first))
    assert not form_token_holds(second, form_token(first))
    assert not form_token_holds(first, "ü" * 40)


async def test_a_set_up_code_works_once_and_for_seven_days(db: str) -> None:
    invited = await add_user("lin", name="", roles=[(Role.GATE_STAFF, None)], by=COMMAND_LINE, now=NOW)

    with pytest.raises(WrongSetupCode):
        await set_password(invited.setup_code, "a long sentence", now=NOW + timedelta(days=8), **PLACE)
    typed = invited.setup_code.lower().replace("-", " ")
    assert (await set_password(typed, "a long sentence", now=NOW, **PLACE)).token
    with pytest.raises(WrongSetupCode):
        await set_password(invited.setup_code, "another sentence", now=NOW, **PLACE)
    assert (await sign_in("lin", "a long sentence", now=NOW, **PLACE)).token


async def test_resetting_ends_sessions_and_the_old_password(db: str) -> None:
    await _organizer()
    token = (await sign_in("wang.hui", "a long sentence", now=NOW, **PLACE)).token

    invited = await reset_user("wang.hui", by=COMMAND_LINE, now=NOW)

    assert await access_of(token, now=NOW) is None
    with pytest.raises(WrongSignIn):
        await sign_in("wang.hui", "a long sentence", now=NOW, **PLACE)
    assert (await set_password(invited.setup_code, "a new sentence", now=NOW, **PLACE)).token


async def test_the_last_administrator_cannot_be_disabled(db: str) -> None:
    await add_user("admin", name="", roles=[(Role.ADMINISTRATOR, None)], by=COMMAND_LINE, now=NOW)

    with pytest.raises(LastAdministrator):
        await disable_user("admin", by=COMMAND_LINE, now=NOW)

    await add_user("second", name="", roles=[(Role.ADMINISTRATOR, None)], by=COMMAND_LINE, now=NOW)
    await disable_user("admin", by=COMMAND_LINE, now=NOW)
    assert [user.active for user in await users()] == [False, True]


async def test_a_sign_in_name_is_given_once(db: str) -> None:
    await _organizer()

    with pytest.raises(NameTaken):
        await add_user("WANG.hui", name="", roles=[], by=COMMAND_LINE, now=NOW)
