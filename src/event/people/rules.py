"""What each role may do."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from event.errors import Forbidden
from event.language import Message
from event.people.tables import Role


class Permission(StrEnum):
    """One thing a route asks for; a route that names none stops start-up."""

    SIGNED_IN = "signed_in"
    FIGURES = "figures.read"
    GUESTS_READ = "guests.read"
    GUESTS_CONTACT = "guests.contact"
    GUESTS_WRITE = "guests.write"
    GUESTS_DOCUMENTS = "guests.documents"
    GUESTS_EXPORT = "guests.export"
    GATHERING_WRITE = "gathering.write"
    AGENDA_READ = "agenda.read"
    SCAN = "check_in.scan"
    SCANS_SEND = "scans.send"
    ROSTER = "roster.read"
    PRINT = "documents.print"
    MAIL_READ = "mail.read"
    SIGNING_READ = "signing.read"
    SIGNING_WRITE = "signing.write"
    USERS = "users.manage"
    AUDIT = "audit.read"


_EVERYBODY = {Permission.SIGNED_IN, Permission.AGENDA_READ}
_AT_THE_DOOR = {Permission.SCAN, Permission.SCANS_SEND}
_DEVICES = frozenset({Permission.SCANS_SEND, Permission.ROSTER})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.GATE_STAFF: frozenset(_EVERYBODY | _AT_THE_DOOR),
    Role.LIAISON: frozenset(_EVERYBODY | _AT_THE_DOOR | {Permission.GUESTS_READ, Permission.GUESTS_CONTACT}),
    Role.ORGANIZER: frozenset(set(Permission) - {Permission.USERS, Permission.AUDIT, Permission.ROSTER}),
    Role.SIGNING_OFFICER: frozenset(
        _EVERYBODY | {Permission.FIGURES, Permission.SIGNING_READ, Permission.SIGNING_WRITE}
    ),
    Role.VIEWER: frozenset(_EVERYBODY | {Permission.FIGURES}),
    Role.ADMINISTRATOR: frozenset(
        _EVERYBODY | {Permission.FIGURES, Permission.USERS, Permission.AUDIT, Permission.GATHERING_WRITE}
    ),
}

SEES_ONLY_OWN_DELEGATIONS = frozenset({Role.LIAISON})


class NotAllowed(Forbidden):
    """The reader's roles do not include what this needs."""

    sentence = Message("Your role does not allow this. Ask an organizer or the administrator.")


@dataclass(frozen=True)
class Actor:
    """Who does something, as the audit trail names them: `user:…`, `guest:…`, or a program."""

    mark: str

    @classmethod
    def user(cls, user: UUID) -> "Actor":
        return cls(f"user:{user}")

    @property
    def comes_by_link(self) -> bool:
        """Whether it is a guest, or a delegation's contact, behind a link of theirs."""
        return self.mark.startswith(("guest:", "invitation:"))

    @classmethod
    def guest(cls, guest: UUID) -> "Actor":
        return cls(f"guest:{guest}")


COMMAND_LINE = Actor("command line")
SYSTEM = Actor("system")
VISITOR = Actor("visitor")


@dataclass(frozen=True)
class Scanner:
    """An enrolled scanner: its gathering, and the hash of the key it came with, which is checked with each scan."""

    gathering: UUID
    key: str


@dataclass(frozen=True)
class Access:
    """A signed-in user's roles, each with the gathering it holds in, or None for every one.

    Or an enrolled scanner: `user` is then the scanner's id.
    """

    user: UUID
    name: str
    language: str
    grants: frozenset[tuple[Role, UUID | None]] = field(default_factory=frozenset)
    scanner: Scanner | None = None

    @property
    def actor(self) -> Actor:
        return Actor(f"device:{self.user}") if self.scanner else Actor.user(self.user)

    def roles(self, gathering: UUID | None) -> frozenset[Role]:
        """The roles that hold in `gathering`."""
        return frozenset(role for role, where in self.grants if where is None or where == gathering)

    def may(self, permission: Permission, gathering: UUID | None) -> bool:
        """Whether a role that holds in `gathering` includes `permission`."""
        if self.scanner is not None:
            return permission in _DEVICES and gathering == self.scanner.gathering
        if permission is Permission.SIGNED_IN:
            return True
        return any(permission in PERMISSIONS[role] for role in self.roles(gathering))

    def sees_all_delegations(self, gathering: UUID) -> bool:
        """False where every role that reads guests is limited to the user's own delegations."""
        return any(
            Permission.GUESTS_READ in PERMISSIONS[role] and role not in SEES_ONLY_OWN_DELEGATIONS
            for role in self.roles(gathering)
        )
