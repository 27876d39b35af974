"""How Chinese is typed on Linux: the wheel of PySide6 has no plug-in for fcitx, which speaks the protocol of ibus too.

Without this, an office on UOS or Kylin could read the window and not type into it. Qt's plug-in for ibus looks for the
program `ibus-daemon` and gives up without it; where fcitx alone is installed, both meet at the portal of the session's
bus instead, which fcitx 5 serves.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

_ONE, _SEVERAL = "QT_IM_MODULE", "QT_IM_MODULES"
"""The second is of Qt 6.7 and goes before the first: names in the order in which they are tried."""
_PORTAL = "IBUS_USE_PORTAL"
_OF_QT_ITSELF = frozenset({"none", "compose"})


def choose_input_method(environment: MutableMapping[str, str], *, plugins: Path) -> None:
    """Choose ibus where none is named, or none of which *plugins* has the plug-in; through the portal where it must be.

    To be called before the application is made.
    """
    if not sys.platform.startswith("linux"):
        return
    wanted = [*environment.get(_SEVERAL, "").split(";"), environment.get(_ONE, "")]
    named = [name.strip().lower() for name in wanted if name.strip()]
    is_wanted = bool(named) or environment.get("XMODIFIERS", "").startswith("@im=")
    if not any(name in _OF_QT_ITSELF or _has_plugin(plugins, name) for name in named):
        environment.pop(_SEVERAL, None)
        environment[_ONE] = "ibus"
        named = ["ibus"]
    # Where nobody has set up an input method, Qt would only complain that there is none at the portal.
    if is_wanted and "ibus" in named and shutil.which("ibus-daemon") is None:
        environment.setdefault(_PORTAL, "1")


def _has_plugin(plugins: Path, name: str) -> bool:
    """Whether there is a plug-in called *name*; that of fcitx5 serves fcitx too."""
    return name.isalnum() and any((plugins / "platforminputcontexts").glob(f"*{name}*"))
