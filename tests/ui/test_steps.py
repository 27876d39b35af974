"""Undo and redo: each step has a name, comes back whole, and is done again only while nothing else was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from crm.domain.errors import UndoRefusedError
from crm.domain.wording import Language
from crm.services.history import list_operations
from crm.services.tenants import TenantQuery, change_tenant, list_tenant_ids
from crm.ui.steps import Step, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.domain.changes import Changes
    from crm.ui.tasks import Job
    from tests.ui.stage import Stage

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def rename(scene: Stage, short_name: str, place: int = 0) -> None:
    tenant = list(list_tenant_ids(scene.workplace, TenantQuery()))[place]

    def work(_job: Job) -> list[Changes]:
        return [
            change_tenant(scene.workplace, scene.context.library, tenant, {"short_name": short_name}, seen={})
        ]

    scene.context.write(work, title="Writing", told="Renamed.")
    scene.settle()


def kinds(scene: Stage) -> list[str]:
    return [line.kind for line in list_operations(scene.workplace, limit=4)]


def test_a_step_has_the_name_of_what_was_done(scene: Stage) -> None:
    rename(scene, "晋石")
    undo = scene.shell.actions_table["undo"]
    assert undo.text().startswith('Undo: Changed the record of "')
    assert "Ctrl+Z" in scene.shell.head.undo.toolTip()
    assert undo.text() in scene.shell.head.undo.toolTip()
    assert scene.shell.head.undo.isEnabled()
    assert not scene.shell.head.redo.isEnabled()
    assert scene.notice == "Renamed."
    assert scene.shell.notice_bar.action.text() == "Undo"


def test_a_step_is_undone_and_done_again_by_each_of_the_keys(scene: Stage) -> None:
    rename(scene, "晋石")
    for key, modifiers in ((Qt.Key.Key_Y, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)):
        scene.press(scene.window, Qt.Key.Key_Z, CONTROL)
        assert scene.notice.startswith("Undone: Changed the record")
        assert scene.shell.actions_table["redo"].text().startswith("Redo: Changed the record")
        scene.press(scene.window, key, modifiers)
        assert scene.notice.startswith("Redone: Changed the record")
        assert not scene.shell.actions_table["redo"].isEnabled()
    assert kinds(scene)[0] == "undo"
    assert scene.failures == []


def test_steps_go_back_one_after_the_other_and_forward_again(scene: Stage) -> None:
    rename(scene, "一", 0)
    rename(scene, "二", 1)
    scene.trigger("undo")
    scene.trigger("undo")
    assert not scene.shell.actions_table["undo"].isEnabled()
    scene.trigger("redo")
    scene.trigger("redo")
    assert not scene.shell.actions_table["redo"].isEnabled()
    assert scene.shell.actions_table["undo"].isEnabled()


def test_after_something_new_there_is_nothing_to_do_again(scene: Stage) -> None:
    rename(scene, "一", 0)
    scene.trigger("undo")
    rename(scene, "二", 1)
    assert scene.context.steps.next_redo is None
    assert not scene.shell.head.redo.isEnabled()


def test_the_notice_undoes_its_own_step_and_offers_it_again(scene: Stage) -> None:
    rename(scene, "一", 0)
    scene.click(scene.shell.notice_bar.action)
    assert scene.notice.startswith("Undone:")
    assert scene.shell.notice_bar.action.text() == "Redo"
    scene.click(scene.shell.notice_bar.action)
    assert scene.notice.startswith("Redone:")


def test_what_is_being_typed_goes_back_by_itself(scene: Stage) -> None:
    rename(scene, "一", 0)
    box = scene.shell.head.search
    box.setFocus()
    scene.press(box, Qt.Key.Key_A)
    assert box.text() == "a"
    scene.press(box, Qt.Key.Key_Z, CONTROL)
    assert box.text() == ""
    assert kinds(scene)[0] == "tenant-changed"
    scene.press(box, Qt.Key.Key_Y, CONTROL)
    assert box.text() == "a"
    box.undo()
    scene.shell._undo()
    scene.settle()
    assert kinds(scene)[0] == "undo"


def test_a_step_somebody_has_worked_on_since_is_refused_and_forgotten(scene: Stage) -> None:
    rename(scene, "一", 0)
    tenant = next(iter(list_tenant_ids(scene.workplace, TenantQuery())))
    change_tenant(scene.workplace, scene.context.library, tenant, {"short_name": "别人"}, seen={})
    scene.trigger("undo")
    assert isinstance(scene.failures[0].error, UndoRefusedError)
    assert scene.context.steps.next_undo is None


def test_a_step_of_several_operations_goes_back_whole_or_not_at_all(scene: Stage) -> None:
    first, second = list(list_tenant_ids(scene.workplace, TenantQuery()))[:2]
    library, workplace = scene.context.library, scene.workplace

    def work(_job: Job) -> list[Changes]:
        names = ((first, "一"), (second, "二"))
        return [change_tenant(workplace, library, one, {"short_name": name}, seen={}) for one, name in names]

    scene.context.write(work, title="Writing", told="Renamed.")
    scene.settle()
    change_tenant(workplace, library, first, {"short_name": "别人"}, seen={})
    scene.trigger("undo")
    assert scene.failures[0].refusal is not None
    # the second was undone and, as the first could not be, done again
    assert kinds(scene) == ["undo", "undo", "tenant-changed", "tenant-changed"]


def test_a_write_of_another_way_is_a_step_too(scene: Stage) -> None:
    tenant = next(iter(list_tenant_ids(scene.workplace, TenantQuery())))
    changes = change_tenant(scene.workplace, scene.context.library, tenant, {"short_name": "一"}, seen={})
    scene.hub.tell(changes)
    assert scene.shell.actions_table["undo"].text() == "Undo: the last change"
    scene.trigger("undo")
    assert scene.failures == []


def test_the_history_undoes_by_number(scene: Stage) -> None:
    rename(scene, "一", 0)
    number = list_operations(scene.workplace, limit=1)[0].id
    scene.context.undo((number,))
    scene.settle()
    assert scene.notice.startswith("Undone: Changed the record")
    scene.context.undo((number + 1,))
    scene.settle()
    assert scene.notice.startswith("Undone: Operation")


def test_in_chinese_a_step_is_named_in_chinese(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, language=Language.ZH)
    rename(scene, "晋石")
    step = scene.context.steps.next_undo
    assert step is not None
    assert step.title.startswith("修改“")


def test_dropping_a_step_that_is_not_there_does_no_harm() -> None:
    steps = Steps()
    step = Step("Renamed", (1,))
    steps.drop(step)
    steps.take_back(step, (2,))
    steps.bring_back(Step("Renamed", (9,)), (3,))
    assert steps.next_redo == Step("Renamed", (2,))
    assert steps.next_undo == Step("Renamed", (3,))
    assert steps.find((3,)) == Step("Renamed", (3,))
    assert steps.find((4,)) is None
