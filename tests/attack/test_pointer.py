"""Anything with the mouse and the keys, while layers, neurons and data come and go."""

import random
from collections.abc import Callable
from pathlib import Path

from bpexplorer import guard
from bpexplorer.project.presets import preset
from tests.conftest import FaultCollector
from tests.random_hand import RandomHand
from tests.windows import Desk

#: How many events a seed is played for, from one opened example to a save.
LENGTH = 60


def test_whatever_the_hand_does_nothing_fails_and_what_is_saved_opens_equal(
    qtbot, tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    desk = Desk(qtbot, preset("xor").project())
    faults = FaultCollector()
    guard.log.addHandler(faults)
    try:
        for seed in range(trials(3, 100)):
            rng = random.Random(seed)
            hand = RandomHand(desk, faults.messages)
            hand.play(("open", rng.choice(("xor", "circle", "gaussians", "spiral", "wave"))))
            for _ in range(LENGTH):
                hand.play(hand.draw(rng))
            hand.check_saved(tmp_path / f"{seed}.bpx")
    finally:
        guard.log.removeHandler(faults)
