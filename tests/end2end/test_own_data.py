"""One's own data, from a file that is dropped on the window to weights that predict from its rows elsewhere."""

from pathlib import Path

import numpy as np
import pytest
from desktop import LEFT, Desktop, Program, save_in_dialog

from bpexplorer.core.backprop import forward
from bpexplorer.project import files
from tests.outsider import predictions_by_guide
from tests.shown import number

pytestmark = pytest.mark.window

#: The machine may have other things to do.
PATIENCE = 90.0
NAMES = ("L\N{LATIN SMALL LETTER A WITH DIAERESIS}nge", "width; where it is widest", "island", "species")
Flower = tuple[float, float, str, str]


def write_flowers(path: Path, rows: int = 120) -> list[Flower]:
    """Semicolons, decimal commas, a byte order mark, and a value missing in the last row. Gives the others."""
    rng, found = np.random.default_rng(7), []
    for row in range(rows):
        kind = row % 3
        long = round(3.0 + 1.5 * kind + 0.25 * float(rng.standard_normal()), 2)
        wide = round(2.0 - 0.6 * kind + 0.15 * float(rng.standard_normal()), 3)
        island = ("Biscoe", "Dream", "Torgersen")[int(rng.integers(3))]
        found.append((long, wide, island, ("iris", "rose", "lily")[kind]))
    head = ";".join(f'"{name}"' if ";" in name else name for name in NAMES)
    lines = [f"{long};{wide};{island};{kind}".replace(".", ",") for long, wide, island, kind in found]
    path.write_text("\r\n".join([head, *lines, ";1,5;Dream;rose", ""]), encoding="utf-8-sig", newline="")
    return found


def drop(desktop: Desktop, program: Program, path: Path) -> None:
    """Drag the file out of another program's window and let it go over the middle of ours."""
    giver = desktop.start("giver:run", str(path))
    x, y = giver.find("file").centre
    target = program.find("network_view").centre
    desktop.xdotool("mousemove", x, y, "mousedown", LEFT)
    for share in (0.02, 0.1, 0.4, 0.7, 1.0):
        place = (round(x + share * (target[0] - x)), round(y + share * (target[1] - y)))
        desktop.xdotool("mousemove", *place)
    program.wait_for_text("drop_hint", path.name)
    desktop.xdotool("mouseup", LEFT)
    program.find("data_columns")
    giver.end()


@pytest.mark.timeout(300)
def test_a_table_is_dropped_learned_kept_without_its_file_and_predicted_from_elsewhere(
    desktop: Desktop, tmp_path: Path
) -> None:
    table, project, weights = (tmp_path / name for name in ("flowers.csv", "mine.bpx", "mine.npz"))
    flowers = write_flowers(table)
    program = desktop.start()
    program.find("network_view")
    drop(desktop, program, table)
    program.wait_for_text("data_target", "species")
    program.wait_for_text("data_rows", str(len(flowers)))
    program.click("data_use")
    program.wait_until(lambda: not program.is_shown("data_use"), "the dialog to close")
    program.wait_for_text("step", lambda text: number(text) == 0)
    learn(program)
    save_in_dialog(program, "ctrl+s", project)
    table.unlink()
    program.key("ctrl+q")
    assert program.wait_closed() == 0

    again = desktop.start("bpexplorer.launcher:main", str(project))
    again.find("network_view")
    again.wait_for_text("test_accuracy", lambda text: "%" in text and number(text) > 90.0)
    save_in_dialog(again, "ctrl+e", weights)
    again.key("ctrl+q")
    assert again.wait_closed() == 0

    opened = files.load(project)
    rows = [{NAMES[0]: str(long), NAMES[1]: str(wide), NAMES[2]: island} for long, wide, island, _ in flowers]
    got = predictions_by_guide(rows, tmp_path)
    split = opened.prepared.split
    order = np.concatenate([split.train, split.validation, split.test])
    assert sorted(order.tolist()) == list(range(len(flowers)))
    ours = forward(opened.state.network(), opened.state.data.samples("all").x).activations[-1]
    np.testing.assert_allclose(got[order], ours, rtol=0, atol=1e-12)
    said = [opened.state.data.class_names[place] for place in got.argmax(axis=1)]
    assert np.mean([name == kind for name, (*_, kind) in zip(said, flowers, strict=True)]) > 0.9


def learn(program: Program) -> None:
    """At full speed until more than 90 % of the test set are right, and on to the end of an epoch."""
    program.click("speed")
    program.key("End")
    program.click("action_play")
    program.wait_for_text("test_accuracy", lambda text: "%" in text and number(text) > 95.0, timeout=PATIENCE)
    program.click("action_play")
    program.wait_for_text("status_activity", "Paused")
