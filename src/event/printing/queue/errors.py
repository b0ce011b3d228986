"""Refusals of print stations and their queue."""

from event.errors import Conflict, Forbidden, NotFound
from event.language import Message
from event.people.browsers import NameTaken


class UnknownStation(NotFound):
    """No such print station in this gathering, or it was revoked."""

    sentence = Message("There is no such print station in this gathering.")


class StationNameTaken(NameTaken):
    """Another print station has this name."""

    sentence = Message("There is already a print station “{name}”. Give this one another name.")


class StationNotLetIn(Forbidden):
    """The station was revoked, another computer took its place, or the gathering is over."""

    sentence = Message("This print station is no longer let in. Ask an organizer to let it in again.")


class StationElsewhere(Conflict):
    """Another page prints for the station."""

    sentence = Message("This print station is open in another window, which prints for it.")


class UnknownJob(NotFound):
    """No such badge in the queue."""

    sentence = Message("There is no such badge in the print queue.")


class JobNotYours(Conflict):
    """The page's claim on a job is over: another page has it, or somebody has settled it."""

    sentence = Message("This badge is no longer this page's to print.")


class JobElsewhere(Conflict):
    """The state of the job does not allow this any more."""

    sentence = Message(
        "The badge {badge} is no longer where this page showed it. Look again before you go on."
    )


class BadgeVoid(Conflict):
    """The ticket of the badge is void, so that it is not printed."""

    sentence = Message("The badge {badge} is void by now and is not printed.")


class BadgeMadeMeanwhile(Conflict):
    """Somebody else had a new badge made for the guest a moment before."""

    sentence = Message(
        "{name} has got the new badge {badge} in the meantime. No further one was made; print that one if it is lost too."
    )


class NoStationForScanner(Forbidden):
    """The scanner was not given a print station."""

    sentence = Message(
        "This scanner may not have badges made. An organizer can allow it under Print, Stations."
    )
