"""How soon training pauses, how soon the program has ended while training, and what queues up for a slow window."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from program import is_playing, opened_window, play, run_for, wait_until
from PySide6.QtCore import QObject
from report import Row

from bpexplorer.app import OPENING_PRESET
from bpexplorer.guard import guard
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Play
from bpexplorer.project.presets import preset

TIMES = 10
PAUSE_LIMIT, QUIT_LIMIT, QUEUE_LIMIT = 100.0, 500.0, 1
BLOCKED_SECONDS = 1.0
HERE = Path(__file__).parent


def pause_seconds() -> list[float]:
    """From pressing pause, at full speed, to a window that shows it."""
    result = []
    with opened_window() as window:
        for _ in range(TIMES):
            play(window, speed=None)
            began = time.perf_counter()
            window.training.toggle_play()
            wait_until(lambda: not is_playing(window))
            result.append(time.perf_counter() - began)
    return result


def quit_seconds() -> tuple[float, float]:
    """From quitting a program that trains at full speed to the end of its threads, and to that of its process."""
    with subprocess.Popen([sys.executable, HERE / "quit_program.py"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.perf_counter()
        process.stdout.readline()
        threads = time.perf_counter() - began
        process.wait(timeout=20)
        return threads, time.perf_counter() - began


class Wakes(QObject):
    """Counts how often frames are announced, and takes none."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @guard
    def note(self) -> None:
        """One more."""
        self.count += 1


def queued() -> int:
    """Frames and wake-ups waiting after the GUI did nothing for a second of training at full speed."""
    live, wakes = LiveController(preset(OPENING_PRESET).project().state), Wakes()
    live.start()
    wait_until(lambda: live.take_frame() is not None)
    run_for(0.1)  # the wake-up for that first frame may still be on its way, and isn't counted
    live.frame_ready.connect(wakes.note)
    live.post(Play())
    time.sleep(BLOCKED_SECONDS)
    run_for(0.2)  # deliver everything that waits; nobody takes a frame, so nothing more may be announced
    live.shutdown()
    return wakes.count


def measure() -> list[Row]:
    """Pause, quit, queue."""
    pauses = pause_seconds()
    quits = [quit_seconds() for _ in range(TIMES // 2)]
    return [
        Row("pause at full speed, median", statistics.median(pauses) * 1000, "ms"),
        Row("pause at full speed, longest", max(pauses) * 1000, "ms", PAUSE_LIMIT),
        Row("quit while training, threads ended, longest", max(quits)[0] * 1000, "ms"),
        Row(
            "quit, end of the process, median",
            statistics.median(end for _, end in quits) * 1000,
            "ms",
            QUIT_LIMIT,
        ),
        Row("quit, end of the process, longest", max(end for _, end in quits) * 1000, "ms", QUIT_LIMIT),
        Row("frames waiting for a window that was busy for 1 s", queued(), "", QUEUE_LIMIT),
    ]
