"""Leaves the interpreter to the window's thread for as long as that needs it."""

import threading
import time
from collections.abc import Callable

#: So long a thread that gives a turn is away at least. It has to sleep: numpy gives the interpreter up in each small
#: product, too, but takes it again before a thread that waits for it has woken up, which would wait for seconds.
TURN_SECONDS = 50e-6
#: It is away at most so long at a time, and in all: a window that computes on and on doesn't keep training from it.
LONGEST_SECONDS, MOST_SECONDS = 0.002, 0.02
#: The window's thread goes on computing if it has computed for at least this much of the time.
BUSY = 0.25


class Turns:
    """Gives others a turn, and goes on with that while the window's thread computes.

    Otherwise this thread would take the interpreter back in the middle of what is drawn, after half a millisecond or
    as soon as Qt leaves it, and keep it for a whole slice, again and again. To be made in the window's thread.

    Parameters
    ----------
    computed : callable, optional
        Gives how many seconds the window's thread has computed.
    sleep : callable, optional
        Gives the interpreter up for so many seconds.
    """

    def __init__(
        self,
        computed: Callable[[], float] | None = None,
        *,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._computed = computed or computed_by_this_thread()
        self._clock, self._sleep = clock, sleep

    def give(self, *, briefly: bool = False) -> None:
        """Let others have the interpreter, once, and unless ``briefly``, then until the window's thread rests."""
        began = now = self._clock()
        computed, away = self._computed(), TURN_SECONDS
        while True:
            self._sleep(away)
            before, now = now, self._clock()
            former, computed = computed, self._computed()
            if briefly or computed - former < BUSY * (now - before) or now - began >= MOST_SECONDS:
                return
            away = min(2.0 * away, LONGEST_SECONDS)


def computed_by_this_thread() -> Callable[[], float]:
    """A function that says, in any thread, for how long the thread that asks for it here has computed.

    Where the system has no such clock, it says 0 for ever: of that thread nothing is known.
    """
    # (The process's own processor time won't do: Linux adds what other threads do just now only at its next tick.)
    if not hasattr(time, "pthread_getcpuclockid"):
        return lambda: 0.0
    number = time.pthread_getcpuclockid(threading.get_ident())
    return lambda: time.clock_gettime(number)
