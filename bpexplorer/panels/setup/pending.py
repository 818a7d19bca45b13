"""A change that restarts training: gathered, described, and done only when a person says so."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.panels.shared.forms.form import ButtonRow
from bpexplorer.translation import tr


class PendingChange(QFrame):
    """Appears with what would happen, a button that does it and one that drops it; hidden while nothing is pending.

    Parameters
    ----------
    name : str
        The buttons are called ``<name>_apply`` and ``<name>_discard``.
    what : str
        What is changed, for screen readers.
    """

    apply_requested = Signal()
    discard_requested = Signal()

    def __init__(self, *, name: str, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_pending")
        set_role(self, "inset-current")
        self._words = QLabel(self)
        self._words.setObjectName(f"{name}_pending_words")
        self._words.setWordWrap(True)
        set_role(self._words, "secondary")
        self._apply = QPushButton(tr("Apply and restart"), self)
        self._apply.setObjectName(f"{name}_apply")
        self._apply.setAccessibleName(tr("Apply {what} and restart training", what=what))
        self._apply.setToolTip(tr("Restarts training with these settings; undo brings the run back."))
        self._discard = QPushButton(tr("Discard"), self)
        self._discard.setObjectName(f"{name}_discard")
        self._discard.setAccessibleName(tr("Discard changes of {what}", what=what))
        self._discard.setToolTip(tr("Goes back to the settings in use."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self._words)
        layout.addWidget(ButtonRow((self._apply, self._discard), self))
        self._apply.clicked.connect(self._on_apply_clicked)
        self._discard.clicked.connect(self._on_discard_clicked)
        self.hide()

    def offer(self, consequence: str = "") -> None:
        """Offer the change; ``consequence`` says what else it means."""
        self._say(
            " ".join(filter(None, (tr("Applying this restarts training. You can undo it."), consequence))),
            possible=True,
        )

    def refuse(self, reason: str) -> None:
        """Say why it can't be done as it is."""
        self._say(reason, possible=False)

    def wait(self, words: str) -> None:
        """Say what is to be waited for before it can be done."""
        self._say(words, possible=False, ink="secondary")

    def _say(self, words: str, *, possible: bool, ink: Ink | None = None) -> None:
        self._words.setText(words)
        set_ink(self._words, ink or ("secondary" if possible else "error"))
        self._apply.setEnabled(possible)
        self.show()

    @guard
    def _on_apply_clicked(self) -> None:
        self.apply_requested.emit()

    @guard
    def _on_discard_clicked(self) -> None:
        self.discard_requested.emit()
