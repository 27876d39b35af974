"""Words of Qt's own file dialog that its Chinese translation lacks: standing here, they get into ours."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def words_qt_lacks() -> tuple[str, ...]:
    """The words in the language of the window. Qt asks for them under the same names."""
    translate = QCoreApplication.translate
    return (
        translate("QFileDialog", "&Look in:"),
        translate("QFileDialog", "Files of &type:"),
        translate("QAbstractFileIconProvider", "Folder"),
        translate("QAbstractFileIconProvider", "File"),
        translate("QAbstractFileIconProvider", "%1 File"),
        translate("QAbstractFileIconProvider", "Drive"),
    )
