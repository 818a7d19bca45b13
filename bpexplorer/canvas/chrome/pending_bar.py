"""The card in the head of the canvas: what was chosen and waits for a restart. It moves nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bpexplorer.document.acts.pending import ApplyPending, DiscardPending
from bpexplorer.document.pending import Outlook
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.translation import tr

_MARGIN, _WIDTH = 8, 232
#: So far below the upper edge are the names of the layers while all of the network is seen.
_BELOW = 56

_APPLY = tr("Begin training anew with this. You can undo it.")


class PendingBar(QFrame):
    """Says each choice in a few words, with a button that applies all of them and one that drops them."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pending_bar")
        set_role(self, "message-info")
        self.setToolTip(tr("Chosen, but training needs a restart to take it."))
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setObjectName("pending_words")
        self._apply = QPushButton(tr("Apply and restart"), self)
        self._apply.setObjectName("pending_apply")
        self._apply.setAccessibleName(tr("Apply what was chosen and restart training"))
        self._apply.setToolTip(_APPLY)
        self._discard = QPushButton(tr("Discard"), self)
        self._discard.setObjectName("pending_discard")
        self._discard.setAccessibleName(tr("Discard what was chosen"))
        self._discard.setToolTip(tr("Go back to what is in use."))
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._apply, 1)
        buttons.addWidget(self._discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addLayout(buttons)
        self._apply.clicked.connect(self._on_apply_clicked)
        self._discard.clicked.connect(self._on_discard_clicked)
        self.hide()

    def show_pending(self, words: Sequence[str], outlook: Outlook) -> None:
        """Show each choice; without one there is no bar."""
        choices = ", ".join(words)
        said = tr("Not applied yet: {choices}.", choices=choices) if choices else ""
        self._words.setText(" ".join(filter(None, (said, outlook.obstacle))))
        self.setAccessibleName(self._words.text())
        self._apply.setEnabled(not outlook.obstacle)
        self._apply.setToolTip("\n".join((outlook.obstacle or _APPLY, *outlook.consequences)))
        self.setVisible(bool(words))
        self.raise_()

    def lie_over(self, head: QRect) -> None:
        """Lie at the left of this part of the parent, below the names of the layers: little stands there."""
        self.ensurePolished()
        width = min(_WIDTH, head.width() - 2 * _MARGIN)
        self.setGeometry(head.left() + _MARGIN, head.top() + _BELOW, width, self.heightForWidth(width))

    @guard
    def _on_apply_clicked(self) -> None:
        self.act_requested.emit(ApplyPending())

    @guard
    def _on_discard_clicked(self) -> None:
        self.act_requested.emit(DiscardPending())
