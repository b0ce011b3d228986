"""The occasions on which mails are sent, the words that ship, and the placeholders each may use."""

from dataclasses import dataclass

from event.language import Message

_DEAR = Message("Dear {name},")
_YOURS = Message("This link is yours alone; please do not pass it on.")
_SIGNED = Message("{federation}")

_EVERYWHERE = ("name", "title", "days", "place", "federation", "link", "number")


@dataclass(frozen=True)
class Occasion:
    """A reason to write: what organizers call it, and its words by paragraph."""

    label: Message
    subject: Message
    paragraphs: tuple[Message, ...]
    more: tuple[str, ...] = ()

    @property
    def placeholders(self) -> tuple[str, ...]:
        return (*_EVERYWHERE, *self.more)


OCCASIONS: dict[str, Occasion] = {
    "received": Occasion(
        Message("Reply received"),
        Message("We have your registration: {title}"),
        (
            _DEAR,
            Message("Your registration for {title} has arrived. The organizers look at it; then your ticket comes by mail."),
            Message("On your own page you can see and change it:"),
            Message("{link}"),
            _YOURS,
            _SIGNED,
        ),
    ),
    "approved": Occasion(
        Message("Approved, with ticket"),
        Message("Your registration is approved: {title}"),
        (
            _DEAR,
            Message("We are glad to welcome you to {title}, {days}. This is your ticket:"),
            Message("{ticket}"),
            Message("Open your own page on your phone and show the code at the arrival desk:"),
            Message("{link}"),
            Message("Badge number: {badge_number}"),
            Message("If the code cannot be read, tell the desk: {code}"),
            _YOURS,
            _SIGNED,
        ),
        ("ticket", "badge_number", "code"),
    ),
    "ticket": Occasion(
        Message("Ticket"),
        Message("Your ticket: {title}"),
        (
            _DEAR,
            Message("You are registered for {title}, {days}."),
            Message("{ticket}"),
            Message("Your ticket is on your own page. Open it on your phone and show the code at the arrival desk:"),
            Message("{link}"),
            Message("Badge number: {badge_number}"),
            Message("If the code cannot be read, tell the desk: {code}"),
            _YOURS,
            _SIGNED,
        ),
        ("ticket", "badge_number", "code"),
    ),
    "waitlisted": Occasion(
        Message("Waiting list"),
        Message("You are on the waiting list: {title}"),
        (
            _DEAR,
            Message("All places at {title} are taken at the moment. You are on the waiting list; as soon as a place is free, your ticket comes by mail."),
            Message("{link}"),
            _SIGNED,
        ),
    ),
    "declined": Occasion(
        Message("Declined"),
        Message("About your registration: {title}"),
        (
            _DEAR,
            Message("Thank you for your interest in {title}. We are sorry that we cannot offer you a place this time."),
            Message("{reason}"),
            _SIGNED,
        ),
        ("reason",),
    ),
    "withdrawn": Occasion(
        Message("Withdrawn"),
        Message("Your registration is withdrawn: {title}"),
        (
            _DEAR,
            Message("Your registration for {title} is withdrawn, and the ticket no longer admits. If this is a mistake, please write to us."),
            _SIGNED,
        ),
        ("reason",),
    ),
    "reminder": Occasion(
        Message("Reminder"),
        Message("Please look at your registration: {title}"),
        (
            _DEAR,
            Message("{title} takes place {days}. These details are still missing: {missing}"),
            Message("Please add them on your own page:"),
            Message("{link}"),
            _YOURS,
            _SIGNED,
        ),
        ("missing",),
    ),
    "programme": Occasion(
        Message("Change of programme"),
        Message("The programme has changed: {title}"),
        (
            _DEAR,
            Message("The programme of {title} has changed. Your own page shows it as it is now:"),
            Message("{link}"),
            Message("{changes}"),
            Message("{word}"),
            _SIGNED,
        ),
        ("changes", "word"),
    ),
    "moved_up": Occasion(
        Message("A place in a session became free"),
        Message("You have a place: {session}"),
        (
            _DEAR,
            Message("A place became free, and you are now signed up for {session}, {when}."),
            Message("If you cannot come, please give the place up on your own page, so that somebody else can have it:"),
            Message("{link}"),
            _SIGNED,
        ),
        ("session", "when"),
    ),
    "visit": Occasion(
        Message("Homeland visit planned or changed"),
        Message("Your homeland visit: {title}"),
        (
            _DEAR,
            Message("There is a new plan for the homeland visit. This is new for you:"),
            Message("{changes}"),
            Message("{word}"),
            Message("Your own page always shows it as it is now:"),
            Message("{link}"),
            _YOURS,
            _SIGNED,
        ),
        ("changes", "word"),
    ),
    "lost_link": Occasion(
        Message("Lost link"),
        Message("The links to your pages: {title}"),
        (
            Message("Somebody asked for the links to the registrations with this address. If it was not you, nothing has to be done."),
            Message("{links}"),
            _YOURS,
            _SIGNED,
        ),
        ("links",),
    ),
    "code": Occasion(
        Message("Code to open one's own page"),
        Message("{code} is your code: {title}"),
        (
            _DEAR,
            Message("Type this code on your own page within ten minutes: {code}"),
            Message("If you did not ask for it, nothing has to be done."),
            _SIGNED,
        ),
        ("code",),
    ),
    "overdue": Occasion(
        Message("Overdue steps of projects"),
        Message("Overdue: next steps of signed projects, {title}"),
        (
            _DEAR,
            Message("These next steps of signed projects are overdue:"),
            Message("{steps}"),
            Message("Please write in the ledger how they stand:"),
            Message("{link}"),
            _SIGNED,
        ),
        ("steps",),
    ),
    "task": Occasion(
        Message("Task given out"),
        Message("A task for you: {task}"),
        (
            _DEAR,
            Message("This is yours to do for {title}: {task}"),
            Message("{until}"),
            Message("{note}"),
            Message("Please say here how far it is:"),
            Message("{link}"),
            _SIGNED,
        ),
        ("task", "until", "note"),
    ),
    "tasks_overdue": Occasion(
        Message("Overdue tasks"),
        Message("Overdue tasks: {title}"),
        (
            _DEAR,
            Message("These tasks are overdue:"),
            Message("{tasks}"),
            Message("Please say here how far they are:"),
            Message("{link}"),
            _SIGNED,
        ),
        ("tasks",),
    ),
    "suggestion": Occasion(
        Message("Suggestion answered"),
        Message("Our answer to your suggestion: {title}"),
        (
            _DEAR,
            Message("You wrote to us: {content}"),
            Message("This is our answer: {answer}"),
            Message("You find both on your own page:"),
            Message("{link}"),
            _YOURS,
            _SIGNED,
        ),
        ("content", "answer"),
    ),
    "survey": Occasion(
        Message("Survey"),
        Message("How was it? Please tell us: {title}"),
        (
            _DEAR,
            Message("Thank you for coming to {title}. Please tell us how content you were; it takes two minutes, until {deadline}."),
            Message("{link}"),
            Message("Your answer is anonymous: nobody can see which one is yours. The link works once."),
            _SIGNED,
        ),
        ("deadline",),
    ),
    "invitation": Occasion(
        Message("Personal invitation"),
        Message("You are invited: {title}"),
        (
            _DEAR,
            Message("{federation} cordially invites you to {title}, {days}, {place}."),
            Message("Please reply by this link until {deadline}; it works once and is yours alone:"),
            Message("{link}"),
            _SIGNED,
        ),
        ("deadline",),
    ),
    "delegation": Occasion(
        Message("Delegation link"),
        Message("Please register your delegation: {title}"),
        (
            _DEAR,
            Message("Please register the members of {delegation} for {title}, {days}, by this link until {deadline}. You can paste them from Excel and come back as often as you like."),
            Message("{link}"),
            _YOURS,
            _SIGNED,
        ),
        ("deadline", "delegation"),
    ),
}  # fmt: skip
