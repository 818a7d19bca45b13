"""The undo stack: what was done, in order, and how far of it is done now.

It is written in Python because Qt's own stack can't hold commands written in Python safely: once a cycle of
references leads through such a stack, Python's garbage collector may delete a command that Qt deletes again. Qt's
stack also moves on when a command fails.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from bpexplorer.guard import guard


class Command(Protocol):
    """Something that was done and can be undone."""

    @property
    def text(self) -> str:
        """What the menu says behind “Undo”."""
        ...

    @property
    def edit_ids(self) -> frozenset[int]:
        """The edits for which the training thread must keep what undoes them, or makes them again."""
        ...

    def redo(self) -> None: ...

    def undo(self) -> None: ...

    def merge(self, newer: "Command") -> bool:
        """Become one with the command that was done right after this one; False if they belong apart."""
        ...


@dataclass(slots=True)
class Macro:
    """Several commands that are one step for the user."""

    text: str
    commands: list[Command] = field(default_factory=list)

    @property
    def edit_ids(self) -> frozenset[int]:
        return frozenset().union(*(command.edit_ids for command in self.commands))

    def redo(self) -> None:
        for command in self.commands:
            command.redo()

    def undo(self) -> None:
        for command in reversed(self.commands):
            command.undo()

    def merge(self, newer: Command) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the signals tell."""

    undo_text: str | None = None
    redo_text: str | None = None
    is_clean: bool = True


