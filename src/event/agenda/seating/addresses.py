"""The addresses of seat plans for programs, and who may call them."""

from event.people.rules import Permission

ROOT = "/api/v1/gatherings/{slug:str}/seat-plans"
PLAN = f"{ROOT}/{{plan:uuid}}"
LOOK, CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
