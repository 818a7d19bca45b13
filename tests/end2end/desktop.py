"""A screen of our own, and a program on it that is driven with the mouse and the keyboard only.

`Desktop` starts a virtual X server and programs on it; `Program` finds what it shows by object name, and acts on it
with events that the X server makes (xdotool), as a hand would. What the program shows is asked of a reporter inside
it that can send no input (reporter.py).
"""

import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NEEDED = {"Xvfb": "xvfb", "xdotool": "xdotool"}
LEFT, MIDDLE, RIGHT, WHEEL_UP, WHEEL_DOWN = 1, 2, 3, 4, 5

#: Between two looks at the screen, in seconds.
LOOK_AGAIN = 0.05
#: So long what is expected may take before a test gives up. Most comes at once; but a file is saved only once the disk
#: says that it has it, and where other tests write to the same one, that may take its time.
GIVE_UP = 60.0


class DesktopError(AssertionError):
    """What the test waited for didn't come; the text says what was there instead."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something on the screen: a widget, a menu entry or a row of a list (named ``entry:<text>``)."""

    name: str
    text: str
    rect: tuple[int, int, int, int]
    enabled: bool
    checked: bool
    focused: bool

    @property
    def centre(self) -> tuple[int, int]:
        x, y, width, height = self.rect
        return x + width // 2, y + height // 2


def missing_tools() -> str | None:
    """A sentence about the tools that a real window needs and that aren't here, or None."""
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if not missing:
        return None
    packages = " ".join(NEEDED[tool] for tool in missing)
    return f"needs a real window, which takes {' and '.join(missing)}: apt install {packages}"


