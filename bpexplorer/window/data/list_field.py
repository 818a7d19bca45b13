"""A field for several short texts, with a semicolon between them."""

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from bpexplorer.guard import guard

#: Far more than anybody types.
_LONGEST = 10_000


class ListField(QLineEdit):
    """Texts as a row of a table is written: one that has a semicolon in it stands in quotation marks."""

    #: A tuple of str: it was changed by the user.
    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST)
        self._shown: tuple[str, ...] = ()
        self.editingFinished.connect(self.commit)

    def show_texts(self, texts: Sequence[str]) -> None:
        """Show these."""
        self._shown = tuple(texts)
        self.setText(_written(self._shown))
        self.setCursorPosition(0)

    @guard
    def commit(self) -> None:
        """Take what is being typed."""
        texts = _read(self.text())
        if texts != self._shown:
            self._shown = texts
            self.changed.emit(texts)

    def drop(self) -> None:
        """Let go of what is being typed."""
        self.show_texts(self._shown)


def _written(texts: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(texts)
    is_plain = not any(";" in text for text in texts)
    return line.getvalue().replace(";", "; ") if is_plain else line.getvalue()


def _read(text: str) -> tuple[str, ...]:
    row = next(csv.reader([text], delimiter=";", skipinitialspace=True), [])
    return tuple(dict.fromkeys(filter(None, map(str.strip, row))))
