"""Which engine trains a network, and with how many BLAS threads.

BLAS adds in another order with another number of threads, so the number must not depend on what else the machine
does: it is a function of the network and the batch size, and set where a run begins.
"""

import os
from itertools import pairwise

from threadpoolctl import threadpool_limits

from bpexplorer.core.spec import NetworkSpec

#: Products with fewer multiply-adds than this are quicker in one thread than shared out.
MIN_PRODUCT_TO_SHARE = 4_000_000


def blas_threads(spec: NetworkSpec, batch_size: int) -> int:
    """How many threads BLAS uses for a run of this network."""
    largest = max(n_in * n_out for n_in, n_out in pairwise(spec.sizes)) * batch_size
    return 1 if largest < MIN_PRODUCT_TO_SHARE else os.cpu_count() or 1


def set_blas_threads(spec: NetworkSpec, batch_size: int) -> int:
    """Set that number for the whole process, and return it. Only who trains calls this."""
    threads = blas_threads(spec, batch_size)
    threadpool_limits(limits=threads, user_api="blas")
    return threads
