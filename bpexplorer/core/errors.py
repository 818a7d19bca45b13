"""The errors that a user can cause. Their text says what is wrong, where, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager


class BpExplorerError(Exception):
    """Something the user can put right; its text is shown as it stands.

    ``key`` is the field that it is about, by its path in the value that can't be: ``learning_rate``,
    ``layers[0].size``. It is empty where the fault is in how fields fit together. ``is_notice`` says that nothing is
    wrong: what was asked for just isn't there to be done.
    """

    key: str = ""
    is_notice: bool = False


class InvalidNetworkError(BpExplorerError):
    """A network that cannot exist: a layer without neurons, shapes that don't fit, an unknown activation."""


class InvalidConfigError(BpExplorerError):
    """A training configuration with a value out of range, or of an unknown name."""


class DataError(BpExplorerError):
    """A data set that cannot be made, read or split as asked."""


@contextmanager
def about(key: str) -> Iterator[None]:
    """Let errors that are raised within know the field that they are about; an inner one is named behind it."""
    try:
        yield
    except BpExplorerError as error:
        error.key = f"{key}.{error.key}" if error.key else key
        raise
