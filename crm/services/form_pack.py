"""A form as one file to hand on: form.toml, the template, and a manifest with their check sums, in a zip.

Whoever takes such a file in trusts nothing in it: exactly these three names, none larger than a form is, unpacked in
memory, each with the check sum of the manifest, a form this program understands and a workbook that can be filled.
"""

from __future__ import annotations

import hashlib
import io
import json
import tomllib
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.excel.blank_form import read_blank
from crm.excel.package import PackageBroken
from crm.excel.safety import ARCHIVE_FAILURES, Kind, check_archive, refusal, refusal_of_opening
from crm.excel.saving import save_atomically
from crm.filings.form_file import form_from_table
from crm.services.own_forms import keep_own, read_form, require_known

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.form import Form
    from crm.services.library import Library

SUFFIX = ".crmform"
_MANIFEST, _FORM, _TEMPLATE = "manifest.json", "form.toml", "template.xlsx"
_KIND, _VERSION = "incubator-crm-form", 1
_MOST = {_MANIFEST: 1 << 16, _FORM: 4 << 20, _TEMPLATE: 64 << 20}
"""Bytes that each part may have unpacked."""
_DAY = (1980, 1, 1, 0, 0, 0)
"""The same form makes the same bytes, whenever it is packed."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A form that was read from one file."""

    form: Form
    text: str
    template: bytes


def pack_form(library: Library, folder: Path, path: Path) -> Form:
    """Write the form in *folder* to *path* as one file. Raises what `read_form` raises, SaveRefused."""
    form, text, template = read_form(library, folder)
    parts = {_FORM: text.encode(), _TEMPLATE: template}
    manifest = {
        "kind": _KIND,
        "version": _VERSION,
        "code": form.code,
        "year": form.year,
        "zh": form.name.zh,
        "en": form.name.en,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
    }
    parts = {_MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=2).encode(), **parts}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    save_atomically(path, packed.getvalue(), ending=SUFFIX)
    return form


def read_pack(library: Library, path: Path) -> Pack:
    """The form in a packed file, looked at part by part; nothing is written.

    ReadRefused ``form-pack-damaged``, ``form-pack-foreign``, ``form-pack-too-large``, ``form-pack-newer``,
    ``form-pack-altered`` or what a workbook is refused for; DataFormatError of its form.toml; RuleError
    ``form-indicators-unknown``.
    """
    parts = _read_parts(path)
    _check_manifest(parts, path)
    try:
        text = parts[_FORM].decode()
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFormatError("data-not-toml", where=f"{path.name}: {_FORM}", why=str(error)) from error
    form = form_from_table(table, library.relations)
    _check_template(parts[_TEMPLATE], path)
    require_known(library, form)
    return Pack(form, text, parts[_TEMPLATE])


def take_in(library: Library, path: Path, *, replace: bool = False) -> tuple[Library, Form]:
    """Keep the form of a packed file among the user's own. Raises what `read_pack` and `keep_own` raise."""
    pack = read_pack(library, path)
    return keep_own(library, pack.form, pack.text, pack.template, replace=replace), pack.form


def _read_parts(path: Path) -> dict[str, bytes]:
    """The three parts of a pack, unpacked no further than a form can be large."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if sorted(names) != sorted(_MOST):
                raise refusal("form-pack-foreign", path, names=", ".join(names[:5]))
            if any(entry.flag_bits & 1 for entry in entries):
                raise refusal("workbook-encrypted", path)
            return {entry.filename: _read_part(archive, entry, path) for entry in entries}
    except OSError as error:
        raise refusal_of_opening(error, path) from error
    except ARCHIVE_FAILURES as error:
        raise refusal("form-pack-damaged", path) from error


def _read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    most = _MOST[entry.filename]
    with archive.open(entry) as part:
        data = part.read(most + 1) if entry.file_size <= most else b""
    if entry.file_size > most or len(data) > most:
        raise refusal("form-pack-too-large", path, where=entry.filename)
    return data


def _check_manifest(parts: dict[str, bytes], path: Path) -> None:
    try:
        manifest = json.loads(parts[_MANIFEST])
        kind, version, sums = manifest["kind"], int(manifest["version"]), dict(manifest["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refusal("form-pack-foreign", path, names=_MANIFEST) from error
    if kind != _KIND:
        raise refusal("form-pack-foreign", path, names=_MANIFEST)
    if version > _VERSION:
        raise refusal("form-pack-newer", path, version=version)
    for name in (_FORM, _TEMPLATE):
        if sums.get(name) != hashlib.sha256(parts[name]).hexdigest():
            raise refusal("form-pack-altered", path, where=name)


def _check_template(template: bytes, path: Path) -> None:
    """The template is a workbook that unpacks to no more than one ever does."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            if check_archive(archive, path=path) is not Kind.OPENXML:
                raise refusal("form-blank-not-xlsx", path)
        read_blank(template, file=path.name)
    except (PackageBroken, *ARCHIVE_FAILURES) as error:
        raise refusal("workbook-damaged", path) from error