class Desktop:
    """A virtual screen. Use it in a `with`: leaving it ends the programs on it and the screen."""

    def __init__(self, folder: Path, *, width: int = 1600, height: int = 1000) -> None:
        self.folder = folder
        self._programs: list[Program] = []
        read_end, write_end = os.pipe()
        # The server looks for a free display by itself and writes its number into the pipe.
        screen = ["-screen", "0", f"{width}x{height}x24", "-fbdir", str(folder)]
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), *screen, "-noreset", "-nolisten", "tcp"],
            pass_fds=(write_end,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise DesktopError(f"Xvfb ended with {self._server.wait()}")
        self.display = f":{number}"

    def __enter__(self) -> "Desktop":
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._programs:
            program.end()
        end(self._server)

    def start(self, function: str = "bpexplorer.app:run", *arguments: str) -> "Program":
        """Start a program, named as ``module:function``, with the reporter beside it."""
        program = Program(self, function, arguments, log=self.folder / f"program{len(self._programs)}.log")
        self._programs.append(program)
        return program

    def xdotool(self, *words: str | int) -> str:
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=30,
        )
        if done.returncode:
            raise DesktopError(f"xdotool {' '.join(map(str, words))}: {done.stderr.strip()}")
        return done.stdout

    def screenshot(self, path: Path) -> Path:
        """Save what is on the screen, whatever the programs on it are doing."""
        from PySide6.QtGui import QImage

        # The server's frame buffer is an X window dump: big-endian words, a colour map of 12-byte cells, the pixels.
        dump = (self.folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", dump[:100])
        header_size, width, height, bytes_per_line, colours = (header[i] for i in (0, 4, 5, 12, 19))
        pixels = dump[header_size + 12 * colours :]
        image = QImage(pixels, width, height, bytes_per_line, QImage.Format.Format_RGB32)
        if not image.save(str(path)):
            raise DesktopError(f"could not write {path}")
        return path

    def described(self) -> str:
        """The windows of each program and what they say, for who has no picture: a line for each."""
        return "\n".join(program.described() for program in self._programs)

    def logs(self) -> str:
        return "\n".join(program.log.read_text(errors="replace") for program in self._programs)


class Program:
    """A running program, seen through its reporter and touched through the X server."""

    def __init__(self, desktop: Desktop, function: str, arguments: Sequence[str], *, log: Path) -> None:
        self.log = log
        self._desktop = desktop
        ours, theirs = socket.socketpair()
        environ = {name: value for name, value in os.environ.items() if not name.startswith("WAYLAND")}
        environ |= {
            "DISPLAY": desktop.display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
            "PYTHONFAULTHANDLER": "1",
        }
        with log.open("wb") as output, theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(HERE / "reporter.py"), str(theirs.fileno()), function, *arguments],
                env=environ,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._channel = ours
        self._answers = ours.makefile(encoding="utf-8")

    # What it shows

    def shown(self) -> list[Shown]:
        return [Shown(**each | {"rect": tuple(each["rect"])}) for each in self._ask(ask="screen")["widgets"]]

    def described(self) -> str:
        """Its windows, and what has both a name and words, in a line each; or why it doesn't say.

        What all its threads are doing goes to its log.
        """
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGUSR1)
        try:
            screen = self._ask(ask="screen")
        except DesktopError as error:
            return str(error)
        lines = [str(window) for window in screen["windows"]]
        lines += [
            f"{each['name']}{' (focus)' if each['focused'] else ''}: {each['text']}"
            for each in screen["widgets"]
            if each["text"] or each["focused"]
        ]
        return "\n".join(lines)

    def find(self, name: str, *, timeout: float = GIVE_UP) -> Shown:
        """The widget of that name, action's button, or ``entry:<text>``, once it is on the screen."""

        def look() -> Shown | None:
            return next((each for each in self.shown() if each.name == name), None)

        return self.wait_until(look, f"{name} to be shown", timeout=timeout)

    def is_shown(self, name: str) -> bool:
        return any(each.name == name for each in self.shown())

    def text(self, name: str) -> str:
        return self.find(name).text

    def number(self, name: str) -> float:
        """The first number in the text of that name; a typographic minus counts."""
        words = self.text(name).replace("\N{MINUS SIGN}", "-").replace(",", "").replace("%", " ").split()
        for word in words:
            try:
                return float(word)
            except ValueError:
                continue
        raise DesktopError(f"{name} shows no number: {self.text(name)!r}")

    def wait_for_text(
        self, name: str, holds: str | Callable[[str], bool], *, timeout: float = GIVE_UP
    ) -> str:
        """Wait until the text of `name` contains `holds`, or `holds(text)` is true; give the text."""
        expected = (lambda text: holds in text) if isinstance(holds, str) else holds
        last: list[str] = []

        def look() -> str | None:
            last[:] = [each.text for each in self.shown() if each.name == name]
            return next((text for text in last if expected(text)), None)

        return self.wait_until(look, lambda: f"{name} to change; it shows {last}", timeout=timeout)

    def wait_until(
        self, look: Callable[[], Any], what: str | Callable[[], str], *, timeout: float = GIVE_UP
    ) -> Any:
        """Look again and again until there is something other than None and False; give that."""
        deadline, looks = time.monotonic() + timeout, 0
        while (seen := look()) is None or seen is False:
            looks += 1
            # A machine that was suspended meanwhile has let time pass in which nothing could come: one look a second.
            if time.monotonic() > deadline and looks > timeout:
                raise DesktopError(f"waited {timeout:g} s for {what if isinstance(what, str) else what()}")
            time.sleep(LOOK_AGAIN)
        return seen

    def neuron(self, layer: int, neuron: int, *, view: str = "network_view") -> tuple[int, int]:
        """Where on the screen the network view draws a neuron."""
        x, y = self._ask(ask="neuron", view=view, layer=layer, neuron=neuron)
        return x, y

    def control(self, part: str, layer: int, *, view: str = "network_view") -> tuple[int, int]:
        """Where the network view draws a layer's ``header``, ``add``, ``remove``, or the ``insert`` before it."""
        x, y = self._ask(ask="control", view=view, part=part, layer=layer)
        return x, y

    # What a hand can do

    def move(self, target: str | tuple[int, int]) -> None:
        x, y = self._place(target)
        self._desktop.xdotool("mousemove", x, y)

    def click(self, target: str | tuple[int, int], *, button: int = LEFT, times: int = 1) -> None:
        """Click on the middle of what has that name, as soon as it is there and enabled, or on a point."""
        if isinstance(target, str):
            self.wait_until(lambda: self.find(target).enabled, f"{target} to be enabled")
        self.move(target)
        self._focus()
        self._desktop.xdotool("click", "--repeat", times, "--delay", 40, button)

    def drag(self, start: str | tuple[int, int], by: tuple[int, int], *, steps: int = 8) -> None:
        """Press at `start`, move by so many pixels in small steps, release."""
        self.move(start)
        self._focus()
        x, y = self._pointer()
        words: list[str | int] = ["mousedown", LEFT]
        for step in range(1, steps + 1):
            words += ["mousemove", x + by[0] * step // steps, y + by[1] * step // steps, "sleep", "0.01"]
        self._desktop.xdotool(*words, "mouseup", LEFT)

    def scroll(self, target: str | tuple[int, int], steps: int) -> None:
        """Turn the wheel over the target; positive is up."""
        self.move(target)
        self._desktop.xdotool("click", "--repeat", abs(steps), WHEEL_UP if steps > 0 else WHEEL_DOWN)

    def key(self, *keys: str) -> None:
        """Press keys in xdotool's names, such as ``ctrl+z`` or ``Return``."""
        self._focus()
        self._desktop.xdotool("key", *keys)

    def walk_to(self, name: str, key: str, *, most: int = 40) -> None:
        """Press a key that moves the keyboard, such as Tab, until it is on what has that name."""
        for _ in range(most):
            if self.find(name).focused:
                return
            before = self.focus()
            self.key(key)
            self.wait_until(lambda before=before: self.focus() != before, f"{key} to move the keyboard")
        raise DesktopError(f"{most} times {key} don't lead to {name}; the keyboard is on {self.focus()}")

    def focus(self) -> str | None:
        """What has the keyboard, by its name."""
        return next((each.name for each in self.shown() if each.focused), None)

    def type(self, text: str) -> None:
        self._focus()
        self._desktop.xdotool("type", "--delay", 8, text)

    def choose(self, *entries: str) -> None:
        """Click through a menu, or the open list of a box, by the texts of its entries."""
        for entry in entries:
            self.click(f"entry:{entry}")

    # Its life

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_closed(self, *, timeout: float = GIVE_UP) -> int:
        """Wait until the program has ended by itself; give its exit code."""
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise DesktopError(f"the program is still running after {timeout:g} s") from None

    def end(self) -> None:
        end(self._process)
        self._answers.close()
        self._channel.close()

    def _ask(self, **question: Any) -> Any:
        try:
            self._channel.settimeout(30.0)
            self._channel.sendall(json.dumps(question).encode() + b"\n")
            line = self._answers.readline()
        except OSError as error:
            line = ""
            reason = f" ({error})"
        else:
            reason = ""
        if not line:
            code = self._process.poll()
            state = "doesn't answer" if code is None else f"ended with {code}"
            raise DesktopError(
                f"the program {state}{reason}:\n{self.log.read_text(errors='replace')[-4000:]}"
            )
        reply = json.loads(line)
        if "error" in reply:
            raise DesktopError(reply["error"])
        return reply["answer"]

    def _place(self, target: str | tuple[int, int]) -> tuple[int, int]:
        return self.find(target).centre if isinstance(target, str) else target

    def _pointer(self) -> tuple[int, int]:
        words = dict(word.split("=") for word in self._desktop.xdotool("getmouselocation", "--shell").split())
        return int(words["X"]), int(words["Y"])

    def _focus(self) -> None:
        """Do what a window manager does, there being none: give the keyboard to the dialog or window in front."""
        windows = self._ask(ask="screen")["windows"]
        candidates = [window for window in windows if not window["popup"]]
        front = [window for window in candidates if window["modal"]] or candidates
        if front and not any(window["active"] for window in front):
            self._desktop.xdotool("windowfocus", "--sync", front[-1]["id"])


def save_in_dialog(program: Program, shortcut: str, path: Path, answer: str | None = None) -> None:
    """Save by a shortcut and Qt's file dialog, to a file of this name."""
    program.key(shortcut)
    program.find("fileNameEdit")
    program.key("ctrl+a")
    program.type(str(path))
    program.wait_for_text("fileNameEdit", str(path))
    program.key("Return")
    if answer is not None:
        program.click(answer)
    program.wait_for_text("message_text", path.name)
    assert path.exists()


def end(process: subprocess.Popen[Any]) -> None:
    """Ask a process to end, insist after a while, and wait until it is gone."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
