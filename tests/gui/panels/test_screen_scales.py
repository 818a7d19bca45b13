"""What is drawn on a screen with twice the pixels is as wide as on any other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

#: Draws a level line and prints over how many rows of the screen's pixels it goes.
DRAW = """
import numpy as np
from bpexplorer import app
from bpexplorer.look.theme import apply_theme
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot

made = app.make_application()
apply_theme(made, "light")
plot = Plot()
line = plot.add_line(LineStyle(lambda theme: theme.train, is_main=True))
line.set_points(np.arange(20.0), np.zeros(20))
plot.follow((0.0, 19.0), (-1.0, 1.0))
plot.resize(400, 300)
plot.show()
made.processEvents()
image = plot.grab().toImage()
colours = [image.pixelColor(image.width() // 2 + 3, y) for y in range(image.height())]
print(sum(colour.green() > colour.red() + 30 for colour in colours))
"""


@pytest.mark.parametrize(("scale", "rows"), [("1", 2), ("2", 4)])
def test_a_line_of_a_plot_is_as_wide_on_a_fine_screen(scale: str, rows: int) -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", DRAW], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == rows
