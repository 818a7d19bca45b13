"""For how many pupils worksheets are drawn, and by which seeds."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.connecting import connect_qt
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import pad_spin_box
from bpexplorer.translation import tr
from bpexplorer.window.dialog_buttons import typed_buttons

MOST_PUPILS: Final = 100
MOST_SEED: Final = 1_000_000


class PupilsDialog(QDialog):
    """Ask for the pupils: each has a seed, and so numbers of their own."""

    #: The seeds, a range.
    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_worksheets")
        self.setWindowTitle(tr("Worksheets"))
        words = QLabel(
            tr(
                "A worksheet on the next step of this network, to print. Each pupil has a seed, which draws a "
                "sample, neurons and a weight of their own. The answer sheets come in a second file."
            ),
            self,
        )
        words.setWordWrap(True)
        set_role(words, "secondary")
        self._pupils = self._field("worksheets_pupils", tr("Pupils"), MOST_PUPILS, 1)
        self._pupils.setToolTip(tr("How many worksheets are drawn, a page each or more."))
        self._seed = self._field("worksheets_seed", tr("First seed"), MOST_SEED, 1, is_grouped=False)
        self._seed.setToolTip(tr("The seed of the first pupil; the others have those that follow."))
        form = QFormLayout()
        form.addRow(tr("Pupils"), self._pupils)
        form.addRow(tr("First seed"), self._seed)
        buttons = typed_buttons(
            self,
            tr("Save as…"),
            accept="worksheets_save",
            cancel="worksheets_cancel",
            accepted=self._on_accepted,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(380)

    def _field(self, name: str, label: str, most: int, value: int, *, is_grouped: bool = True) -> NumberField:
        field = NumberField(1, most, is_whole=True, is_grouped=is_grouped, stepped=linear(1), parent=self)
        field.setObjectName(name)
        field.setAccessibleName(label)
        pad_spin_box(field)
        field.show_value(value)
        return field

    @guard
    def _on_accepted(self) -> None:
        for field in (self._pupils, self._seed):
            field.commit()
        first, count = round(self._seed.value()), round(self._pupils.value())
        self.accept()
        self.chosen.emit(range(first, first + count))

    @override
    @guard
    def reject(self) -> None:
        for field in (self._pupils, self._seed):
            field.drop()
        super().reject()


def ask_for_pupils(parent: QWidget, answered: Callable[[range | None], object]) -> PupilsDialog:
    """Ask; hands over the seeds, or None."""
    dialog = PupilsDialog(parent)

    @guard
    def hand_over(seeds: range) -> None:
        answered(seeds)

    @guard
    def hand_over_none() -> None:
        answered(None)

    dialog.chosen.connect(hand_over)
    dialog.rejected.connect(hand_over_none)
    connect_qt(dialog, "finished(int)", dialog, "deleteLater()")
    dialog.open()
    return dialog
