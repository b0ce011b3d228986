"""Refusals about invitations."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownInvitation(NotFound):
    """The link names no invitation, or a newer link has replaced it."""

    sentence = Message(
        "This link does not open an invitation. Use the link in your latest mail, or ask the organizers."
    )


class InvitationEnded(Conflict):
    """The invitation was taken back, or its time is over."""

    sentence = Message("This invitation is no longer open. Please ask the organizers.")


class InvitationUsed(Conflict):
    """A personal invitation has been answered already."""

    sentence = Message(
        "This invitation has been answered already. The link to your own page is in the mail you got then."
    )
