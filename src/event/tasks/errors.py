"""What the tasks refuse."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownTask(NotFound):
    """There is no such task, or it is somebody else's."""

    sentence = Message("There is no such task, or it is not yours.")


class TaskChangedMeanwhile(Conflict):
    """Somebody else saved the task after it was opened here."""

    sentence = Message("{who} has changed this meanwhile. Look at what is different and save again.")
