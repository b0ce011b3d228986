"""What the words of the office mean, in two plain sentences each; pages show them behind a question mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from event.language import Message


@dataclass(frozen=True)
class Term:
    """A word as pages say it, and what it means here."""

    name: Message
    text: Message


TERMS: Mapping[str, Term] = {
    "arrival": Term(
        Message("Arrival at the gathering"),
        Message(
            "A guest arrives once, at the arrival desk, and gets badge and papers there. Signing in at a session is something else: it is counted at that session's door."
        ),
    ),
    "sign_in": Term(
        Message("Arrival, or sign-in at a session"),
        Message(
            "A checkpoint of the kind “arrival” says who has come to the gathering. A checkpoint at a session, a bus or a meal says who came to that one, and makes nobody arrive."
        ),
    ),
    "inside": Term(
        Message("Inside now"),
        Message(
            "This counts who went in less who came out, at doors that scan both ways. Arrivals only ever grow, so the two figures differ."
        ),
    ),
    "offline": Term(
        Message("A scanner without a network"),
        Message(
            "Without a network a scanner decides by the list it fetched last, and keeps every scan. It sends them when the network is back; whoever two doors let in meanwhile stands under Conflicts."
        ),
    ),
    "classes": Term(
        Message("Class letters"),
        Message(
            "Each class of guests has one letter and one colour, and both are on the badge. Doors let in by class, and figures are counted by class."
        ),
    ),
    "waiting_list": Term(
        Message("Waiting list"),
        Message(
            "Where all places are taken, further replies wait in the order in which they came. Whoever has waited longest gets the next free place by itself and is told by mail."
        ),
    ),
    "session_waiting": Term(
        Message("Waiting list of a session"),
        Message(
            "Where a session is full, further guests wait for it in the order in which they asked. When somebody gives up a place, whoever waits longest gets it and is told by mail."
        ),
    ),
    "session_wave": Term(
        Message("Waves of a session"),
        Message(
            "A session in waves takes its guests one group after the other, each with its own time and its own number of places. A guest signs up for one of them."
        ),
    ),
    "reach": Term(
        Message("What a liaison officer sees"),
        Message(
            "A liaison officer sees only the guests of their own delegations. Everybody else is left out of their lists, figures and papers too."
        ),
    ),
    "practice": Term(
        Message("Practice"),
        Message(
            "A practice is a gathering of its own with its own guests, doors and papers. Nothing in it counts, and no mail leaves the server."
        ),
    ),
    "version": Term(
        Message("Draft and published version"),
        Message(
            "Guests see the newest published version; each has its number and says what it changed. Once something is published, what you change is a draft that only the office sees."
        ),
    ),
    "held": Term(
        Message("Held"),
        Message(
            "What you hold stays as it is when the planner makes a new plan: a guest on a bus, a visit, or a visit at its time. Everything else may move."
        ),
    ),
    "bond": Term(
        Message("Who rides with whom"),
        Message(
            "Two guests who ride together take their travel parties along; two who do not are put on different buses. Every plan keeps to that, and says so where it cannot."
        ),
    ),
    "transfer_wave": Term(
        Message("Waves of arrivals"),
        Message(
            "A wave is a group of flights and trains whose guests are fetched together. Vehicles and greeters are given to waves, so that nobody waits for one guest alone."
        ),
    ),
    "spare_room": Term(
        Message("Spare room"),
        Message(
            "A spare room is kept free for whoever comes unannounced or has to move. Nobody is put into it by a proposal."
        ),
    ),
    "precedence": Term(
        Message("Precedence (名次)"),
        Message(
            "Precedence is the order in which people are ranked; it says who sits next to the middle or to the host. It is computed from what the settings of the plan name, and whoever you place by hand keeps that place."
        ),
    ),
    "freeze_seats": Term(
        Message("Frozen and released"),
        Message(
            "A frozen seat plan cannot be changed by anybody, so that cards and lists in print stay true. A released one is shown to guests: each reads their own seat."
        ),
    ),
    "freeze_order": Term(
        Message("Frozen order"),
        Message(
            "A frozen order stays as it is while agreements and amounts still change. Freeze it before you print, and what is printed is what is called out."
        ),
    ),
    "confidential": Term(
        Message("Confidential"),
        Message(
            "A confidential agreement is signed and counted like any other. Lists and figures that leave the office do not name it."
        ),
    ),
    "stages": Term(
        Message("Ledger and stages"),
        Message(
            "The ledger says how far each agreement has come, from the signature to the money that has arrived. Entries are never changed: a mistake is struck, and both stay readable."
        ),
    ),
    "pool": Term(
        Message("Pool of projects"),
        Message(
            "The pool is what investors are sought for. An agreement about a project does not take it out: that is done by hand."
        ),
    ),
    "as_of": Term(
        Message("As of a time"),
        Message(
            "The answer is what was known at that time; what came in later is left out. So a figure that was given yesterday can be found again today."
        ),
    ),
    "press_figures": Term(
        Message("Figures for the press"),
        Message(
            "These figures count guests who have arrived, and follow the rules for wording: regions are not called countries, and “more than” rounds down. Read the remarks below before anything is printed."
        ),
    ),
    "perhaps_printed": Term(
        Message("Perhaps printed"),
        Message(
            "A station takes a badge from the queue and reports when it has come out. Where it does not report in time nothing is printed again by itself: look at the tray, then say what you found."
        ),
    ),
    "void_badge": Term(
        Message("A new badge"),
        Message(
            "A new badge has a new code, and the one that is lost opens no door from that moment on. That cannot be taken back: a badge that is found again stays void."
        ),
    ),
    "retention": Term(
        Message("How long data is kept"),
        Message(
            "Each guest says whether the office keeps their data for the next gathering or for this one only. Data of this one only is to be erased after the gathering, guest by guest."
        ),
    ),
    "anonymous": Term(
        Message("Anonymous answers"),
        Message(
            "Answers are kept without name and without link, so nobody can tell whose they are. Who has answered is kept apart, so that the rate is right and nobody answers twice."
        ),
    ),
    "review": Term(
        Message("One look, two looks, or at once"),
        Message(
            "A reply becomes a ticket at once, after one decision, or after a first and a second look. Where no place is left it waits, whichever you choose."
        ),
    ),
    "conflict": Term(
        Message("Conflict"),
        Message(
            "Two doors without a network let in the same ticket, or one let in a ticket that was void by then. Nobody is counted twice; look at the pair and note what it was."
        ),
    ),
}
"""By the name under which templates ask for them."""
