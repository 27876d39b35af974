"""The pictures that a test compares with what the window draws, pixel by pixel: they lie in ``tests/golden``.

The screens are those of `tests.shots`, and the charts by themselves. Every set is drawn by a process of its own that
sees two font files and nothing else; ``made_with.toml`` says with which Qt and which fonts.
`python3 tasks.py shots --golden` draws all of them anew.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import PySide6
from PySide6.QtGui import QImage

from crm.domain.wording import Language
from crm.ui.theme.tokens import Look
from tests import shots
from tests.golden_charts import chart_scenes
from tests.support.pictures import as_png

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from PySide6.QtWidgets import QWidget

    from crm.app import Program
    from crm.ui.tasks import Failure

    Scenes: TypeAlias = Callable[[Program], Iterator[tuple[str, QWidget]]]

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "golden"
MADE_WITH = FOLDER / "made_with.toml"
FONTS = tuple(
    Path("/usr/share/fonts/opentype/noto", f"NotoSansCJK-{weight}.ttc") for weight in ("Regular", "Bold")
)
"""Those of Debian's package fonts-noto-cjk."""
_FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{folder}/fonts</dir><cachedir>{folder}/font-cache</cachedir>
<match target="font">
<edit name="antialias" mode="assign"><bool>true</bool></edit>
<edit name="hinting" mode="assign"><bool>true</bool></edit>
<edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
<edit name="rgba" mode="assign"><const>none</const></edit>
</match></fontconfig>
"""
_PROCESSORS = (
    "avx f16c avx2 avx512f avx512bw avx512cd avx512dq avx512er avx512ifma avx512pf avx512vbmi avx512vl"
)
"""What Qt does without, so that it paints with the same instructions on every processor."""


_UNPACKED = 100
"""Qt's name for a PNG that is written fast and large."""


class Set(NamedTuple):
    """Pictures that one process draws: a screen, a language, a look, and the scenes that are kept, page by page."""

    screen: shots.Screen
    language: Language
    look: Look
    pages: Mapping[Scenes, frozenset[str]]

    @property
    def names(self) -> frozenset[str]:
        """The scenes that are kept."""
        return frozenset().union(*self.pages.values())


_CHARTS = ("bars-and-line", "stacked", "line", "rows", "rates", "donut", "spark")
_ALL: dict[Scenes, frozenset[str]] = {
    shots.workbench_scenes: frozenset({"workbench"}),
    shots.tenants_scenes: frozenset({"tenants", "change-stage", "tenant-page-overview"}),
    shots.board_scenes: frozenset({"board"}),
    shots.filings_scenes: frozenset({"filings-figure"}),
    shots.imports_scenes: frozenset({"import-check"}),
    shots.history_scenes: frozenset({"history"}),
    shots.settings_scenes: frozenset({"settings-look"}),
    shots.help_scenes: frozenset({"welcome"}),
    chart_scenes: frozenset(f"chart-{kind}" for kind in _CHARTS),
}
_THREE: dict[Scenes, frozenset[str]] = {
    shots.workbench_scenes: frozenset({"workbench"}),
    shots.tenants_scenes: frozenset({"tenants"}),
    shots.filings_scenes: frozenset({"filings-figure"}),
}
_NORMAL, _CLOSE = shots.SCREENS[:2]
SETS = {
    "zh-light": Set(_NORMAL, Language.ZH, Look.LIGHT, _ALL),
    "zh-dark": Set(_NORMAL, Language.ZH, Look.DARK, _THREE),
    "en-light": Set(_NORMAL, Language.EN, Look.LIGHT, _THREE),
    "zh-light-1.25": Set(_CLOSE, Language.ZH, Look.LIGHT, _THREE),
}


def files_of(name: str) -> frozenset[str]:
    """The names of the files of a set."""
    return frozenset(f"{scene}-{name}.png" for scene in SETS[name].names)


def read_tools() -> dict[str, str]:
    """What decides about single pixels, as it is here: the Qt, the processor's kind, and the fonts by their hashes."""
    tools = {"pyside": PySide6.__version__, "machine": f"{platform.system()} {platform.machine()}"}
    for font in FONTS:
        tools[font.name] = hashlib.sha256(font.read_bytes()).hexdigest() if font.exists() else "missing"
    return tools


def differing_tools() -> list[str]:
    """In what this machine differs from the one on which the pictures were drawn."""
    drawn: dict[str, str] = tomllib.loads(MADE_WITH.read_text("utf-8"))
    here = read_tools()
    return [
        f"{name}: drawn with {value}, here {here.get(name)}"
        for name, value in drawn.items()
        if here.get(name) != value
    ]


def draw_set(name: str, database: Path, folder: Path, scratch: Path) -> None:
    """Draw a set into *folder*, in a process that sees neither the user's settings nor any other font."""
    (scratch / "fonts").mkdir(exist_ok=True)
    for font in FONTS:
        link = scratch / "fonts" / font.name
        if not link.exists():
            link.symlink_to(font)
    conf = scratch / "fonts.conf"
    conf.write_text(_FONTS_CONF.format(folder=scratch), "utf-8")
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    home = tempfile.mkdtemp(dir=scratch)
    environment = {
        **os.environ,
        **dict.fromkeys(homes, home),
        "FONTCONFIG_FILE": str(conf),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "QT_LOGGING_RULES": "qt.qpa.*=false",
        "QT_NO_CPU_FEATURE": _PROCESSORS,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": SETS[name].screen.scale,
        "TZ": "Asia/Shanghai",
    }
    command = [sys.executable, "-m", "tests.golden_pictures", name, str(database), str(folder)]
    subprocess.run(command, check=True, cwd=home, env=environment)


def draw(name: str, database: Path, folder: Path) -> int:
    """Draw a set in this process; 1 where something failed or a scene was never seen."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    application.setCursorFlashTime(0)
    chosen = SETS[name]
    failures: list[Failure] = []
    missing = set(chosen.names)
    with shots.opened(
        application, database, chosen.screen, (chosen.language, chosen.look), failures
    ) as program:
        for scenes, names in chosen.pages.items():
            for scene, picture in scenes(program):
                if scene in names:
                    picture.grab().save(str(folder / f"{scene}-{name}.png"), "PNG", _UNPACKED)
                    missing.discard(scene)
                if missing.isdisjoint(names):
                    break
    for scene in sorted(missing):
        print(f"No scene is called {scene}", file=sys.stderr)
    return int(bool(missing or failures))


def redraw() -> int:
    """Draw all sets anew into ``tests/golden``, and note with what."""
    with tempfile.TemporaryDirectory() as folder:
        scratch, drawn = Path(folder), Path(folder) / "drawn"
        drawn.mkdir()
        shots.build(scratch / "demo.db")
        for name in SETS:
            draw_set(name, scratch / "demo.db", drawn, scratch)
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob("*.png"):
            old.unlink()
        for file in drawn.glob("*.png"):
            (FOLDER / file.name).write_bytes(as_png(QImage(str(file))))
    lines = (f'"{name}" = "{value}"\n' for name, value in read_tools().items())
    MADE_WITH.write_text("".join(lines), "utf-8")
    files = list(FOLDER.glob("*.png"))
    print(f"{len(files)} pictures in {FOLDER}, {sum(file.stat().st_size for file in files):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(draw(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
