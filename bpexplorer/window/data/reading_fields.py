"""How a file is read, shown as it was guessed, and changed: encoding, separator, decimal sign, header, rows, sheet,
marks of missing values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bpexplorer.data.readers.text.encoding import ENCODINGS
from bpexplorer.data.readers.text.layout import MISSING_MARKS
from bpexplorer.data.table.table import Reading
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import Caption, pad_spin_box
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.translation import tr
from bpexplorer.window.data.list_field import ListField

_SEPARATORS: Final[Mapping[str, str]] = {
    ",": tr("comma ,"),
    ";": tr("semicolon ;"),
    "\t": tr("tab"),
    "|": tr("bar |"),
    " ": tr("blanks"),
    "": tr("none: one column"),
}
_DECIMALS: Final[Mapping[str, str]] = {".": tr("point 1.5"), ",": tr("comma 1,5")}
_QUOTES: Final[Mapping[str, str]] = {'"': tr('double "'), "'": tr("single '"), "": tr("none")}
#: So many rows are offered as the one with the names; and so many can be skipped.
_HEADERS, _MOST_SKIPPED = 6, 10_000
#: So narrow a field may become where the window is small.
_LEAST_WIDTH = 84
#: Stands in a list for what the file looks like.
_GUESS: Final = "\0guess"
_FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "encoding": (tr("Encoding"), tr("Which characters its bytes are.")),
    "delimiter": (tr("Separator"), tr("What stands between two cells.")),
    "quote": (tr("Quotes"), tr("What stands around a cell that holds the separator.")),
    "decimal": (tr("Decimal sign"), tr("What stands before the decimals of a number.")),
    "header": (
        tr("Names in row"),
        tr("The row with the names of the columns, counted from 0 after the rows that are skipped."),
    ),
    "skip_rows": (tr("Rows to skip"), tr("How many rows come before the table.")),
    "sheet": (tr("Sheet"), tr("Which sheet of the file is read.")),
    "missing_marks": (
        tr("Also missing"),
        tr(
            "What else stands where a value is missing, beside nothing at all, {marks} and the like. Several are "
            "written with a semicolon between them.",
            marks=", ".join(MISSING_MARKS[:2]),
        ),
    ),
    "as_text": (
        tr("Taken as text"),
        tr(
            "The columns whose values are names of categories, whatever they look like; a semicolon between them."
        ),
    ),
}
#: What is said about columns by their names, or cells: typed, and never guessed.
_LISTS: Final = ("missing_marks", "as_text")
#: Where these become others, so do the names of columns.
_NAMING: Final = ("encoding", "delimiter", "quote", "header", "skip_rows", "sheet")


class ReadingFields(QWidget):
    """A field for each thing that this kind of file has. What was guessed says so in its caption."""

    #: A Reading that is wanted instead.
    reading_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("data_reading")
        self._wanted = Reading()
        self._skipped = NumberField(0, _MOST_SKIPPED, is_whole=True, stepped=linear(1), parent=self)
        pad_spin_box(self._skipped)
        self._skipped.valueChanged.connect(self._on_skip_changed)
        self._captions: dict[str, Caption] = {}
        self._fields: dict[str, QWidget] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        grid = self._grid = QGridLayout()
        rows.addLayout(grid)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        lists = QHBoxLayout()
        lists.setSpacing(8)
        rows.addLayout(lists)
        for column, (name, (label, purpose)) in enumerate(_FIELDS.items()):
            caption = Caption(label, self)
            field = self._field(name)
            field.setObjectName(f"data_{name}")
            field.setAccessibleName(label)
            field.setToolTip(wrapped(purpose))
            caption.setBuddy(field)
            field.setMinimumWidth(_LEAST_WIDTH)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._captions[name], self._fields[name] = caption, field
            if name in _LISTS:
                lists.addWidget(caption)
                lists.addWidget(field)
            else:
                grid.addWidget(caption, 0, column)
                grid.addWidget(field, 1, column)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _field(self, name: str) -> QWidget:
        if name == "skip_rows":
            return self._skipped
        if name in _LISTS:
            listed = ListField(self)
            listed.changed.connect(self._on_list_changed)
            return listed
        box = ChoiceBox((), self)
        box.picked.connect(self._on_picked)
        return box

    def show_reading(self, wanted: Reading, read: Reading, sheets: Sequence[str] = ()) -> None:
        """Show how a file was read, where ``wanted`` is what was asked for; what it doesn't have is hidden."""
        self._wanted = wanted
        for name, field in self._fields.items():
            value = getattr(read, name)
            is_there = (
                value is not None and (name != "sheet" or len(sheets) > 1) and (name != "as_text" or value)
            )
            self._show_field(name, bool(is_there))
            if not is_there:
                continue
            is_guessed = getattr(wanted, name) is None and name not in _LISTS
            label = _FIELDS[name][0]
            self._captions[name].setText(tr("{label}, guessed", label=label) if is_guessed else label)
            if field is self._skipped:
                self._skipped.show_value(value)
            elif isinstance(field, ListField):
                field.show_texts(_own(name, value))
            elif isinstance(field, ChoiceBox):
                _offer(field, _choices(name, value, sheets), value)

    def show_wanted(self, wanted: Reading, *, is_text: bool) -> None:
        """Show what was asked for of a file that couldn't be read so; of a text, the rest is left to be chosen."""
        self._wanted = wanted
        for name, field in self._fields.items():
            value = getattr(wanted, name)
            # Whatever kind of file it is: what was asked for can be taken back.
            is_listed = name in _LISTS and bool(value)
            self._show_field(name, is_listed or (is_text and name not in ("sheet", "as_text")))
            self._captions[name].setText(_FIELDS[name][0])
            if field is self._skipped:
                self._skipped.show_value(value or 0)
            elif isinstance(field, ListField):
                field.show_texts(_own(name, value or ()))
            elif isinstance(field, ChoiceBox) and name != "sheet":
                _offer(field, _choices(name, value, ()), value)

    def commit(self) -> None:
        """Take what is being typed."""
        self._skipped.commit()
        for field in self._fields.values():
            if isinstance(field, ListField):
                field.commit()

    def drop(self) -> None:
        """Let go of what is being typed."""
        self._skipped.drop()
        for field in self._fields.values():
            if isinstance(field, ListField):
                field.drop()

    def _show_field(self, name: str, is_there: bool) -> None:
        for widget in (self._fields[name], self._captions[name]):
            widget.setVisible(is_there)
        if name in _LISTS:
            return
        # Those that are there share the room of those that aren't.
        self._grid.setColumnStretch(list(self._fields).index(name), int(is_there))

    @guard
    def _on_picked(self, _text: str) -> None:
        box = self.sender()
        assert isinstance(box, ChoiceBox)
        name = next(name for name, field in self._fields.items() if field is box)
        value: Any = box.currentData()
        self._ask(name, None if value == _GUESS else value)

    @guard
    def _on_skip_changed(self, value: float) -> None:
        self._ask("skip_rows", round(value))

    @guard
    def _on_list_changed(self, texts: tuple[str, ...]) -> None:
        field = self.sender()
        if field is self._fields["as_text"]:
            self._ask("as_text", texts)
        else:
            self._ask("missing_marks", (*MISSING_MARKS, *texts) if texts else None)

    def _ask(self, name: str, value: Any) -> None:
        changes = {name: value}
        if name == "decimal":
            changes["thousands"] = None  # they can't be one sign
        if name in _NAMING:
            changes["as_text"] = ()
        self.reading_requested.emit(replace(self._wanted, **changes))


