"""The first minutes in a fresh home folder, mouse and keys only; no panel is opened by a menu."""

import pytest
from desktop import Desktop, Program

from bpexplorer.look.samples import part_sample

pytestmark = pytest.mark.window

#: Training with the machine to itself takes some seconds; others may be using it too.
PATIENCE = 90.0


@pytest.mark.timeout(300)
def test_from_the_start_page_to_a_hardest_sample_and_to_a_spiral(desktop: Desktop):
    program = desktop.start()
    program.find("start_watch")
    watch_it_learn(program)
    look_at_the_hardest(program)
    begin_a_spiral(program)


def watch_it_learn(program: Program) -> None:
    """After a choice of the card the keyboard is on Play."""
    program.click("start_watch")
    program.wait_until(lambda: not program.is_shown("start_page"), "the start page to go")
    program.wait_until(lambda: program.find("workspace_train").checked, "the workspace Train")
    program.key("space")
    program.wait_for_text("status_activity", "Training")
    program.click("speed")
    program.key("End")
    program.wait_until(lambda: accuracy_shown(program) >= 80.0, "80 % of the test set", timeout=PATIENCE)
    program.click("action_play")
    program.wait_for_text("status_activity", "Paused")


def accuracy_shown(program: Program) -> float:
    return program.number("test_accuracy") if "%" in program.text("test_accuracy") else 0.0


def look_at_the_hardest(program: Program) -> None:
    """A double click on the first tile: Explore, with that sample of the test set everywhere."""
    x, y, *_ = program.find("sample_tiles").rect
    program.click((x + 30, y + 30), times=2)
    program.wait_until(lambda: program.find("workspace_explore").checked, "the workspace Explore")
    of_the_test_set = part_sample("test", 0).rstrip("0")
    program.wait_for_text("sample_note", lambda text: of_the_test_set in text and "true class" in text)
    for panel in ("network_view", "origin_pill", "demon_actual"):
        program.find(panel)


def begin_a_spiral(program: Program) -> None:
    """The page again, New…, the spiral by a double click, and what was trained let go; then it trains."""
    program.choose("Help", "Start page")
    program.click("start_new")
    program.find("new_presets")
    program.click("entry:Spiral", times=2)
    program.wait_until(lambda: not program.is_shown("new_presets"), "the gallery to close")
    program.click("unsaved_discard")
    program.wait_until(lambda: not program.is_shown("start_page"), "the start page to go")
    program.wait_for_text("step", "0")
    before = program.wait_until(
        lambda: program.number("train_cost") if "–" not in program.text("train_cost") else None,
        "the cost of the spiral",
    )
    program.click("action_play")
    program.wait_until(
        lambda: program.number("train_cost") < before / 2, "half of the cost", timeout=PATIENCE
    )
    program.click("action_play")
    program.wait_for_text("status_activity", "Paused")
