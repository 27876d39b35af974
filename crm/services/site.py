"""The incubator's own record: what it is called, who runs it, and who signs what it files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.db.models import Site
from crm.db.queries.history import last_change_of_column
from crm.db.queries.premises import SiteInfo, own_site
from crm.domain.errors import RuleError, StaleError
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.changes import Changes
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

__all__ = ["SITE_FIELDS", "SiteInfo", "change_site", "get_site"]

SITE_FIELDS = (
    "name",
    "operator",
    "authority",
    "address",
    "opened_on",
    "responsible",
    "reviewer",
    "preparer",
    "phone",
)
"""What can be said of the site, in the order in which it is asked."""


def get_site(workplace: Workplace) -> SiteInfo | None:
    """The site this database is kept for; None where nothing has been entered yet."""
    with workplace.database.reading() as connection:
        return own_site(connection)


def change_site(
    workplace: Workplace, changes: Mapping[str, FieldValue], *, seen: Mapping[str, FieldValue]
) -> Changes:
    """Say what the incubator is; the first time it is put down, later what differs is changed.

    *seen* are the values the user saw. RuleError ``site-name-missing``; StaleError ``stale-record-value`` names the
    first field that somebody else has changed meanwhile.
    """
    given = {code: value.strip() if isinstance(value, str) else value for code, value in changes.items()}
    with operation(workplace, "site-changed") as running:
        recorder = running.recorder
        held = own_site(recorder.connection)
        name = given.get("name", "" if held is None else held.name)
        if not name:
            raise RuleError("site-name-missing")
        running.describe(name=str(name))
        if held is None:
            recorder.add(Site, is_own=True, note="", **_blanks() | given)
            return running.changes
        for code in given:
            now = getattr(held, code)
            if (now or None) != (seen.get(code) or None):
                by, at = last_change_of_column(recorder.connection, "sites", (held.id,), code)
                raise StaleError("stale-record-value", field=code, by=by, at=at, now=str(now or ""))
        different = {code: value for code, value in given.items() if getattr(held, code) != value}
        if different:
            recorder.change_one(Site, held.id, **different)
    return running.changes


def _blanks() -> dict[str, FieldValue]:
    return {code: None if code == "opened_on" else "" for code in SITE_FIELDS}
