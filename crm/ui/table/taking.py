"""Records on their way out of a list: read line by line, personal data masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication

from crm.domain.wording import counted
from crm.services.lists import mask_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.ui.table.source import Column, Raw, Source
    from crm.ui.tasks import Job

_LINES_AT_ONCE = 900


class Taken(NamedTuple):
    """What leaves the list; made on the window's thread, read on a reader."""

    source: Source
    query: Any
    columns: Sequence[Column]
    places: Sequence[int]
    ids: Sequence[int] | None

    def rows(self, job: Job) -> Iterator[tuple[list[str], list[Raw]]]:
        """The texts and the values of the columns, line by line, personal data masked; tells *job* how far it is."""
        personal = [column.is_personal for column in self.columns]
        wanted = self.source.list_ids(self.query) if self.ids is None else self.ids
        for start in range(0, len(wanted), _LINES_AT_ONCE):
            job.report(start, len(wanted))
            part = wanted[start : start + _LINES_AT_ONCE]
            lines = self.source.get_lines(part)
            for one in part:
                cells = lines.get(one)
                if cells is not None:
                    texts = mask_values(personal, [cells.texts[place] for place in self.places])
                    values = mask_values(personal, [cells.values[place] for place in self.places])
                    yield [str(text) for text in texts], values


def export_text(rows: int, *, chosen: bool) -> str:
    """What an export would write, in words: all that is shown, or what is *chosen* of it."""
    translate = QCoreApplication.translate
    text = (
        translate("Lists", "Export the {count} {count|row|rows} selected")
        if chosen
        else translate("Lists", "Export the {count} {count|row|rows} shown")
    )
    return counted(text, count=f"{rows:,}")