class UndoStack(QObject):
    """Does commands, and undoes and redoes them in order. The oldest of more than ``limit`` are dropped."""

    can_undo_changed = Signal(bool)
    can_redo_changed = Signal(bool)
    #: Empty where there is nothing to undo or redo.
    undo_text_changed = Signal(str)
    redo_text_changed = Signal(str)
    clean_changed = Signal(bool)
    #: A step is about to be undone or done again: what is still being decided must be decided now.
    about_to_move = Signal()
    #: The Command that was undone.
    undone = Signal(object)

    def __init__(self, limit: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self._commands: list[Command] = []
        self._index = 0
        #: The index at which everything is saved, or where the way there leaves the steps that are left.
        self._clean = 0
        #: How many steps lie between that index and what was saved, on a way that is gone; None if nobody knows.
        self._beyond: int | None = 0
        self._macro: Macro | None = None
        #: Whether a command is being done or undone.
        self._is_busy = False
        self._shown = _Shown()

    def __iter__(self) -> Iterator[Command]:
        """All steps that can be undone or redone, the oldest first."""
        return iter(self._commands)

    def count(self) -> int:
        """How many steps can be undone or redone."""
        return len(self._commands)

    @property
    def is_in_macro(self) -> bool:
        """Whether what is pushed now becomes a part of a step."""
        return self._macro is not None

    @property
    def macro_text(self) -> str:
        """What the step is called that is being put together; empty if none is."""
        return "" if self._macro is None else self._macro.text

    @property
    def can_undo(self) -> bool:
        return self._index > 0 and self._macro is None

    @property
    def can_redo(self) -> bool:
        return self._index < len(self._commands) and self._macro is None

    @property
    def undo_text(self) -> str:
        """What would be undone; empty if nothing can be."""
        return self._commands[self._index - 1].text if self.can_undo else ""

    @property
    def redo_text(self) -> str:
        """What would be done again; empty if nothing can be."""
        return self._commands[self._index].text if self.can_redo else ""

    @property
    def is_clean(self) -> bool:
        """Whether the stack is where it was when ``set_clean`` was called."""
        return self.steps_from_clean == 0

    @property
    def steps_from_clean(self) -> int | None:
        """How many steps lie between what was saved and what is now, undone ones included; None if nobody knows."""
        if self._beyond is None:
            return None
        in_macro = 0 if self._macro is None or not self._macro.commands else 1
        return abs(self._index - self._clean) + self._beyond + in_macro

    @property
    def edit_ids(self) -> frozenset[int]:
        """The edits that can be undone or made again."""
        macro = self._macro.edit_ids if self._macro else frozenset()
        return macro.union(*(command.edit_ids for command in self._commands))

    def push(self, command: Command) -> None:
        """Do a command and remember it. If doing it raises, nothing is remembered.

        A command that comes while another is being done or undone is of a plan that is neither the one before nor the
        one after: it is refused with a RuntimeError, and nothing changes.
        """
        with self._alone():
            command.redo()
        if self._macro is not None:
            self._macro.commands.append(command)
        else:
            self._remember(command)
        self._tell()

    @contextmanager
    def macro(self, text: str) -> Iterator[None]:
        """Let everything that is pushed inside be one step; also if it ends early with an exception."""
        if self._macro is not None:  # inside another: part of that
            yield
            return
        self._macro = Macro(text)
        self._tell()
        try:
            yield
        finally:
            macro, self._macro = self._macro, None
            if macro.commands:
                self._remember(macro)
            self._tell()

    @guard
    def undo(self) -> None:
        """Undo the last step; nothing if there is none."""
        with self._moving():
            command = self._commands[self._index - 1] if self.can_undo else None
            if command is not None:
                command.undo()
                self._index -= 1
        self._tell()
        if command is not None:
            self.undone.emit(command)

    @guard
    def redo(self) -> None:
        """Do the next step again; nothing if there is none."""
        with self._moving():
            if self.can_redo:
                self._commands[self._index].redo()
                self._index += 1
        self._tell()

    def drop(self, command: Command) -> None:
        """Forget a step, and all that can only be reached through it: those before one that is done, those after one
        that is undone."""
        at = self._commands.index(command)
        if at < self._index:
            del self._commands[: at + 1]
            self._index -= at + 1
            self._clean -= at + 1  # below 0 it can't be reached, and is as far away as before
        else:
            self._cut(at)
        self._tell()

    def clear(self) -> None:
        """Forget everything; what is there now counts as saved."""
        self._commands.clear()
        self._index = self._clean = self._beyond = 0
        self._tell()

    def set_clean(self) -> None:
        """Everything is saved as it is now."""
        self._clean, self._beyond = self._index, 0
        self._tell()

    def reset_clean(self, beyond: int | None = None) -> None:
        """What is saved can't be reached by undo or redo; it is so many steps away, or nobody knows how far."""
        self._clean, self._beyond = self._index, beyond
        self._tell()

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """Let a step begin only when all that was still open has become a step itself, or was dropped."""
        if not self._is_busy:
            self.about_to_move.emit()
        with self._alone():
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let nothing else happen to the stack while a command is done or undone."""
        if self._is_busy:
            raise RuntimeError("the undo stack is moved from inside a command that is being done or undone")
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False

    def _remember(self, command: Command) -> None:
        self._cut(self._index)
        # What was saved stays a step of its own.
        if self._commands and not self._is_saved_here and self._commands[-1].merge(command):
            return
        self._commands.append(command)
        self._index += 1
        if len(self._commands) > self._limit:
            del self._commands[0]
            self._index -= 1
            self._clean -= 1  # below 0 it can't be reached, and is as far away as before

    def _cut(self, at: int) -> None:
        """Forget the steps from this one on, which are undone."""
        del self._commands[at:]
        if self._beyond is not None and self._clean > at:
            self._beyond += self._clean - at
            self._clean = at

    @property
    def _is_saved_here(self) -> bool:
        return self._index == self._clean and self._beyond == 0

    def _tell(self) -> None:
        """Say what changed since it was said last."""
        old = self._shown
        undo_text = self.undo_text if self.can_undo else None
        redo_text = self.redo_text if self.can_redo else None
        new = self._shown = _Shown(undo_text, redo_text, self.is_clean)
        if (new.undo_text is None) != (old.undo_text is None):
            self.can_undo_changed.emit(new.undo_text is not None)
        if (new.redo_text is None) != (old.redo_text is None):
            self.can_redo_changed.emit(new.redo_text is not None)
        if new.undo_text != old.undo_text:
            self.undo_text_changed.emit(new.undo_text or "")
        if new.redo_text != old.redo_text:
            self.redo_text_changed.emit(new.redo_text or "")
        if new.is_clean != old.is_clean:
            self.clean_changed.emit(new.is_clean)
