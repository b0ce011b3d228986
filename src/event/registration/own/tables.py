"""Codes mailed to guests who have to prove themselves."""

from piccolo.columns import UUID, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.table import Table

from event.registration.tables import Guest


class GuestCode(Table, tablename="guest_code"):
    """Six digits in a mail that open what is sensitive on the guest's own page; kept as a keyed hash."""

    id = UUID(primary_key=True)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    code_hash = Varchar(length=64)
    tries = SmallInt(default=0)
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
