"""Windows that work by themselves in processes of their own, each killed at some moment, or closed.

A working window edits every now and then, undoes, draws, goes back, takes other data, plays, pauses and saves, and
tells what it has done: how many edits, and the step of the run. The number of its edits stands in its learning rate, so
that it is found again in any file: whatever else is done is followed by an edit of that.
"""

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

#: Between two things that a working window does, in milliseconds: some follow faster than the work is written.
PAUSES = (5, 50, 400)
#: Of the tables that a working window takes.
TABLE_ROWS = 20_000
#: The learning rate that XOR begins with, and what each edit adds to it.
_FIRST_RATE, _RATE_STEP = 0.3, 1e-4


@dataclass(frozen=True, slots=True)
class Told:
    """What a window had told when it ended."""

    #: When each was made.
    edits: tuple[float, ...]
    #: (when, run, step) of everything that was heard of the run, the newest last.
    steps: tuple[tuple[float, int, int], ...]
    ended: int
    #: How long the last write of the work took, in seconds.
    write: float = 0.0
    #: Killed after it had undone edits, or gone back, and before the edit that counts them: how many there are is
    #: anybody's guess.
    is_between: bool = False


def edits_in(project: Any) -> int:
    """How many edits a project has seen."""
    edits = round((project.plan.config.learning_rate - _FIRST_RATE) / _RATE_STEP)
    assert edits >= 0, "the example begins with another rate by now"
    return edits


