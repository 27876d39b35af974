"""A file is put in place whole or not at all, and what was there before is never lost."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from crm.excel import saving
from crm.excel.saving import SaveRefused, save_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

OLD, NEW = b"what was there", b"what shall be there"


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """A file that exists; whatever happens, nothing half-written is left beside it."""
    path = tmp_path / "季报.xlsx"
    path.write_bytes(OLD)
    yield path
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def refused(path: Path, content: bytes | Callable[[BinaryIO], object] = NEW) -> SaveRefused:
    with pytest.raises(SaveRefused) as caught:
        save_atomically(path, content)
    return caught.value


def failing(number: int, *, windows: int | None = None) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        error = OSError(number, os.strerror(number))
        if windows is not None:
            error.winerror = windows  # type: ignore[attr-defined]
        raise error

    return fail


def test_a_file_is_replaced(target: Path) -> None:
    save_atomically(target, NEW)
    assert target.read_bytes() == NEW


def test_a_new_file_is_made_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    save_atomically(tmp_path / "新.xlsx", NEW)
    assert (tmp_path / "新.xlsx").read_bytes() == NEW
    assert (tmp_path / "新.xlsx").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_the_new_file_may_be_read_by_whom_the_old_one_could(target: Path) -> None:
    target.chmod(0o640)
    save_atomically(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_function_may_write_the_file(target: Path) -> None:
    save_atomically(target, lambda file: file.write(NEW))
    assert target.read_bytes() == NEW


def test_a_function_that_fails_leaves_the_old_file(target: Path) -> None:
    def half(file: BinaryIO) -> None:
        file.write(NEW[:5])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_atomically(target, half)
    assert target.read_bytes() == OLD


@pytest.mark.parametrize(
    ("number", "windows", "code"),
    [
        (errno.ENOSPC, None, "save-disk-full"),
        (errno.EDQUOT, None, "save-disk-full"),
        (errno.EIO, 112, "save-disk-full"),
        (errno.EROFS, None, "save-read-only"),
        (errno.EACCES, None, "save-read-only"),
        (errno.EBUSY, None, "save-locked"),
        (errno.EACCES, 32, "save-locked"),
        (errno.EIO, None, "save-failed"),
        (errno.ENAMETOOLONG, None, "save-name-too-long"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_the_system_refuses_is_put_into_words_and_nothing_is_lost(
    step: str, number: int, windows: int | None, code: str, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        fail = failing(number, windows=windows)
        if step == "fsync":
            patched.setattr(os, "fsync", fail)
        else:
            patched.setattr(Path, "replace", fail)
        error = refused(target)
    assert error.code == code
    assert target.read_bytes() == OLD


def test_a_disk_that_fills_up_while_writing_loses_nothing(target: Path) -> None:
    def fill(file: BinaryIO) -> None:
        file.write(NEW)
        failing(errno.ENOSPC)()

    error = refused(target, fill)
    assert (error.code, error.values) == ("save-disk-full", {"folder": str(target.parent)})
    assert target.read_bytes() == OLD


def test_a_file_that_excel_holds_open_on_windows_is_locked(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Windows says no more than "access denied".
    monkeypatch.setattr(saving, "ON_WINDOWS", True)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", failing(errno.EACCES))
        error = refused(target)
    assert (error.code, error.values) == ("save-locked", {"file": target.name})
    assert target.read_bytes() == OLD
    save_atomically(target, NEW)
    assert target.read_bytes() == NEW


def test_a_read_only_file_is_not_replaced_behind_its_back(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The administrator, as whom tests may run, can write everything; so the system's answer is given here.
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == target and mode == os.W_OK))
    assert refused(target).code == "save-read-only"
    assert target.read_bytes() == OLD


def test_a_read_only_folder_is_said(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", failing(errno.EACCES))
        error = refused(target)
    assert (error.code, error.values) == ("save-read-only", {"file": str(target)})


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    error = refused(tmp_path / "无" / "a.xlsx")
    assert (error.code, error.values) == ("save-no-folder", {"folder": str(tmp_path / "无")})
    (tmp_path / "file").write_bytes(b"")
    assert refused(tmp_path / "file" / "a.xlsx").code == "save-no-folder"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "save-is-folder"


def test_a_name_may_be_too_long(tmp_path: Path) -> None:
    assert refused(tmp_path / ("长" * 100)).code == "save-name-too-long"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_forced_to_the_disk_does_not_matter(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", failing(errno.EACCES))
    save_atomically(target, NEW)
    assert target.read_bytes() == NEW


def test_a_leftover_that_cannot_be_removed_does_not_hide_the_reason(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", failing(errno.ENOSPC))
        patched.setattr(Path, "unlink", failing(errno.EACCES))
        assert refused(target).code == "save-disk-full"
    for left in target.parent.glob(".~*.part"):
        left.unlink()
