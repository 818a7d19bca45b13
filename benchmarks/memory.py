"""How memory grows as frames are drawn: the draw tick driven directly, every view drawn and painted."""

import os
from pathlib import Path

import numpy as np
from program import opened_window, run_for, wait_until
from report import Row

from bpexplorer.document.picture import Picture
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.main_window import MainWindow

FRAMES = 6_000
#: Frames before caches are full and the allocator has what it needs; they don't count.
WARM_UP = 1_000
SAMPLE_EVERY = 100
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
    """Pictures of training, a step each: at full speed there is only about one a second."""
    pictures: list[Picture] = []
    for step in range(1, CAPTURED + 1):
        window.training.step_batch()
        wait_until(lambda step=step: window.frame.step == step and window.draw_loop.is_idle)
        pictures.append(window.newest_picture())
    return pictures


def draw(window: MainWindow, picture: Picture) -> None:
    """Let every view in sight draw a picture after the one before."""
    window.draw_loop.show(picture)
    while not window.draw_loop.is_idle:
        window.draw_loop.tick()


def measure() -> list[Row]:
    """The slope of a straight line through what the process held."""
    counts: list[int] = []
    held: list[int] = []
    with opened_window() as window:
        wait_until(lambda: len(window.panels.there) == len(PANELS), timeout=60.0)
        pictures = captured_pictures(window)
        for count in range(WARM_UP + FRAMES + 1):
            draw(window, pictures[count % len(pictures)])
            if count % PAINT_EVERY == 0:
                run_for(0)  # an event loop of its own: only there Qt deletes what is to be deleted later
            if count >= WARM_UP and count % SAMPLE_EVERY == 0:
                counts.append(count)
                held.append(resident_bytes())
    slope = float(np.polyfit(counts, held, 1)[0])
    return [
        Row(f"memory slope over {FRAMES:,} drawn frames", slope, "bytes/frame", LIMIT),
        Row("memory at the end", held[-1] / 2**20, "MiB"),
    ]
