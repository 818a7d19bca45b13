"""The question about work that windows had when their process was ended: one entry a window."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpexplorer.connecting import connect_qt
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.screens import fit_over
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.project.recovery.lost import KEPT_DAYS, LostWork
from bpexplorer.translation import tr
from bpexplorer.window.commands.unsaved_words import dated

_PICTURE = QSize(112, 72)
_MARGIN, _MOST_DOTS, _MOST_LINES = 9.0, 8, 200

#: What becomes of which work: “restore” or “discard”; None leaves all of it for another time.
Answer: TypeAlias = tuple[str, LostWork] | None


class RestoreDialog(QDialog):
    """Choose work to restore; what isn't chosen is kept."""

    #: (“restore” or “discard”, LostWork)
    chosen = Signal(str, object)

    def __init__(self, works: Sequence[LostWork], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_restore")
        self.setWindowTitle(tr("Restore unsaved work?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._works = tuple(works)
        words = QLabel(
            tr(
                "The program ended before this was saved. Restored work is open as it was; its "
                "file isn't changed until you save. What you don't restore now is kept for "
                "{kept_days:.0f} days.",
                kept_days=KEPT_DAYS,
            ),
            self,
        )
        words.setWordWrap(True)
        set_role(words, "secondary")
        self._list = QListWidget(self)
        self._list.setObjectName("restore_list")
        self._list.setAccessibleName(tr("Unsaved work"))
        self._list.setToolTip(tr("What was open when the program ended, the newest first."))
        self._list.setWordWrap(True)
        self._list.setIconSize(_PICTURE)
        self._list.setSpacing(2)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for work in self._works:
            item = QListWidgetItem(described(work), self._list)
            picture = QIcon(pixmap := _picture(work.project.state.spec.sizes, self.devicePixelRatioF()))
            picture.addPixmap(pixmap, QIcon.Mode.Selected)  # Qt would tint it
            item.setIcon(picture)
            if work.about.path is not None:
                item.setToolTip(work.about.path)
        self._list.setCurrentRow(0)
        self._list.itemDoubleClicked.connect(self._on_restore)
        buttons = QDialogButtonBox(self)
        restore = buttons.addButton(tr("Restore"), QDialogButtonBox.ButtonRole.ActionRole)
        discard = buttons.addButton(tr("Discard…"), QDialogButtonBox.ButtonRole.DestructiveRole)
        later = buttons.addButton(tr("Not now"), QDialogButtonBox.ButtonRole.RejectRole)
        for button, name in (
            (restore, "restore_restore"),
            (discard, "restore_discard"),
            (later, "restore_later"),
        ):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
        restore.setDefault(True)
        set_role(restore, "primary")
        restore.clicked.connect(self._on_restore)
        discard.clicked.connect(self._on_discard)
        connect_qt(later, "clicked()", self, "reject()")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addWidget(self._list)
        layout.addWidget(buttons)
        fit_over(self, QSize(520, 280 if len(self._works) < 3 else 400))

    @guard
    def _on_restore(self) -> None:
        self._choose("restore")

    @guard
    def _on_discard(self) -> None:
        self._choose("discard")

    def _choose(self, what: str) -> None:
        work = self._works[max(0, self._list.currentRow())]
        self.accept()
        self.chosen.emit(what, work)


def ask_to_restore(
    parent: QWidget, works: Sequence[LostWork], answered: Callable[[Answer], object]
) -> RestoreDialog:
    """Ask what becomes of lost work, and hand the answer over."""
    dialog = RestoreDialog(works, parent)

    @guard
    def hand_over(what: str, work: LostWork) -> None:
        answered((what, work))

    @guard
    def hand_over_none() -> None:
        answered(None)

    dialog.chosen.connect(hand_over)
    dialog.rejected.connect(hand_over_none)
    dialog.open()
    return dialog


def described(work: LostWork) -> str:
    """Name, time and step of lost work, and the sizes of its network."""
    state = work.project.state
    sizes = "-".join(numbers.count(size) for size in state.spec.sizes)
    return tr(
        "{name}\n{dated} · step {step}\n{sizes}",
        name=work.about.name,
        dated=dated(work.when),
        step=numbers.count(state.step),
        sizes=sizes,
    )


def _picture(sizes: Sequence[int], ratio: float) -> QPixmap:
    """The network in small: a dot a neuron, a line a weight, as many as can be told apart."""
    theme = current_theme()
    pixmap = QPixmap(_PICTURE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.field)
    place = QRectF(0, 0, _PICTURE.width(), _PICTURE.height()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    columns = [
        [
            QPointF(
                place.left() + layer * place.width() / (len(sizes) - 1),
                place.top() + (row + 0.5) * place.height() / min(size, _MOST_DOTS),
            )
            for row in range(min(size, _MOST_DOTS))
        ]
        for layer, size in enumerate(sizes)
    ]
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.line, 1.0))
    lines = [(a, b) for left, right in pairwise(columns) for a in left for b in right]
    for start, end in lines[:_MOST_LINES]:
        painter.drawLine(start, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.accent)
    for dot in (dot for column in columns for dot in column):
        painter.drawEllipse(dot, 2.5, 2.5)
    painter.end()
    return pixmap
