"""What is done to tenants from the list: a new one is added, one is moved to another stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm.domain.lifecycle import Stage
from crm.services.tenants import add_tenant, allowed_moves, change_stage, change_tenant
from crm.ui.ask import Question
from crm.ui.deeds.new_sheet import NewTenantSheet
from crm.ui.deeds.stage_sheet import StageSheet
from crm.ui.notice import Notice

if TYPE_CHECKING:
    from crm.domain.changes import Changes
    from crm.services.tenants import FieldValue, Move, TenantProfile
    from crm.ui.context import Context
    from crm.ui.deeds.stage_sheet import StageAnswer
    from crm.ui.tasks import Failure, Job


class TenantDeeds(QObject):
    """Asks for what a deed needs and does it."""

    added = Signal(int)
    """A tenant has been added."""
    refused = Signal()
    """A deed was refused half-way: what is shown may be old."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def ask_new(self) -> None:
        """Ask for a tenant that is not known yet."""
        sheet = NewTenantSheet(self._context.theme, self._context.labels)
        question = Question(self.tr("New tenant"), "", self.tr("Add"))
        self._context.ask.facts(question, sheet, taken=lambda: self._add(sheet))

    def _add(self, sheet: NewTenantSheet) -> None:
        context, values, stage = self._context, sheet.values(), sheet.stage
        added: list[int] = []

        def work(_job: Job) -> list[Changes]:
            changes = add_tenant(context.workplace, context.library, values, stage=stage)
            added.extend(changes.tenants)
            return [changes]

        def after() -> None:
            self.added.emit(added[0])

        told = self.tr('Added "{name}".').format(name=values["name"])
        context.write(work, title=self.tr("Adding a tenant"), told=told, after=after)

    def ask_moves(self, profile: TenantProfile, *, only: frozenset[Stage] = frozenset(Stage)) -> None:
        """Which moves a tenant may make, then ask for one of them, or of those that are among *only*."""
        workplace = self._context.workplace
        self._context.tasks.read(
            lambda _job: allowed_moves(workplace, profile.line.id),
            done=lambda moves: self._ask_stage(profile, tuple(move for move in moves if move.target in only)),
            key="moves",
        )

    def _ask_stage(self, profile: TenantProfile, moves: tuple[Move, ...]) -> None:
        labels = self._context.labels
        name, stage = profile.line.name, labels.stage(profile.line.stage)
        if not moves:
            text = self.tr('"{name}" is {stage}; no further stage change is possible.').format(
                name=name, stage=stage
            )
            self._context.say(Notice(text, tone="info"))
            return
        earliest = profile.stages[-1].on if profile.stages else None
        sheet = StageSheet(
            self._context.theme, labels, moves, today=self._context.workplace.today, earliest=earliest
        )
        question = Question(
            self.tr("Change stage"),
            self.tr("{name} · now {stage}").format(name=name, stage=stage),
            self.tr("Change stage"),
            names=(name,),
        )
        self._context.ask.facts(question, sheet, taken=lambda: self._move(profile, sheet.answer()))

    def _move(self, profile: TenantProfile, answer: StageAnswer) -> None:
        context, tenant_id = self._context, profile.line.id
        facts: dict[str, FieldValue] = {}
        if answer.registration:
            facts["uscc"] = answer.registration
        if answer.founded_on is not None:
            facts["founded_on"] = answer.founded_on

        def work(job: Job) -> list[Changes]:
            job.check()
            made = []
            if facts:
                seen = {code: profile.fields.get(code) for code in facts}
                made.append(change_tenant(context.workplace, context.library, tenant_id, facts, seen=seen))
            made.append(
                change_stage(
                    context.workplace,
                    tenant_id,
                    answer.target,
                    on=answer.on,
                    reason=answer.reason,
                    allowed_by=answer.allowed_by,
                    detail=answer.detail,
                )
            )
            return made

        def failed(failure: Failure) -> None:
            self.refused.emit()
            context.tasks.failed.emit(failure)

        told = self.tr('"{name}" is now {stage}.').format(
            name=profile.line.name, stage=context.labels.stage(answer.target)
        )
        context.write(work, title=self.tr("Changing the stage"), told=told, failed=failed)
