"""A report to copy: shown as it is, so that who passes it on sees what is in it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from bpexplorer.connecting import connect_qt
from bpexplorer.guard import guard
from bpexplorer.look.screens import fit_over
from bpexplorer.look.stylesheet import set_role
from bpexplorer.translation import tr


class ReportDialog(QDialog):
    """Shows a report and copies it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_report")
        self.setWindowTitle(tr("Report a problem"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = QLabel(
            tr(
                "Copy this and add what you did and what you expected. It has versions, the names of the last commands "
                "and the end of the log: no data, no file names and no paths."
            ),
            self,
        )
        words.setWordWrap(True)
        set_role(words, "secondary")
        self._text = QPlainTextEdit(text, self)
        self._text.setObjectName("report_text")
        self._text.setAccessibleName(tr("Report"))
        self._text.setReadOnly(True)
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        for button, name in ((copy, "report_copy"), (close, "report_close")):
            button.setObjectName(name)
            button.setAccessibleName(button.text().replace("&", ""))
        set_role(copy, "primary")
        copy.setDefault(True)
        copy.clicked.connect(self._on_copy)
        connect_qt(buttons, "rejected()", self, "reject()")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (words, self._text, buttons):
            layout.addWidget(widget)
        fit_over(self, QSize(640, 520))

    @guard
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self._text.toPlainText())
