"""How Chinese is typed on Linux: the wheel of PySide6 has no plug-in for fcitx, which speaks the protocol of ibus too.

Without this, an office on UOS or Kylin could read the window and not type into it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

_VARIABLE = "QT_IM_MODULE"
_UNSERVED = frozenset({"", "fcitx", "fcitx5"})


def choose_input_method(environment: MutableMapping[str, str], *, plugins: Path) -> None:
    """Set QT_IM_MODULE to ibus where it is unset or asks for fcitx and *plugins* has no plug-in for it.

    To be called before the application is made.
    """
    if not sys.platform.startswith("linux"):
        return
    if environment.get(_VARIABLE, "").strip().lower() not in _UNSERVED:
        return
    if not any((plugins / "platforminputcontexts").glob("*fcitx*")):
        environment[_VARIABLE] = "ibus"
