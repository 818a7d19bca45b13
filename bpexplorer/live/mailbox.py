"""A mailbox that holds one letter, the newest."""

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Hands the newest letter from one thread to another. However slow the reader, nothing queues up."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._letter: T | None = None

    def put(self, letter: T) -> bool:
        """Put a letter in, in place of one that wasn't taken; True if the box was empty."""
        with self._lock:
            was_empty = self._letter is None
            self._letter = letter
        return was_empty

    def take(self) -> T | None:
        """Take the letter out, if there is one."""
        with self._lock:
            letter, self._letter = self._letter, None
        return letter

    def peek(self) -> T | None:
        """The letter in the box, which stays there."""
        with self._lock:
            return self._letter

    @property
    def is_empty(self) -> bool:
        """Whether the last letter was taken."""
        with self._lock:
            return self._letter is None
