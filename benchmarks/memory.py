"""How memory grows as frames are drawn: the draw tick driven directly, every view drawn and painted."""

import os
from pathlib import Path

import numpy as np
from program import opened_window, pause, play, wait_until
from PySide6.QtCore import QCoreApplication
from report import Row

from bpexplorer.document.picture import Picture
from bpexplorer.window.main_window import MainWindow

FRAMES = 20_000
#: Frames before caches are full and the allocator has what it needs; they don't count.
WARM_UP = 2_000
SAMPLE_EVERY = 500
#: Every view is drawn for every frame; what was drawn is painted for every so many, as painting takes most time.
PAINT_EVERY = 40
#: Different frames of one run that are drawn in turn.
CAPTURED = 60
LIMIT = 50.0


def resident_bytes() -> int:
    """How much memory this process has now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def captured_pictures(window: MainWindow) -> list[Picture]:
    """Pictures of training."""
    pictures: list[Picture] = []

    def note() -> bool:
        picture = window.picturing.picture
        if picture is not None and (not pictures or picture is not pictures[-1]):
            pictures.append(picture)
        return len(pictures) >= CAPTURED

    play(window, speed=None)
    wait_until(note)
    pause(window)
    return pictures


def measure() -> list[Row]:
    """The slope of a straight line through what the process held."""
    counts: list[int] = []
    held: list[int] = []
    with opened_window() as window:
        pictures = captured_pictures(window)
        for count in range(WARM_UP + FRAMES + 1):
            window.draw_loop.clear()
            window.draw_loop.show(pictures[count % len(pictures)])
            if count % PAINT_EVERY == 0:
                QCoreApplication.processEvents()
            if count >= WARM_UP and count % SAMPLE_EVERY == 0:
                counts.append(count)
                held.append(resident_bytes())
    slope = float(np.polyfit(counts, held, 1)[0])
    return [
        Row(f"memory slope over {FRAMES:,} drawn frames", slope, "bytes/frame", LIMIT),
        Row("memory at the end", held[-1] / 2**20, "MiB"),
    ]
