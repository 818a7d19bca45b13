"""A line that follows what takes long."""

import math
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bpexplorer.cli.console.numbers import shown
from bpexplorer.cli.console.output import show
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.readers.progress import Progress
from bpexplorer.translation import tr


@contextmanager
def passing(text: str) -> Iterator[Progress]:
    """Say on stderr what is being done, and how much of it is done where that is told, on a terminal only.

    Nothing is left of it afterwards.
    """
    is_shown, told = sys.stderr is not None and sys.stderr.isatty(), 0

    def tell(done: float) -> None:
        nonlocal told
        if is_shown and int(100 * done) > told:
            told = int(100 * done)
            _show_line(tr("{text} {done:.0%}", text=text, done=done))

    if is_shown:
        _show_line(text)
    try:
        yield tell
    finally:
        if is_shown:
            show("\r\x1b[K")


def _show_line(text: str) -> None:
    show("\r\x1b[K" + text[: shutil.get_terminal_size().columns - 1])


class ProgressLine:
    """One line on stderr that follows training, on a terminal only; nothing is left of it afterwards."""

    def __init__(self, trainer: Trainer, until_epoch: int) -> None:
        self._trainer, self._until_epoch, self._first_epoch = trainer, until_epoch, trainer.epoch
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *error: object) -> None:
        if self._shown:
            show("\r\x1b[K")

    def draw(self) -> None:
        """Show where training is."""
        if not self._shown:
            return
        trainer, latest = self._trainer, self._trainer.recorder.latest
        done = trainer.epoch + trainer.batch / trainer.batches_per_epoch - self._first_epoch
        share = done / max(1, self._until_epoch - self._first_epoch)
        bar = ("#" * round(20 * share)).ljust(20, ".")
        text = tr(
            "[{bar}] epoch {epoch} of {until_epoch}",
            bar=bar,
            epoch=trainer.epoch,
            until_epoch=self._until_epoch,
        )
        if latest is not None:
            text += tr("  cost {train_cost}", train_cost=shown(latest.train_cost, ".4g"))
            text += (
                ""
                if math.isnan(latest.test_accuracy)
                else tr("  test {test_accuracy:.1%}", test_accuracy=latest.test_accuracy)
            )
        _show_line(text)
