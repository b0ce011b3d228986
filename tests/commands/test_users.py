"""Users from the command line."""

import json

from event.people.operations import users

from .conftest import Run


async def test_a_user_gets_a_code_that_is_shown_once(event: Run) -> None:
    done = event("user", "add", "Anna", "--role", "organizer", "--role", "viewer", "--json")

    told = json.loads(done.stdout)
    listed = await users()
    assert (done.returncode, told["sign_in_name"], len(told["setup_code"])) == (0, "anna", 19)
    assert [(one.sign_in_name, one.has_password) for one in listed] == [("anna", False)]
    assert listed[0].roles == (("organizer", None), ("viewer", None))


async def test_the_list_is_data_where_json_is_asked_for(event: Run) -> None:
    event("user", "add", "anna", "--name", "林安娜", "--role", "viewer")

    done = event("user", "list", "--json")

    assert json.loads(done.stdout) == [
        {
            "sign_in_name": "anna", "name": "林安娜", "active": True, "has_password": False,
            "roles": [{"role": "viewer", "gathering": None}],
        }
    ]  # fmt: skip


async def test_a_name_that_is_taken_is_refused_in_a_sentence(event: Run) -> None:
    event("user", "add", "anna", "--role", "viewer")

    done = event("user", "add", "ANNA", "--role", "viewer")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is already a user “anna”.\n"


async def test_a_chinese_terminal_is_answered_in_chinese(event: Run) -> None:
    done = event("user", "reset", "nobody", LANG="zh_CN.UTF-8")

    assert (done.returncode, done.stderr) == (1, "没有用户“nobody”。\n")


async def test_the_last_administrator_stays(event: Run) -> None:
    event("user", "add", "root", "--role", "administrator")

    done = event("user", "disable", "root")

    assert done.returncode == 1
    assert [one.active for one in await users()] == [True]


async def test_a_role_that_does_not_exist_is_wrong_usage(event: Run) -> None:
    assert event("user", "add", "anna", "--role", "king").returncode == 2