def killed(
    work: Callable[[Callable[[str], None]], None], after: float | None, *, once: tuple[str, ...] = ("ready",)
) -> Told:
    """Let a process work, and kill it so many seconds after it has told all of ``once``, or let it end by itself
    (None)."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _work(work, write_end)
    os.close(write_end)
    try:
        lines = _lines_until(read_end, child, after, tuple(word.encode() for word in once))
    finally:
        os.close(read_end)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = [line.split() for line in lines]
    # What was undone, or gone back from, is no longer there to be lost.
    anew = max((at for at, words in enumerate(told) if words[0] == "back"), default=-1)
    is_between = not any(words[0] == "edit" for words in told[anew:]) and anew >= 0
    edits = tuple(float(words[1]) for words in told if words[0] == "edit")
    steps = tuple(
        (float(words[1]), int(words[2]), int(words[3])) for words in told[anew + 1 :] if words[0] == "step"
    )
    writes = [float(words[1]) for words in told if words[0] == "wrote"]
    return Told(edits, steps, status, max(writes[-1:], default=0.0), is_between)


def _work(work: Callable[[Callable[[str], None]], None], write_end: int) -> NoReturn:
    code = 1
    try:
        work(lambda line: os.write(write_end, f"{line}\n".encode()) and None)
        code = 0
    finally:
        os._exit(code)


def _lines_until(read_end: int, child: int, after: float | None, once: tuple[bytes, ...]) -> list[str]:
    """What a child tells until it is killed, or ends."""
    text, deadline = b"", None
    while True:
        wait = 60.0 if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([read_end], [], [], wait)[0]:
            os.kill(child, signal.SIGKILL)
            deadline = time.monotonic() + 60.0  # its end is heard by the end of the pipe
            continue
        part = os.read(read_end, 2**16)
        if not part:
            return text.decode().splitlines()[: text.count(b"\n")]
        text += part
        if deadline is None and after is not None and all(word in text for word in once):
            deadline = time.monotonic() + after


def make_window(root: Path) -> Any:
    """A window that keeps its work there, as `app.run` makes one."""
    from bpexplorer.app import create_window
    from bpexplorer.project.presets import preset

    window = create_window(preset("xor").project())
    window.autosave.begin(root)
    window.show()
    return window


def tell_writes(tell: Callable[[str], None]) -> None:
    """Tell how long each write of the work takes."""
    from bpexplorer.project.recovery.place import Done, Kept, Place

    keep = Place.keep

    def told(place: Place, root: Path, kept: Kept) -> Done:
        done = keep(place, root, kept)
        tell(f"wrote {done.seconds}")
        return done

    Place.keep = told  # type: ignore[method-assign]


#: What a working window does, as often as it stands here.
ACTS = ("edit", "edit", "undo", "draw", "back", "play", "table", "save")


def working(
    root: Path, path: Path, seed: int, *, acts: int | None = None, kinds: tuple[str, ...] = ACTS
) -> Callable[[Callable[[str], None]], None]:
    """A window at work, which saves to ``path``; after so many ``acts`` it closes, discarding."""

    def work(tell: Callable[[str], None]) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QMessageBox

        from bpexplorer.core.edits.structure import AddNeurons
        from bpexplorer.data.choice import table_choice
        from bpexplorer.data.drawing import Stroke
        from tests.tables import flowers

        window, rng, timer, made = make_window(root), random.Random(seed), QTimer(), [0, 0]
        document = window.document
        tell_writes(tell)
        document.progressed.connect(
            lambda: tell(f"step {time.monotonic()} {' '.join(map(str, document.place))}")
        )

        def edit(first: Callable[[], object], *, is_back: bool = False) -> None:
            """Do something, and then make the edit that counts both."""
            if is_back:
                tell("back")
            began = time.monotonic()
            first()
            made[0] += 2
            document.configure(learning_rate=_FIRST_RATE + made[0] * _RATE_STEP)
            tell(f"edit {began}\nedit {time.monotonic()}")

        def draw() -> None:
            inputs = document.prepared.training.inputs
            document.draw(Stroke((tuple(rng.random() for _ in range(inputs)),), ((0.0,),), (("train", 0),)))

        def act() -> None:
            made[1] += 1
            if acts is not None and made[1] > acts:
                timer.stop()
                close(window)
                return
            match rng.choice(kinds):
                case "edit":
                    edit(lambda: document.request(AddNeurons(1)))
                case "undo":
                    edit(document.undo_stack.undo, is_back=True)
                case "draw":
                    edit(draw)
                case "back":
                    if document.marks.refusal is None:
                        edit(document.marks.go_back, is_back=True)
                case "play":
                    window.actions_by_name["action_play"].trigger()
                case "table":
                    of_its_own = table_choice(flowers(rows=TABLE_ROWS, seed=made[1]))
                    window.files.begin_task(window.files.own_data.use(of_its_own))
                case "save":
                    window.files.save_to(path)
            timer.start(rng.choice(PAUSES))

        def close(window: Any) -> None:
            window.closing.ended.connect(QApplication.quit)
            timer.setSingleShot(False)
            timer.timeout.disconnect()
            timer.timeout.connect(discard)  # the question may wait for what is being written
            timer.start(5)
            window.close()

        def discard() -> None:
            if (box := window.findChild(QMessageBox, "dialog_unsaved")) is not None and box.isVisible():
                next(each for each in box.buttons() if each.objectName() == "unsaved_discard").click()

        timer.setSingleShot(True)
        timer.timeout.connect(act)
        timer.start(PAUSES[-1])
        tell("ready")
        QApplication.exec()

    return work


def restoring(root: Path) -> Callable[[Callable[[str], None]], None]:
    """A window that restores what is lost there, and says so before it begins to."""

    def work(tell: Callable[[str], None]) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QPushButton

        window, timer = make_window(root), QTimer()
        window.restoring.offer(root)

        def press() -> None:
            button = window.findChild(QPushButton, "restore_restore")
            if button is not None:
                timer.stop()
                tell("ready")
                button.click()

        timer.timeout.connect(press)
        timer.start(5)
        QApplication.exec()

    return work


def kill_one(root: Path, seed: int, longest: float) -> dict[str, float]:
    """Kill a window at work, so many seconds later at the latest, and look what is lost."""
    from bpexplorer.project import files
    from bpexplorer.project.recovery.lost import find

    path = root / "saved.bpx"
    rng = random.Random(seed)
    # However slow the machine is, there is something to lose: an edit, and of every third window a step.
    once = ("edit", "step") if seed % 3 == 0 else ("edit",)
    told = killed(working(root / "kept", path, seed), rng.uniform(0.0, longest), once=once)
    found = find(root / "kept")
    left = [work.project for work in found.works]
    if path.exists():
        left.append(files.load(path))
    # Killed between a save and what follows from it, there are both.
    edits, *place = max(
        ((edits_in(each), each.state.run, each.state.step) for each in left), default=(0, 0, 0)
    )
    # Since when there was more than what is left.
    since = [when for when, *at in told.steps if at > place]
    ended = max([*told.edits, *(when for when, *_ in told.steps)], default=0.0)
    lost_edits = () if told.is_between else told.edits[edits:]
    return {
        "ended": told.ended,
        "edits": len(told.edits),
        "steps": told.steps[-1][2] if told.steps else 0,
        "lost_edits": len(lost_edits),
        "edit_seconds_lost": ended - lost_edits[0] if lost_edits else 0.0,
        "seconds_lost": ended - since[0] if since else 0.0,
        "write": told.write,
        "unreadable": len(found.unreadable),
        "found": len(found.works),
    }


def close_one(root: Path, seed: int) -> dict[str, float]:
    """Let a window work a while and close; what would be asked about then."""
    from bpexplorer.project.recovery.folder import folders

    told = killed(working(root / "kept", root / "saved.bpx", seed, acts=3), None)
    return {"ended": told.ended, "found": len(folders(root / "kept"))}


def restore_again_and_again(root: Path, times: int) -> dict[str, float]:
    """Kill a window at work, and then so many that restore its work; what there is to restore at last."""
    from bpexplorer.project.recovery.lost import find

    kept, rng = root / "kept", random.Random(1)
    kinds = tuple(kind for kind in ACTS if kind != "save")
    told = killed(working(kept, root / "saved.bpx", 13, kinds=kinds), 1.5, once=("edit",))
    for _ in range(times):
        killed(restoring(kept), rng.uniform(0.0, 0.4))
    works = find(kept).works
    return {
        "found": len(works),
        "edits": 0 if told.is_between else len(told.edits),
        "edits_found": edits_in(works[0].project) if works else -1,
    }


#: Until a window is killed.
LONGEST = {"kill": 1.2, "kill_late": 6.0}


def _main(what: str, root: Path, number: int) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import bpexplorer.app  # noqa: F401  (once, for all processes)

    if what == "restore":
        results = [restore_again_and_again(root, number)]
    else:
        one = close_one if what == "close" else partial(kill_one, longest=LONGEST[what])
        results = []
        for seed in range(number):
            folder = root / str(seed)
            folder.mkdir()
            results.append(one(folder, seed))
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
