"""Frozen records: read once, kept while there is room, and never mixed up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.lifecycle import Stage
from crm.domain.period import Period
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import list_filings, read_frozen
from crm.services.frozen_records import FrozenRecords
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace

QUARTER = Period.parse("2025Q4")


def test_a_record_is_read_once_and_the_one_asked_for_longest_ago_gives_way(
    workplace: Workplace, library: Library
) -> None:
    name = {"name": "汾川甲科技有限公司"}
    (tenant,) = add_tenant(workplace, library, name, stage=Stage.INCUBATING, on=date(2025, 1, 1)).tenants
    for amount in (1, 2, 3):
        put_figures(workplace, library, [Figure(tenant, "employees", QUARTER, amount)], reason="更正")
        freeze_filing(
            workplace, library, build_filing(workplace, library, "zone-quarterly", QUARTER), reason="上报"
        )
    infos = list_filings(workplace)
    rights = [read_frozen(workplace, info.id) for info in infos]
    weight = sum(len(figure.contributions) + len(figure.missing) for figure in rights[0].figures.values())
    with workplace.database.reading() as connection:
        records = FrozenRecords(most=2 * weight)
        first, second = (records.read(connection, info) for info in infos[:2])
        assert [first, second] == rights[:2]
        assert records.read(connection, infos[0]) is first
        assert records.read(connection, infos[2]) == rights[2]
        assert records.read(connection, infos[0]) is first
        assert records.read(connection, infos[1]) is not second, "the third took its room"
        none = FrozenRecords(most=0)
        assert none.read(connection, infos[0]) is not none.read(connection, infos[0])
