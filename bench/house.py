"""What a house with T tenants has beside its register and figures: rooms and leases, rights, titles, deals, events."""

from __future__ import annotations

import random
import shutil
import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROOMS_A_FLOOR = 40
_EVENTS = 240
_FIRST, _LAST = date(2023, 1, 2), date(2025, 12, 30)
_RIGHTS = ("software", "invention", "utility_model", "design")
_TITLES = (
    ("high_tech", "高新技术企业", "national"),
    ("technology_sme", "科技型中小企业", "national"),
    ("specialised_sme", "专精特新中小企业", "provincial"),
)
_INSERTS = {
    "sites": "(id, name, is_own, operator, opened_on)",
    "buildings": "(id, site_id, name)",
    "floors": "(id, building_id, name)",
    "rooms": "(id, floor_id, number, use, area)",
    "leases": "(id, tenant_id, number, signed_on)",
    "lease_lines": "(id, lease_id, room_id, area, start_on, until_on, monthly_rent)",
    "ip_rights": "(id, tenant_id, kind, title, number, applied_on, granted_on)",
    "qualifications": "(id, tenant_id, kind, title, level, granted_on, until_on)",
    "financings": "(id, tenant_id, round, investor, amount, paid_in, on_date)",
    "graduate_hires": "(id, tenant_id, hired_on, persons)",
    "events": "(id, title, kind, role, held_on)",
    "attendances": "(id, event_id, persons)",
}


def make_house(folder: Path, size: int) -> Path:
    """The filled database of *size* tenants with everything that the zone's registers list; made once a run."""
    path = folder / f"house_{size}.db"
    if path.exists():
        return path
    shutil.copyfile(store.make_filled(folder, size), path)
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERTS}
    for table, row in _records(size):
        rows[table].append((len(rows[table]) + 1, *row))
    with sqlite3.connect(path) as raw:
        for table, columns in _INSERTS.items():
            places = ", ".join("?" * (columns.count(",") + 1))
            raw.executemany(f"INSERT INTO {table} {columns} VALUES ({places})", rows[table])
        raw.execute("ANALYZE")
    raw.close()
    return path


def _records(size: int) -> Iterator[tuple[str, tuple[object, ...]]]:
    chance = random.Random(45)
    yield "sites", ("园区", True, "运营公司", "2015-01-01")
    yield "buildings", (1, "A座")
    for floor in range(size // _ROOMS_A_FLOOR + 1):
        yield "floors", (1, f"{floor + 1}层")
    for tenant in range(1, size + 1):
        yield "rooms", ((tenant - 1) // _ROOMS_A_FLOOR + 1, f"{tenant:05}", "tenant", 9_000)
        began = _day(chance)
        yield "leases", (tenant, f"ZL-{tenant:05}", began)
        yield "lease_lines", (tenant, tenant, 9_000, began, None, 270_000)
        for number in range(chance.randrange(4)):
            title = f"{tenant}号企业的第{number + 1}项成果"
            yield "ip_rights", (tenant, chance.choice(_RIGHTS), title, f"SN{tenant}{number}", *_days(chance))
        if chance.random() < 0.5:
            yield "qualifications", (tenant, *chance.choice(_TITLES), _day(chance), "2028-12-31")
        if chance.random() < 0.2:
            amount = chance.randrange(10**8, 10**10)
            yield "financings", (tenant, "A轮", "某基金", amount, amount, _day(chance))
        if chance.random() < 0.3:
            yield "graduate_hires", (tenant, _day(chance), chance.randrange(1, 9))
    for event in range(1, _EVENTS + 1):
        yield (
            "events",
            (f"第{event}场活动", chance.choice(("salon", "training", "contest")), "host", _day(chance)),
        )
        yield "attendances", (event, chance.randrange(10, 200))


def _day(chance: random.Random) -> str:
    return (_FIRST + timedelta(days=chance.randrange((_LAST - _FIRST).days))).isoformat()


def _days(chance: random.Random) -> tuple[str, str]:
    first, second = sorted((_day(chance), _day(chance)))
    return first, second
