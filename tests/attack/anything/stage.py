"""A window as `app.run` opens it, in a process of its own, with files to open; another one where it has gone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.exceptions import TimeoutError

from bpexplorer.live.messages import Pause
from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.presets import preset
from bpexplorer.project.weights import FORMATS, export_weights
from bpexplorer.window.garbage import GarbageCollector
from bpexplorer.window.main_window import MainWindow
from tests.attack.anything.clock import Clock
from tests.attack.anything.held_over import HeldOver
from tests.attack.anything.lateness import Lateness
from tests.attack.anything.patience import PATIENCE, stretched
from tests.attack.anything.positions import Positions
from tests.attack.anything.watching import Watch
from tests.windows import Desk

#: Of a window that is opened: there is less to paint than in a large one.
SIZE = (1024, 700)
#: What one round of the event loop may wait for something to come.
_ROUND_MILLISECONDS = 5


class Waits:
    """What a `Desk` needs of pytest-qt's bot, outside of a test."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        #: Whether the event loop that runs now is this one's.
        self.is_waiting = False

    def round(self, milliseconds: int = 0) -> None:
        """Let the event loop run, at least once."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        before, self.is_waiting = self.is_waiting, True
        try:
            loop.exec()
        finally:
            self.is_waiting = before

    def inside(self, do: Callable[[], object]) -> None:
        """Do something in an event loop, as everything in a program is done.

        There, what is to be deleted later is kept until that has ended. Outside of all event loops Qt would delete it
        in the next that begins, as in that of a question, in the middle of what it is doing.
        """
        loop, wrong = QEventLoop(), list[Exception]()

        def go() -> None:
            try:
                do()
            except Exception as error:
                wrong.append(error)
            finally:
                loop.quit()

        QTimer.singleShot(0, go)
        loop.exec()
        if wrong:
            raise wrong[0]

    def waitUntil(self, condition: Callable[[], bool | None], *, timeout: float = 0) -> None:  # noqa: N802
        patience = stretched(PATIENCE)
        end = self._clock.real() + patience
        while not condition():
            if self._clock.real() > end:
                raise TimeoutError(f"waited for {patience:.0f} s")
            self.round(_ROUND_MILLISECONDS)

    @contextmanager
    def waitSignal(self, signal: Any, *, timeout: float = 0) -> Iterator[SimpleNamespace]:  # noqa: N802
        told: list[tuple[Any, ...]] = []

        def hear(*arguments: Any) -> None:
            told.append(arguments)

        heard = SimpleNamespace(args=None)
        signal.connect(hear)
        try:
            yield heard
            self.waitUntil(lambda: told != [])
            heard.args = told[0]
        finally:
            signal.disconnect(hear)

    @contextmanager
    def waitExposed(self, widget: QWidget) -> Iterator[None]:  # noqa: N802
        yield
        self.waitUntil(lambda: widget.windowHandle() is not None and widget.windowHandle().isExposed())

    def addWidget(self, widget: QWidget, **_: Any) -> None:  # noqa: N802
        """The stage itself sees to the end of its windows."""


class Stage:
    """An open window, the files that can be named, and what went wrong so far.

    ``root`` is an empty folder, where everything is written that this process writes.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.clock, self.watch, self.lateness = root, Clock(), Watch(), Lateness()
        self.waits = Waits(self.clock)
        self.files = root / "files"
        self.files.mkdir()
        self.windows = self.number = 0
        self.desk = self._opened()
        self._collector = GarbageCollector()
        make_files(self.files)

    @property
    def window(self) -> MainWindow:
        return self.desk.window

    def new_number(self) -> int:
        """One more with each call."""
        self.number += 1
        return self.number

    @property
    def has_ended(self) -> bool:
        """Whether the window is closed, or about to be."""
        return not self.window.isVisible()

    def _opened(self) -> Desk:
        self.windows += 1
        self.positions, self.held_over = Positions(), HeldOver()
        self._ended: list[bool] = []
        desk = Desk(self.waits, preset("xor").project(), size=SIZE)  # type: ignore[arg-type]
        desk.window.autosave.begin(self.root / "recovery")
        desk.window.closing.ended.connect(lambda: self._ended.append(True))
        intake, document = desk.window.intake, desk.window.document
        intake.disagreed.connect(lambda: self.watch.heard.append("plan and run differ"))
        intake.taken.connect(
            lambda frame: (
                frame.edit_number == document.posted
                or self.watch.heard.append("a frame from before the newest edit is shown")
            )
        )
        return desk

    def reopen(self) -> None:
        """Close the window if it is open, whatever is unsaved, wait until it has ended, and open another one."""
        window, end = self.window, self.clock.real() + stretched(PATIENCE)
        self.clear()
        while not self._ended:
            if window.isVisible() and not dialogs() and not window.files.busy:
                window.close()
            self._discard()
            self.waits.round(_ROUND_MILLISECONDS)
            if self.clock.real() > end:
                raise AssertionError(f"the window doesn't end; over it are {dialogs()}")
        # Where a menu of it is open in an event loop of its own, it goes with the end of that.
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        self.desk = self._opened()

    def _discard(self) -> None:
        for box in dialogs():
            names = [each.objectName() for each in box.buttons()] if isinstance(box, QMessageBox) else []
            if "unsaved_discard" in names:
                box.buttons()[names.index("unsaved_discard")].click()  # type: ignore[attr-defined]
            else:
                box.reject()

    def rest(self) -> None:
        """Close what is open over the window, and let training pause."""
        window = self.window
        self.clear()
        if self._ended or self.has_ended:
            return
        window.live.post(Pause())
        # What is read of a table counts as a question, and yet nobody is asked.
        self.waits.waitUntil(lambda: self.clear() and not window.files._tasks.states)

    def clear(self) -> bool:
        """Close popups and dialogs; True if there were none any more."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        opened = dialogs()
        for dialog in opened:
            dialog.reject()
        return not opened

    def calm(self) -> None:
        """Let everything come to its end, and be drawn; or the window, which may wait for a file with its own."""
        self.rest()
        try:
            self.waits.waitUntil(lambda: self.has_ended or self.desk.is_calm())
        except TimeoutError as error:
            raise AssertionError(f"the window doesn't come to rest: {self._unrest()}") from error

    def _unrest(self) -> str:
        window = self.window
        picture, session = window.picturing.picture, window.document.session.state
        return (
            f"busy {window.files.busy}, posted {window.document.posted}, "
            f"frame {picture and (picture.frame.edit_number, picture.frame.state)}, "
            f"of this session {picture is not None and picture.session == session}, "
            f"drawn {window.draw_loop.is_idle}, walk {window.stepping.is_settled}, costs {window.costs.is_settled}"
        )


def dialogs() -> list[QDialog]:
    """Those that can be seen, the one on top last."""
    # Hundreds of times oftener there are none: for the widgets, Python would wrap every menu that there is each time.
    kind = Qt.WindowType.Dialog
    if not any(each.isVisible() and each.type() is kind for each in QApplication.topLevelWindows()):
        return []
    found = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
    ]
    modal = QApplication.activeModalWidget()
    return sorted(found, key=lambda each: each is modal)


def make_files(folder: Path) -> None:
    """Files to be opened, imported and dropped: good ones, and such as nothing can be done with."""
    for name in ("circle", "wave"):
        files.save(preset(name).project(), folder / f"{name}.bpx")
    project = preset("xor").project()
    for entry in FORMATS.values():
        with suppress(ProjectFileError):  # not every format can hold every network
            export_weights(project.weights(), folder / f"weights{entry.extension}", format_name=entry.name)
    whole = (folder / "circle.bpx").read_bytes()
    (folder / "cut.bpx").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.bpx").write_bytes(b"")
    (folder / "notes.txt").write_text("No network is in here.\n", encoding="utf-8")
    rows = "\n".join(f"{x / 10},{x * x / 100},{'even' if x % 2 == 0 else 'odd'}" for x in range(40))
    (folder / "table.csv").write_text(f"x,y,kind\n{rows}\n", encoding="utf-8")
    (folder / "folder.bpx").mkdir()
    (folder / "link.bpx").symlink_to("circle.bpx")
