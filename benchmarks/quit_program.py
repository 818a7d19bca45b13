"""Trains at full speed in a window, quits, and says when its threads have ended."""

from program import SETTLING_SECONDS
from PySide6.QtCore import QTimer

from bpexplorer import app
from bpexplorer.window.garbage import GarbageCollector


def begin() -> None:
    """Play at full speed."""
    window.top_bar.set_speed(None)
    window.training.toggle_play()
    QTimer.singleShot(round(SETTLING_SECONDS * 1000), window, end)


def end() -> None:
    """Quit as after the answer that nothing is to be saved."""
    print("quit", flush=True)
    if window.closing.shut_down():
        print("ended", flush=True)
        application.exit(0)
    else:
        window.live.finished.connect(application.quit)


application = app.make_application()
window = app.create_window()
window.show()
collector = GarbageCollector()
QTimer.singleShot(500, window, begin)
application.exec()
collector.stop()
app.leave(0)
