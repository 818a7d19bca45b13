"""The program, as its launcher starts it. Prints a line when the canvas, cost and δ docks show the opening example."""

from bpexplorer.launcher import prepare


def main() -> None:
    """Open the window as ``app.run`` does."""
    prepare()
    from painted import Painted

    from bpexplorer import app

    app.start_log()
    application = app.make_application()
    window = app.create_window()

    def done() -> None:
        print("drawn", flush=True)
        window.shut_down()
        application.exit(0)

    view, cost, delta = window.canvas.view, window.panels["dock_cost"], window.panels["dock_delta"]
    conditions = {
        view.viewport(): lambda: view.frame is not None,
        cost: lambda: cost.note != "",
        delta: lambda: delta.note != "",
    }
    watch = Painted(conditions, done, application)
    window.show()
    application.exec()
    del watch


main()
