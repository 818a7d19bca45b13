"""The bare script: a plot with one curve. Prints a line when it has been painted."""

import time

import pyqtgraph as pg
from painted import Painted

application = pg.mkQApp()
plot = pg.PlotWidget()
plot.plot([1, 2, 3], [2, 1, 3])


def done() -> None:
    """Say that the plot is there, and end."""
    print("drawn", time.process_time(), flush=True)
    plot.close()
    application.exit(0)


watch = Painted({plot.viewport(): lambda: True}, done, application)
plot.show()
application.exec()
