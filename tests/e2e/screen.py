"""A screen with a window manager and a person before it: Xvfb, openbox, xdotool, and the real clipboard by xclip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parents[2]
SIZE = "1366x768x24"
PATIENCE = 60.0
"""Seconds: the machine may be busy with other things."""


class NotSeenError(AssertionError):
    """The window does not come to what was waited for: what it shows instead, and what it wrote to its terminal."""


class Screen:
    """An X server of one's own with a window manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        reader, writer = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", SIZE, "-nolisten", "tcp"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as told:
            self.display = f":{told.readline().strip()}"
        self.environment = {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        self._manager = subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        """End the window manager and the server."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(timeout=20)

    def run(self, *command: str, text: str | None = None) -> str:
        """Run a program on this screen and return what it prints."""
        done = subprocess.run(
            command,
            env=self.environment,
            input=text,
            capture_output=text is None,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout or ""

    def copy(self, text: str) -> None:
        """Put text into the clipboard, as another program would."""
        self.run("xclip", "-selection", "clipboard", "-in", text=text)

    def paste(self, target: str = "UTF8_STRING") -> str:
        """What another program would paste."""
        return self.run("xclip", "-selection", "clipboard", "-out", "-target", target)


class Person:
    """Somebody who looks at the window and uses keys and mouse."""

    def __init__(self, screen: Screen, database: Path, day: str) -> None:
        self._screen = screen
        self._file = screen.folder / "state.json"
        command = [sys.executable, "-m", "tests.e2e.watched", str(database), str(self._file), day]
        self._log = (screen.folder / "window.log").open("w", encoding="utf-8")
        self._window = subprocess.Popen(
            command, env={**screen.environment, "PYTHONPATH": str(ROOT)}, cwd=ROOT, stderr=self._log
        )
        self.wait_for(lambda seen: bool(seen["idle"]))
        self._screen.run(
            "xdotool", "search", "--sync", "--onlyvisible", "--name", "孵化管家", "windowactivate", "--sync"
        )

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

    def wait_for(self, holds: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
        """Look until *holds* does; NotSeenError tells what is seen instead."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            seen = self.look()
            if seen.get("told") and holds(seen):
                return seen
            if self._window.poll() is not None:
                break
            time.sleep(0.1)
        raise NotSeenError(self.look(), self.log)

    def settle(self) -> dict[str, Any]:
        """Wait until nothing is under way any more, seen twice with a moment between."""
        first = self.wait_for(lambda seen: bool(seen["idle"]))
        return self.wait_for(lambda seen: bool(seen["idle"]) and seen["told"] > first["told"] + 3)

    def press(self, *keys: str) -> dict[str, Any]:
        """Press keys one after the other, such as ``ctrl+f``."""
        self._screen.run("xdotool", "key", "--delay", "60", *keys)
        return self.settle()

    def type(self, text: str) -> dict[str, Any]:
        """Type text: Latin letters by keys, Chinese through the clipboard, as an input method hands it over."""
        if text.isascii():
            self._screen.run("xdotool", "type", "--delay", "40", text)
        else:
            self._screen.copy(text)
            self._screen.run("xdotool", "key", "ctrl+v")
        return self.settle()

    def click(self, name: str, *, button: int = 1, times: int = 1) -> dict[str, Any]:
        """Click the widget called *name*."""
        seen = self.wait_for(lambda seen: name in seen["places"])
        x, y, _, _ = seen["places"][name]
        command = ["xdotool", "mousemove", "--sync", str(x), str(y), "click", "--repeat", str(times)]
        self._screen.run(*command, "--delay", "80", str(button))
        return self.settle()

    def close(self) -> int:
        """Close the window as a person does; its exit status."""
        self._screen.run("xdotool", "key", "alt+F4")
        try:
            return self._window.wait(timeout=30)
        finally:
            self._window.kill()
            self._log.close()
