"""The run on screen and the earlier ones that stay as ghosts. No Qt."""

from bpexplorer.core.training.frame import Frame
from bpexplorer.panels.cost.beginnings import Beginning
from bpexplorer.panels.cost.curves import Run

#: Earlier runs that are kept at most; then the oldest goes.
MAX_GHOSTS = 4


class RunBook:
    """Follows the frames: when another run comes, the former becomes a ghost with its last history.

    A run that undo brings back is the current one again and no ghost any more.
    """

    def __init__(self) -> None:
        self._current: Run | None = None
        self._ghosts: list[Run] = []
        self._numbers: dict[int, int] = {}
        #: With what each run began that was seen before its first step.
        self._began: dict[int, Beginning] = {}

    @property
    def current(self) -> Run | None:
        """The run that the newest frame belongs to."""
        return self._current

    @property
    def ghosts(self) -> tuple[Run, ...]:
        """Earlier runs, oldest first."""
        return tuple(self._ghosts)

    @property
    def count(self) -> int:
        """How many runs there are to see."""
        return len(self._ghosts) + (self._current is not None)

    def take(self, frame: Frame, data: str = "") -> bool:
        """Take the history of a frame, and what its data are called; say whether the ghosts are others now."""
        ghosts = list(self._ghosts)
        former = self._current
        number = self._numbers.setdefault(frame.run, len(self._numbers) + 1)
        if frame.step == 0:
            self._began[frame.run] = Beginning.of_frame(frame)
        began = self._began.get(frame.run)
        self._current = Run.of_frame(frame, frame.history, number=number, began=began, data=data)
        if former is not None and former.key != frame.run and former.epochs > 0:
            self._ghosts.append(former)
        self._ghosts = [ghost for ghost in self._ghosts if ghost.key != frame.run][-MAX_GHOSTS:]
        return ghosts != self._ghosts

    def forget_ghosts(self) -> None:
        """Let the earlier runs go; numbers go on from where they are."""
        self._ghosts.clear()

    def clear(self) -> None:
        """Begin afresh, for another project."""
        self._current = None
        self._ghosts.clear()
        self._numbers.clear()
        self._began.clear()
