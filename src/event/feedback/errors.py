"""What suggestions and the survey refuse."""

from event.errors import Conflict, NotFound
from event.language import Message


class UnknownSuggestion(NotFound):
    """There is no such suggestion, or it is not for this reader."""

    sentence = Message("There is no such suggestion.")


class SuggestionChangedMeanwhile(Conflict):
    """Somebody else saved the suggestion after it was opened here."""

    sentence = Message("{who} has changed this meanwhile. Look at what is different and save again.")


class NumberTaken(Conflict):
    """Another suggestion has this number."""

    sentence = Message("There is a suggestion {number} already.")


class TooManySuggestions(Conflict):
    """One guest cannot write more on one day."""

    sentence = Message(
        "You have written {most} times today. Please write again tomorrow, or call the organizers."
    )


class UnknownSurveyLink(NotFound):
    """The link asks nobody."""

    sentence = Message("This link is not valid. Please open the link in your mail once more.")


class SurveyNotOpen(Conflict):
    """The survey takes no answers at this moment."""

    sentence = Message("The survey takes no more answers. Thank you for your interest.")


class AnsweredAlready(Conflict):
    """The link was used."""

    sentence = Message("An answer was sent with this link already. Thank you.")


class SurveyTooEarly(Conflict):
    """The gathering is not over."""

    sentence = Message("The survey can be opened from {day} on, the last day of the gathering.")


class NobodyArrived(Conflict):
    """There is nobody to be asked."""

    sentence = Message("Nobody has arrived yet, so there is nobody to be asked.")


class FormEntered(Conflict):
    """A paper form with this number was entered before."""

    sentence = Message("A form with the number {number} was entered already.")
