"""With how many BLAS threads a network is trained.

BLAS adds in another order with another number of threads, so the number must not depend on what else the machine
does: it is a function of the network and the batch size, chosen where a run begins and kept for the whole run.
"""

import os
from functools import lru_cache
from itertools import pairwise

from threadpoolctl import ThreadpoolController

from bpexplorer.core.spec import NetworkSpec

#: Products with fewer multiply-adds than this are quicker in one thread than shared out.
MIN_PRODUCT_TO_SHARE = 2_000_000


def blas_threads(spec: NetworkSpec, batch_size: int) -> int:
    """How many threads BLAS uses for a run of this network."""
    largest = max(n_in * n_out for n_in, n_out in pairwise(spec.sizes)) * batch_size
    return 1 if largest < MIN_PRODUCT_TO_SHARE else os.cpu_count() or 1


def set_blas_threads(threads: int) -> None:
    """Let BLAS use so many threads, in the whole process. Only the trainer calls this."""
    _controller().limit(limits=threads, user_api="blas")


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    # Looking for the loaded libraries takes a hundred times as long as setting their limits.
    return ThreadpoolController()
