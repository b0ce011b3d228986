"""Which decisions follow which, and who holds a place."""

from event.gathering.tables import Review
from event.registration.tables import Standing

S = Standing

NEXT: dict[Standing, frozenset[Standing]] = {
    S.SUBMITTED: frozenset({S.FIRST_REVIEWED, S.APPROVED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN}),
    S.FIRST_REVIEWED: frozenset({S.SUBMITTED, S.APPROVED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN}),
    S.WAITLISTED: frozenset({S.APPROVED, S.DECLINED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.WITHDRAWN, S.REPLACED}),
    S.DECLINED: frozenset({S.SUBMITTED}),
    S.WITHDRAWN: frozenset({S.SUBMITTED}),
    S.REPLACED: frozenset(),
}
"""What may be decided about a reply in each standing."""

LEFT = frozenset({S.DECLINED, S.WITHDRAWN, S.REPLACED})
"""Standings of people who do not come."""

KEEPS_CHOICES = frozenset({S.SUBMITTED, S.FIRST_REVIEWED, S.APPROVED})
"""Standings whose choices (sessions, routes) take places; the waiting list's do not yet."""


def may_follow(before: Standing, after: Standing, review: Review) -> bool:
    """Whether a decision may be taken; with two reviews, nobody is approved after the first alone."""
    if review is Review.TWICE and (before, after) == (S.SUBMITTED, S.APPROVED):
        return False
    return after in NEXT[before]


def first_standing(review: Review, *, room: bool) -> Standing:
    """Where a reply that comes in online begins."""
    if review is not Review.AT_ONCE:
        return S.SUBMITTED
    return S.APPROVED if room else S.WAITLISTED