def _own(name: str, texts: Sequence[str]) -> tuple[str, ...]:
    """What the user has said of what a file is read by."""
    return tuple(text for text in texts if name != "missing_marks" or text not in MISSING_MARKS)


def _offer(box: ChoiceBox, choices: Mapping[Any, str], value: Any) -> None:
    with QSignalBlocker(box):
        box.clear()
        for each, label in choices.items():
            box.addItem(label, each)
        box.insertSeparator(box.count())
        box.addItem(tr("guess"), _GUESS)
        box.setCurrentIndex(box.count() - 1 if value is None else list(choices).index(value))
        longest = max(box.fontMetrics().horizontalAdvance(label) for label in choices.values())
        view = box.view()
        view.setMinimumWidth(longest + 40)
        view.setTextElideMode(Qt.TextElideMode.ElideNone)


def _choices(name: str, value: Any, sheets: Sequence[str]) -> Mapping[Any, str]:
    """What can be chosen of this, with what was found among it."""
    match name:
        case "encoding":
            known: dict[Any, str] = dict(ENCODINGS)
        case "delimiter":
            known = dict(_SEPARATORS)
        case "decimal":
            known = dict(_DECIMALS)
        case "quote":
            known = dict(_QUOTES)
        case "header":
            rows = [*range(_HEADERS), *([value] if value is not None and value >= _HEADERS else [])]
            known = {-1: tr("none"), **{row: tr("row {row}", row=numbers.count(row)) for row in rows}}
        case _:
            known = {sheet: sheet for sheet in sheets}
    return known if value is None or value in known else {value: str(value), **known}
