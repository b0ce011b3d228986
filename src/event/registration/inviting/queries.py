"""Invitations as organizers see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language


@dataclass(frozen=True)
class InvitationLine:
    """An invitation as a line of the list; `state`: open, used, revoked or expired."""

    id: UUID
    kind: str
    name: str
    email: str
    class_code: str
    delegation: str
    language: str
    expires_at: datetime
    state: str
    guest: UUID | None
    members: int
    created_at: datetime


async def invitations_of(
    gathering: Gathering, *, language: str, now: datetime, limit: int = 500
) -> list[InvitationLine]:
    """The newest invitations first."""
    rows = await fetch(
        "SELECT i.*, c.code AS class_code, d.name_zh AS delegation_zh, d.name_en AS delegation_en,"
        " (SELECT count(*) FROM guest g WHERE g.delegation = i.delegation AND g.source = 'delegation') AS members"
        " FROM invitation i LEFT JOIN guest_class c ON c.id = i.guest_class"
        " LEFT JOIN delegation d ON d.id = i.delegation WHERE i.gathering = $1"
        " ORDER BY i.created_at DESC, i.id LIMIT $2",
        gathering.id, limit,
    )  # fmt: skip
    return [
        InvitationLine(
            id=row["id"], kind=row["kind"], name=row["name"], email=row["email"], class_code=row["class_code"] or "",
            delegation=in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""),
            language=row["language"], expires_at=row["expires_at"], guest=row["guest"],
            state="used" if row["used_at"] else "revoked" if row["revoked_at"] else "expired" if row["expires_at"] <= now else "open",
            created_at=row["created_at"],
            members=row["members"] if row["kind"] == "delegation" else 0,
        )
        for row in rows
    ]  # fmt: skip
