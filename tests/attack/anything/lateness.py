"""Threads that come late, as where a machine has much else to do: then an edit overtakes what was under way."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from bpexplorer.live.asker import _LaneWorker
from bpexplorer.live.worker import Worker


class Lateness:
    """Lets the training thread come to each message ``seconds`` late, and those that answer questions to each of them.

    It is put in their way for the rest of the process. They sleep, and ask the processor for nothing.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        for kind, name in ((Worker, "_handle"), (_LaneWorker, "_advance")):
            setattr(kind, name, self._late(getattr(kind, name)))

    def _late(self, do: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        @wraps(do)
        def late(worker: Any, what: Any) -> Any:
            if self.seconds:
                time.sleep(self.seconds)
            return do(worker, what)

        return late
