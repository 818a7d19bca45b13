"""What grows: minutes of training in a window, and windows, documents, docks and dialogs opened and closed many times.

    python benchmarks/soak.py                                    30 minutes, and 500 times each
    python benchmarks/soak.py --minutes 1 --times 20
    xvfb-run -a python benchmarks/soak.py --platform xcb         in a window under X

Training goes at full speed, the workspaces in turn. A slope is that of a straight line through what the process held
over the second half, once caches are full.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from gui import OVERRIDES, print_machine, start_over_without
from report import Row, print_rows

#: Between two samples of training, and between two of what is opened and closed.
SAMPLE_SECONDS, SAMPLE_TIMES = 5.0, 5
FRAME_LIMIT, WINDOW_LIMIT = 50.0, 2048.0
P99_LIMIT, MAX_LIMIT = 16.0, 100.0
#: What a late event is counted in, in milliseconds; the last one has all above.
LATE = np.arange(0.0, 1000.5, 0.5)


def resident_bytes() -> int:
    """How much memory this process has now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def handles() -> int:
    """How many files, pipes and sockets it has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def threads() -> int:
    """How many threads it has."""
    return len(list(Path("/proc/self/task").iterdir()))


@dataclass(slots=True)
class Held:
    """What the process held, by how much had been done by then."""

    done: list[int] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    handles: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)

    def note(self, done: int) -> None:
        """Look at it now."""
        for column, value in zip(
            (self.done, self.memory, self.handles, self.threads),
            (done, resident_bytes(), handles(), threads()),
            strict=True,
        ):
            column.append(value)

    def rows(self, what: str, each: str, limit: float | None = None) -> list[Row]:
        """Memory for each of what was done; handles and threads that are left more than there were."""
        half = len(self.done) // 2
        slope = (
            float(np.polyfit(self.done[half:], self.memory[half:], 1)[0])
            if len(self.done) > 3
            else float("nan")
        )
        return [
            Row(f"{what}: memory a {each}, of {self.done[-1]:,}", slope, "bytes", limit),
            Row(f"{what}: more memory than at first", (self.memory[-1] - self.memory[0]) / 2**20, "MiB"),
            Row(f"{what}: more handles than at half time", self.handles[-1] - self.handles[half], "", 0),
            Row(f"{what}: more threads than at half time", self.threads[-1] - self.threads[half], "", 0),
        ]


def training(minutes: float) -> list[Row]:
    """Train at full speed so long, with each workspace in turn."""
    from lateness import Metronome
    from program import WORKSPACES, opened_window, pause, play, show_workspace

    held, frames, late = Held(), [0], np.zeros(len(LATE), dtype=np.int64)
    with opened_window() as window:
        window.picturing.published.connect(lambda _picture: frames.__setitem__(0, frames[0] + 1))
        metronome, names = Metronome(), list(WORKSPACES)
        play(window, speed=None)
        samples = max(8, round(60 * minutes / SAMPLE_SECONDS))
        for sample in range(samples):
            if sample % max(1, samples // (4 * len(names))) == 0:
                show_workspace(window, names[sample % len(names)])
                if names[sample % len(names)] == "step":  # it pauses training
                    play(window, speed=None)
            beats = metronome.run(60 * minutes / samples)
            late += np.bincount(np.digitize(beats, LATE) - 1, minlength=len(LATE))[: len(LATE)]
            held.note(frames[0])
        pause(window)
    share = np.cumsum(late) / late.sum()
    rows = [
        Row(f"lateness: p{100 * part:g}", float(LATE[np.searchsorted(share, part)]), "ms", limit)
        for part, limit in ((0.5, None), (0.99, P99_LIMIT))
    ]
    rows.append(Row("lateness: max", float(LATE[np.flatnonzero(late)[-1]]), "ms", MAX_LIMIT))
    return [*held.rows("training", "frame", FRAME_LIMIT), *rows]


def repeated(what: str, times: int, once: Callable[[int], object], limit: float | None = None) -> list[Row]:
    """Do something many times."""
    held = Held()
    for number in range(1, times + 1):
        once(number)
        if number % max(1, min(SAMPLE_TIMES, times // 10)) == 0:
            gc.collect()
            held.note(number)
    return held.rows(f"{what}s", what, limit)


def windows(times: int) -> list[Row]:
    """Open a window and close it."""
    from program import opened_window

    from bpexplorer.project.presets import preset

    def once(_number: int) -> None:
        with opened_window(preset("xor").project()):
            pass

    return repeated("window", times, once, WINDOW_LIMIT)


def inside(times: int) -> list[Row]:
    """Within one window: open documents, open and close docks, and dialogs."""
    from program import opened_window, run_for, wait_until
    from PySide6.QtWidgets import QApplication, QDialog

    from bpexplorer.project.presets import preset

    dialogs = (
        "action_about",
        "action_shortcuts",
        "action_run_epochs",
        "action_open",
        "action_new",
        "action_report",
    )
    rows = []
    with opened_window(preset("xor").project()) as window:

        def is_drawn() -> bool:
            return window.frame is not None and window.frame.edit_number == window.document.posted

        def document(number: int) -> None:
            window.files.project_opened.emit(preset(("circle", "wave", "xor")[number % 3]).project(), None)
            wait_until(lambda: is_drawn() and window.draw_loop.is_idle)

        def dock(number: int) -> None:
            chosen = list(window.docks.values())[number % len(window.docks)]
            for _ in range(2):
                chosen.toggleViewAction().trigger()
                run_for(0.01)

        def dialog(number: int) -> None:
            window.actions_by_name[dialogs[number % len(dialogs)]].trigger()
            wait_until(lambda: any(each.isVisible() for each in shown()))
            for each in shown():
                each.reject()
            run_for(0.01)

        def shown() -> list[QDialog]:
            return [
                each
                for each in QApplication.topLevelWidgets()
                if isinstance(each, QDialog) and each.isVisible()
            ]

        for what, once in (("document", document), ("dock", dock), ("dialog", dialog)):
            rows += repeated(what, times, once)
    return rows


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="of training (%(default)g)")
    parser.add_argument("--times", type=int, default=500, help="opened and closed (%(default)s)")
    parser.add_argument("--platform", default="offscreen", help="Qt's platform: offscreen, xcb, …")
    arguments = parser.parse_args()
    start_over_without(OVERRIDES)
    os.environ["QT_QPA_PLATFORM"] = arguments.platform
    print_machine(arguments.platform)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
        os.environ |= {"XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder, "HOME": folder}
        for measure, much in (
            (training, arguments.minutes),
            (windows, arguments.times),
            (inside, arguments.times),
        ):
            began = time.perf_counter()
            rows = measure(much)  # type: ignore[operator]
            print_rows(measure.__name__, rows, seconds=time.perf_counter() - began)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
