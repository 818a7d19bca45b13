"""What the child does: read a file, and write its numbers where they are fetched."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bpexplorer.core.children import inside
from bpexplorer.core.children.inside import Tell
from bpexplorer.data.readers import read_table
from bpexplorer.data.readers.refusal import DataFileError
from bpexplorer.data.reading import delivery

#: How often it is told how far the reading is, in seconds.
_BETWEEN = 0.05


def work(arguments: Sequence[str], tell: Tell) -> bytes:
    """Read the file of the first argument as the second says, and write the numbers to the third."""
    path, reading, numbers = arguments
    if hasattr(os, "nice"):
        os.nice(5)  # the window stays live meanwhile, also where training takes a processor
    told = 0.0

    def progress(done: float) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told > _BETWEEN:
            told = now
            tell(round(done, 4))

    try:
        table = read_table(Path(path), delivery.reading_from(reading), progress=progress)
        return delivery.write(table, Path(numbers))
    except DataFileError as error:
        return delivery.refusal_to(error.refusal)
    except SystemExit:  # nobody wants it any more, and perhaps nobody is left to tidy up
        shutil.rmtree(Path(numbers).parent, ignore_errors=True)
        raise


if __name__ == "__main__":
    sys.exit(inside.serve(work))
