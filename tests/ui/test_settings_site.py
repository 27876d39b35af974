"""The incubator's own record in the settings: filled in once, on every filing, undone like anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from crm.services.site import change_site, get_site
from crm.ui.ask import LeaveDialog
from tests.ui.test_settings_page import open_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.pages.settings.site import SiteSection
    from tests.ui.stage import Stage


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=False)


def section(scene: Stage) -> SiteSection:
    return open_settings(scene, "site").site


def put(part: SiteSection, **texts: str) -> None:
    for code, text in texts.items():
        part.form.rows[code].entry.put_text(text)
    part.form.edited.emit()


def test_an_incubator_without_a_name_is_not_saved(scene: Stage) -> None:
    part = section(scene)
    assert not part.save.isEnabled()
    put(part, preparer="乙")
    assert part.save.isEnabled()
    part.save.click()
    scene.settle()
    assert part.form.rows["name"].note.text()
    assert get_site(scene.workplace) is None


def test_what_is_filled_in_is_kept_and_undone(scene: Stage) -> None:
    part = section(scene)
    put(part, name="汾川孵化器", operator="汾川园区运营有限公司", opened_on="2020.6.1", phone="0354-5550100")
    part.save.click()
    scene.settle()
    site = get_site(scene.workplace)
    assert site is not None
    assert (site.name, str(site.opened_on), site.phone) == ("汾川孵化器", "2020-06-01", "0354-5550100")
    assert not part.save.isEnabled()
    put(part, preparer="乙")
    scene.press(part, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert part.form.rows["preparer"].entry.text() == "乙"
    scene.shell.actions_table["undo"].trigger()
    scene.settle()
    assert part.form.rows["preparer"].entry.text() == ""


def test_what_is_not_saved_is_asked_about_before_the_page_is_left(scene: Stage) -> None:
    part = section(scene)
    put(part, name="汾川孵化器")
    scene.shell.go("tenants")
    (dialog,) = scene.shell.findChildren(LeaveDialog)
    scene.click(dialog.save)
    assert scene.shell.open_name == "tenants"
    site = get_site(scene.workplace)
    assert site is not None
    assert site.name == "汾川孵化器"
    part = section(scene)
    put(part, preparer="乙")
    assert not scene.window.close()
    scene.click(next(one for one in scene.shell.findChildren(LeaveDialog) if one.isVisible()).discard)
    assert not scene.window.isVisible()
    assert part.form.rows["preparer"].entry.text() == ""
    assert part.form.unsaved == 0


def test_what_is_typed_while_the_record_is_saved_is_not_taken_for_saved(scene: Stage) -> None:
    part = section(scene)
    put(part, name="汾川孵化器")
    part.keep()
    put(part, name="汾川孵化器二期")
    scene.settle()
    assert part.form.unsaved == 1


def test_the_record_is_shown_and_what_is_typed_stays_while_others_write(scene: Stage) -> None:
    change_site(scene.workplace, {"name": "汾川孵化器", "preparer": "乙"}, seen={})
    part = section(scene)
    assert part.form.rows["preparer"].entry.text() == "乙"
    put(part, preparer="丙")
    change_site(scene.workplace, {"preparer": "丁"}, seen={"preparer": "乙"})
    part.refresh()
    scene.settle()
    part.save.click()
    scene.settle()
    assert "丁" in part.form.rows["preparer"].note.text()
    site = get_site(scene.workplace)
    assert site is not None
    assert site.preparer == "丁"
