"""How fast training goes: what was asked for, and what was reached."""

from collections import deque

#: The rate shown is that of the last second or so.
WINDOW_SECONDS = 1.0
#: Steps that were missed for longer than this aren't made up for.
MAX_LATE_SECONDS = 0.1


class Pace:
    """Spreads steps over time. All times are of one clock, in seconds."""

    def __init__(self) -> None:
        #: None for as many as there can be.
        self.steps_per_second: float | None = None
        self._next_due = 0.0

    def start(self, now: float) -> None:
        """Begin: the first step is due at once."""
        self._next_due = now

    def seconds_until_due(self, now: float) -> float:
        """How long to wait for the next step; 0 if it is due."""
        if self.steps_per_second is None:
            return 0.0
        # However much the rate was just raised, the wait is the new rate's.
        return max(0.0, min(self._next_due - now, 1.0 / self.steps_per_second))

    def steps_due(self, now: float) -> int | None:
        """How many steps to make now, at least one; None for no limit."""
        if self.steps_per_second is None:
            return None
        late = min(max(0.0, now - self._next_due), MAX_LATE_SECONDS)
        return 1 + int(late * self.steps_per_second)

    def made(self, steps: int, now: float) -> None:
        """Note how many steps were made at ``now``: what is due next follows from that."""
        if self.steps_per_second is None:
            self._next_due = now
        else:
            self._next_due = max(self._next_due, now - MAX_LATE_SECONDS) + steps / self.steps_per_second


class Meter:
    """Measures steps per second over the last second of training."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Forget what was measured, as after a pause."""
        self._marks.clear()

    def note(self, now: float, step: int) -> None:
        """Say which step training is at."""
        if self._marks and step < self._marks[-1][1]:  # another run
            self._marks.clear()
        self._marks.append((now, step))
        while len(self._marks) > 2 and now - self._marks[1][0] > WINDOW_SECONDS:
            self._marks.popleft()

    @property
    def rate(self) -> float:
        """Steps per second; 0 before there is anything to measure."""
        if len(self._marks) < 2:
            return 0.0
        (then, first), (now, last) = self._marks[0], self._marks[-1]
        return (last - first) / (now - then) if now > then else 0.0
