"""The bugs, by what they are in. Where the program changes, give an entry its new ``old`` and ``new``."""

from typing import Final

from tests.planted.bugs import (
    command_line,
    compiled,
    data,
    edits,
    engine,
    exchange,
    files,
    lessons,
    mathematics,
    phases,
    reading,
    samples,
    tables,
    training,
    window,
)
from tests.planted.planting import Bug

BUGS: Final[tuple[Bug, ...]] = (
    *mathematics.BUGS,
    *training.BUGS,
    *engine.BUGS,
    *compiled.BUGS,
    *edits.BUGS,
    *reading.BUGS,
    *phases.BUGS,
    *data.BUGS,
    *tables.BUGS,
    *samples.BUGS,
    *exchange.BUGS,
    *files.BUGS,
    *lessons.BUGS,
    *window.BUGS,
    *command_line.BUGS,
)
