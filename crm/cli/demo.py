"""``crm demo``: demo data, the main job done once with it, and the window to look around in."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm import paths
from crm.cli.desk import Answer
from crm.cli.window import has_display, open_window
from crm.domain.errors import RuleError
from crm.domain.period import Period, PeriodKind

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.operation import Workplace

FORM = "zone-quarterly"
PERIOD = Period(PeriodKind.QUARTER, 2026, 3)
_KIND = "demo-built"
"""The operation that builds the demo; a database whose first operation is another is not ours to replace."""


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """The demo database and the filing made from it; ``kept`` is where later changes of an earlier demo are."""

    database: str
    tenants: int
    form: str
    period: str
    out: str
    sha256: str
    cells: int
    kept: str | None
    seconds: float


def answer(desk: Desk, given: Given) -> Answer:
    """Build, file, and open the window unless there is none or none is wanted."""
    from crm.services.filings import build_filing, export_filing

    began = time.monotonic()
    if desk.address is None:
        desk.address = str(_own_folder() / "demo.db")
    workplace = desk.workplace(creates=True)
    desk.tell("words.building")
    tenants, kept = _build(desk, workplace)
    desk.tell("words.filing", form=FORM, period=PERIOD.code)
    folder = Path(workplace.database.path).absolute().parent if workplace.database.path else _own_folder()
    filing = build_filing(workplace, desk.library, FORM, PERIOD)
    exported = export_filing(filing, folder / f"{FORM}-{PERIOD.code}.xlsx")
    document = DemoDocument(
        database=workplace.database.label,
        tenants=tenants,
        form=FORM,
        period=PERIOD.code,
        out=str(exported.path),
        sha256=exported.sha256,
        cells=exported.cells,
        kept=None if kept is None else str(kept),
        seconds=round(time.monotonic() - began, 3),
    )
    return Answer(document, _lines(desk, document), after=None if given["no_window"] else _show)


def _own_folder() -> Path:
    """The folder of the demo among this user's data; made where it is missing."""
    folder = paths.user_data() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _build(desk: Desk, workplace: Workplace) -> tuple[int, Path | None]:
    """Build the demo, anew where there is one; how many tenants it has, and where later changes were kept.

    RuleError ``cli-demo-not-ours`` or ``cli-demo-on-server`` where the database is not ours to fill.
    """
    from crm.services.demo import build_demo
    from crm.services.history import list_operations
    from crm.services.upkeep import open_workplace, restore

    operations = list_operations(workplace, limit=None)
    if not operations:
        return build_demo(workplace, desk.library).tenants, None
    if operations[-1].kind != _KIND:
        raise RuleError("cli-demo-not-ours", database=workplace.database.label)
    if workplace.database.path is None:
        raise RuleError("cli-demo-on-server", database=workplace.database.label)
    with tempfile.TemporaryDirectory(prefix="crm-demo-") as folder:
        source = Path(folder) / "demo.db"
        fresh = open_workplace(source, today=desk.today)
        try:
            tenants = build_demo(fresh, desk.library).tenants
        finally:
            fresh.database.close()
        kept = restore(workplace, source).kept
    if kept is not None and len(operations) == 1:
        kept.unlink()  # nothing had been done since it was built
        kept = None
    return tenants, kept


def _show(desk: Desk) -> int:
    """The window on the demo database."""
    if not has_display():
        desk.tell("words.no_display")
        return 0
    desk.tell("words.opening")
    desk.close()
    return open_window(desk.address, today=desk.today, language=desk.language)


def _lines(desk: Desk, document: DemoDocument) -> list[str]:
    texts = desk.texts
    lines = [
        texts.word("words.demo_database", path=document.database),
        texts.word("words.demo_tenants", tenants=document.tenants),
        texts.word("words.demo_filing", form=document.form, period=document.period, path=document.out),
    ]
    if document.kept:
        lines.append(texts.word("words.demo_kept", path=document.kept))
    return lines
