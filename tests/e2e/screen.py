"""A screen with a window manager and a person before it: Xvfb, openbox, xdotool, and the real clipboard by xclip."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Seen = Mapping[str, Any]
    Until = Callable[[Seen], object]

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 1366, 768
PATIENCE = 60.0
"""Seconds: the machine may be busy with other things."""
_LOOK_EVERY = 0.02
_STILL = 3
"""So many looks at an idle window show that nothing is under way."""
_LIVES_ON = 60
"""So many looks at a window that was closed show that it was not."""
_TIMES = 3
_OF_A_DESKTOP = frozenset({"DBUS_SESSION_BUS_ADDRESS", "QT_IM_MODULE", "QT_IM_MODULES", "XMODIFIERS"})
"""What the desktop of whoever runs the tests would add to the window."""
_TAKE_PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


class NotSeenError(AssertionError):
    """The window does not come to what was waited for: what it shows instead, and what it wrote to its terminal."""


class Screen:
    """An X server of one's own with a window manager."""

    def __init__(self, folder: Path, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self.folder = folder
        self.size = size
        reader, writer = os.pipe()
        # -r: a key held down while the machine is busy must not begin to repeat;
        # -noreset: the first program to leave must not take the others with it.
        command = ["Xvfb", "-nolisten", "tcp", "-noreset", "-r"]
        self._server = subprocess.Popen(
            [*command, "-displayfd", str(writer), "-screen", "0", f"{size[0]}x{size[1]}x24"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as told:
            self.display = f":{told.readline().strip()}"
        others = {name: value for name, value in os.environ.items() if name not in _OF_A_DESKTOP}
        self.environment = {**others, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        quiet = subprocess.DEVNULL
        self._manager = subprocess.Popen(["openbox"], env=self.environment, stdout=quiet, stderr=quiet)
        try:
            wait_until(lambda: self._succeeds("xdotool", "get_num_desktops"))
        except NotSeenError:
            self.close()
            raise

    def close(self) -> None:
        """End the window manager and the server."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(timeout=PATIENCE)

    def run(self, *command: str) -> str:
        """Run a program on this screen and return what it prints."""
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True, timeout=PATIENCE
        ).stdout

    def _succeeds(self, *command: str) -> bool:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, check=False, timeout=PATIENCE
        )
        return done.returncode == 0

    def focused_window(self) -> int:
        """The window that keys go to; 0 where there is none."""
        done = subprocess.run(
            ["xdotool", "getwindowfocus", "-f"],
            env=self.environment,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        return int(done.stdout or 0)

    def add_keys(self, letters: str) -> None:
        """Give the keyboard a key for each of a few Chinese letters, as no keyboard has."""
        keys = "".join(
            f"key <FK{number}> {{ [ U{ord(letter):04X} ] }};" for number, letter in enumerate(letters, 20)
        )
        board = re.sub(r"(xkb_symbols\s*\{[^}]*)\}", rf"\1 {keys} }}", self.run("setxkbmap", "-print"))
        command = ["xkbcomp", "-w0", "-", self.display]
        subprocess.run(command, env=self.environment, input=board, text=True, check=True, timeout=PATIENCE)

    def copy(self, text: str) -> None:
        """Put text into the clipboard, as another program would."""
        # xclip stays behind to hand the text out: its output must not be waited for.
        command = ["xclip", "-selection", "clipboard", "-in"]
        subprocess.run(command, env=self.environment, input=text, text=True, check=True, timeout=PATIENCE)
        wait_until(lambda: self.paste() == text)

    def paste(self, target: str = "UTF8_STRING") -> str:
        """What another program would paste; nothing where the clipboard holds nothing of this kind."""
        command = ["xclip", "-selection", "clipboard", "-out", "-target", target]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, check=False, timeout=PATIENCE
        )
        return done.stdout.decode()

    def take_picture(self) -> Path:
        """Keep what the screen shows as a PNG beside the log."""
        file = self.folder / "screen.png"
        self.run(sys.executable, "-c", _TAKE_PICTURE, str(file))
        return file


class Person:
    """Somebody who looks at the window and uses keys and mouse."""

    def __init__(self, screen: Screen, database: Path, day: str, **environment: str) -> None:
        self._screen = screen
        self._file = screen.folder / "state.json"
        self._file.unlink(missing_ok=True)
        self._log = (screen.folder / "window.log").open("w", encoding="utf-8")
        self._window = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.watched", str(database), str(self._file), day],
            env={**screen.environment, **environment, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self.settle()
        except NotSeenError:
            self.leave()
            raise

    @property
    def log(self) -> str:
        """What the program wrote to its terminal: nothing, where all is well."""
        return (self._screen.folder / "window.log").read_text(encoding="utf-8")

    def look(self) -> dict[str, Any]:
        """What the window shows now."""
        try:
            seen: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {"told": 0, "idle": False}
        return seen

    def wait_for(self, holds: Until) -> dict[str, Any]:
        """Look until *holds* does and nothing is under way; NotSeenError tells what is seen instead."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._window.poll() is None:
            seen = self.look()
            if seen["idle"] and seen["active"] and holds(seen):
                return seen
            time.sleep(_LOOK_EVERY)
        raise NotSeenError(self.look(), self.log)

    def settle(self) -> dict[str, Any]:
        """Wait until nothing is under way any more: idle in several looks one after the other."""
        first = self.wait_for(lambda _: True)
        return self.wait_for(lambda seen: seen["told"] > first["told"] + _STILL)

    def _then(self, until: Until | None) -> dict[str, Any]:
        return self.settle() if until is None else self.wait_for(until)

    def press(self, *keys: str, until: Until | None = None) -> dict[str, Any]:
        """Press keys one after the other, such as ``ctrl+f``, and wait for what comes of it."""
        self._await_focus()
        self._screen.run("xdotool", "key", "--delay", "20", *keys)
        return self._then(until)

    def _await_focus(self) -> None:
        """Until keys reach the uppermost window: a closed dialog is gone for Qt a moment before it is for X."""
        wait_until(lambda: self._screen.focused_window() == self.look()["window"])

    def key(self, letter: str, until: Until) -> dict[str, Any]:
        """Strike the key that was added for a Chinese letter."""
        return self.press(f"U{ord(letter):04X}", until=until)

    def type(self, text: str, *, into: str) -> dict[str, Any]:
        """Type Latin letters by keys; they must come to stand in the field called *into*."""
        self._await_focus()
        self._screen.run("xdotool", "type", "--delay", "20", text)
        return self.wait_for(lambda seen: seen["fields"].get(into) == text)

    def paste(self, text: str, *, into: str) -> dict[str, Any]:
        """Paste Chinese text from the clipboard; it must come to stand in the field called *into*."""
        self._screen.copy(text)
        return self.press("ctrl+v", until=lambda seen: seen["fields"].get(into) == text)

    def click(self, name: str, *, until: Until | None = None) -> dict[str, Any]:
        """Click the first widget called *name*."""
        seen = self.wait_for(lambda seen: name in seen["places"])
        self.move(seen["places"][name][0])
        self._screen.run("xdotool", "click", "1")
        return self._then(until)

    def go(self, page: str, *, name: str) -> dict[str, Any]:
        """Open a page by its entry in the rail, called *name*."""
        return self.click(name, until=lambda seen: seen["page"] == page)

    def move(self, place: Sequence[int]) -> None:
        """Move the mouse to a place on the screen."""
        self._screen.run("xdotool", "mousemove", "--sync", str(place[0]), str(place[1]))

    def drag(self, start: Sequence[int], goal: Sequence[int], *, until: Until) -> dict[str, Any]:
        """Drag what is at *start* to *goal*: press, move until it hangs on the mouse, move on, let go."""
        self.move(start)
        self._screen.run("xdotool", "mousedown", "1")
        steps = 8
        for step in range(1, steps + 1):
            self.move([begin + (end - begin) * step // steps for begin, end in zip(start, goal, strict=True)])
        wait_until(lambda: bool(self.look()["dragged"]))
        # Moves that came before the drag began did not count.
        self.move([goal[0] - 1, goal[1] - 1])
        self.move(goal)
        self._screen.run("xdotool", "mouseup", "1")
        return self.wait_for(until)

    def put_window(self, *, left: int, top: int, width: int, height: int) -> None:
        """Give the window another place and size."""
        before = self.look()["frames"][0]
        size, place = (str(width), str(height)), (str(left), str(top))
        self._screen.run("xdotool", "getactivewindow", "windowsize", *size, "windowmove", *place)
        self.wait_for(lambda seen: seen["frames"][0] != before)

    def close(self) -> int:
        """Close the window as a person does; its exit status.

        A window manager that is busy with new keys loses one now and then: while the window goes on as before, it is
        pressed again.
        """
        try:
            for _ in range(_TIMES):
                self._await_focus()
                told = self.look()["told"]
                self._screen.run("xdotool", "key", "alt+F4")
                wait_until(lambda told=told: self.has_ended or self.look()["told"] > told + _LIVES_ON)  # type: ignore[misc]
                if self.has_ended:
                    break
            return self._window.wait(timeout=PATIENCE)
        finally:
            self.leave()

    @property
    def has_ended(self) -> bool:
        """Whether the program has ended."""
        return self._window.poll() is not None

    def leave(self) -> None:
        """End the window, however it stands."""
        self._window.kill()
        self._window.wait(timeout=PATIENCE)
        self._log.close()


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds outside of the window."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise NotSeenError(holds)
        time.sleep(_LOOK_EVERY)
