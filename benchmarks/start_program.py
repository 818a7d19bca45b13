"""The program, as its launcher starts it. Prints a line when the canvas, cost and δ docks show the opening example."""

import gc
import sys

from painted import Painted

from bpexplorer import preflight

gc.disable()
if fault := preflight.window_fault() or preflight.binding_fault():
    sys.exit(fault)

from bpexplorer import app

app.start_log()
application = app.make_application()
window = app.create_window()


def done() -> None:
    """Say that everything is there, and end."""
    print("drawn", flush=True)
    window.shut_down()
    application.exit(0)


view, cost, delta = window.canvas.view, window.panels.cost, window.panels.delta
conditions = {
    view.viewport(): lambda: view.frame is not None,
    cost: lambda: cost.title_text() != "",
    delta: lambda: bool(delta.rows),
}
watch = Painted(conditions, done, application)
window.show()
application.exec()
