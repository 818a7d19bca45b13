"""The program, as its launcher starts it. Says so when what is in sight shows the opening example."""

import time

from bpexplorer.launcher import prepare


def main() -> None:
    """Open the window as ``app.run`` does."""
    prepare()
    from painted import Painted

    from bpexplorer import app
    from bpexplorer.window.drawing import is_seen

    app.start_log()
    application = app.make_application()
    window = app.create_window()

    def done() -> None:
        print("drawn", time.process_time(), flush=True)
        window.closing.shut_down()
        application.exit(0)

    def wait_for_paint() -> None:
        in_sight = [panel for panel in window.panels.there.values() if is_seen(panel)]
        widgets = [window.canvas.view.viewport(), *in_sight]
        Painted(dict.fromkeys(widgets, lambda: True), done, application)

    # What is in sight draws the first picture when that is published, before it is painted.
    window.picturing.published.connect(wait_for_paint)
    window.show()
    application.exec()


main()
