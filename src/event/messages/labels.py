"""What staff call the states of a mail."""

from event.language import Message
from event.messages.tables import MailState

STATE_LABELS = {
    MailState.QUEUED: Message("Waiting to be sent"), MailState.SENDING: Message("Being sent"),
    MailState.SENT: Message("Sent"), MailState.FAILED: Message("Could not be sent"),
    MailState.UNSURE: Message("Perhaps sent"), MailState.BOUNCED: Message("Came back"),
}  # fmt: skip
