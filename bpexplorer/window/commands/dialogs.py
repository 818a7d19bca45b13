"""The few dialogs of the window. None of them blocks: each is opened, and says by a signal what was chosen."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.document.keys import KEYS
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import pad_spin_box
from bpexplorer.project.kinds import FileKind
from bpexplorer.translation import tr, tr_n
from bpexplorer.window.chrome.actions import ACTIONS
from bpexplorer.window.commands.save_dialog import SaveDialog
from bpexplorer.window.dialog_buttons import typed_buttons

if TYPE_CHECKING:  # imported once there is a text to read
    from bpexplorer.window.chrome.text_window import TextWindow

#: The most that can be asked for at once.
MAX_EPOCHS = 1_000_000

W = TypeVar("W", bound=QDialog)


def ask_to_open(
    parent: QWidget, title: str, *, folder: Path, filters: str, answered: Callable[[Path | None], object]
) -> QFileDialog:
    """Open Qt's own file dialog, which doesn't block, and hand over the path of a file that there is, or None."""
    dialog = QFileDialog(parent, title, str(folder), filters)
    dialog.setObjectName("dialog_file")
    # Qt's own looks and works alike everywhere, and can be driven by a test.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)

    @guard
    def hand_over(path: str) -> None:
        answered(Path(path))

    dialog.fileSelected.connect(hand_over)
    _hand_over_none(dialog, answered)
    dialog.open()
    return dialog


def ask_where_to_save(
    parent: QWidget,
    title: str,
    *,
    folder: Path,
    kinds: Sequence[FileKind],
    stem: str,
    answered: Callable[[tuple[Path, Any] | None], object],
) -> SaveDialog:
    """Ask for a file to write, and which of these kinds it is; hand both over, or None."""
    dialog = SaveDialog(parent, title, folder=folder, kinds=kinds, stem=stem)

    @guard
    def hand_over(path: Path, kind: FileKind) -> None:
        answered((path, kind))

    dialog.chosen.connect(hand_over)
    _hand_over_none(dialog, answered)
    dialog.open()
    return dialog


def _hand_over_none(dialog: QDialog, answered: Callable[[None], object]) -> None:
    """Hand over None where the dialog is let go without a choice."""

    @guard
    def hand_over() -> None:
        answered(None)

    dialog.rejected.connect(hand_over)


def ask_unsaved(parent: QWidget, name: str, lost: str, answered: Callable[[str], object]) -> QMessageBox:
    """Ask what becomes of changes, and say what would be lost: “save”, “discard” or “cancel”."""
    box = _question(parent, "unsaved", tr("Save?"))
    box.setText(tr("Save the changes to “{name}”?", name=name))
    box.setInformativeText(lost)
    buttons = {
        "save": box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole),
        "discard": box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "unsaved", buttons, answered)


def ask_put_aside(parent: QWidget, name: str, answered: Callable[[str], object]) -> QMessageBox:
    """Say that a lesson needs the window, and ask what becomes of unsaved work: “go_on”, “save” or “cancel”."""
    box = _question(parent, "put_aside", tr("Begin a lesson"))
    box.setText(tr("Put “{name}” aside for the lesson?", name=name))
    box.setInformativeText(
        tr(
            "A lesson has a network of its own. Your project comes back as it is when you leave the lesson, its "
            "unsaved changes too; what could be undone before can't be undone then."
        )
    )
    buttons = {
        "go_on": box.addButton(tr("Put aside"), QMessageBox.ButtonRole.AcceptRole),
        "save": box.addButton(tr("Save first"), QMessageBox.ButtonRole.AcceptRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "put_aside", buttons, answered)


def ask_overwrite(parent: QWidget, name: str, reason: str, answered: Callable[[str], object]) -> QMessageBox:
    """Ask what becomes of a file that somebody else has changed: “save_as”, “overwrite” or “cancel”."""
    box = _question(parent, "overwrite", tr("Changed outside"))
    box.setText(tr("“{name}” isn't as it was last opened or saved here: {reason}.", name=name, reason=reason))
    box.setInformativeText(tr("If you overwrite it, what it holds now is lost. Save as… keeps both."))
    buttons = {
        "save_as": box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole),
        "overwrite": box.addButton(tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "overwrite", buttons, answered)


def ask_restored_over(
    parent: QWidget, name: str, holds: str, answered: Callable[[str], object]
) -> QMessageBox:
    """Ask whether restored work replaces the file that it belongs to: “save_as”, “overwrite” or “cancel”."""
    box = _question(parent, "overwrite", tr("Restored work"))
    box.setText(tr("Save the restored work over “{name}”?", name=name))
    box.setInformativeText(
        tr(
            "The file still holds {holds}. If you overwrite it, that is lost. Save as… keeps both.",
            holds=holds,
        )
    )
    buttons = {
        "save_as": box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole),
        "overwrite": box.addButton(tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "overwrite", buttons, answered)


def ask_to_discard(parent: QWidget, name: str, answered: Callable[[str], object]) -> QMessageBox:
    """Ask whether lost work is to go for good: “keep” or “discard”."""
    box = _question(parent, "discard", tr("Discard unsaved work"))
    box.setText(tr("Discard the unsaved work of “{name}”?", name=name))
    box.setInformativeText(tr("It can't be brought back then."))
    buttons = {
        "keep": box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole),
        "discard": box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole),
    }
    return _opened(box, "discard", buttons, answered, escape="keep")


def ask_import(
    parent: QWidget, name: str, differences: Sequence[str], answered: Callable[[str], object]
) -> QMessageBox:
    """Say what a file of weights has otherwise than the project, and ask what becomes of it: “go_on” or “cancel”."""
    box = _question(parent, "import", tr("Import weights"))
    box.setText(tr("“{name}” doesn't agree with this project. Import its weights all the same?", name=name))
    box.setInformativeText("\n\n".join(differences))
    buttons = {
        "go_on": box.addButton(tr("Import"), QMessageBox.ButtonRole.AcceptRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "import", buttons, answered)


def ask_keeping_weights(
    parent: QWidget, inputs: int, kept: int, answered: Callable[[str], object]
) -> QMessageBox:
    """Ask where training begins on other columns or rows of a table: “keep”, “restart” or “cancel”."""
    box = _question(parent, "weights", tr("Other data"))
    box.setText(
        tr_n(
            "The data are others now, and have {kept} of the network's {count} input. Keep its weights?",
            "The data are others now, and have {kept} of the network's {count} inputs. Keep their weights?",
            inputs,
            kept=numbers.count(kept),
        )
    )
    box.setInformativeText(
        tr(
            "Weights of inputs and outputs go with their names; new ones are drawn. Either way, you can undo it."
        )
    )
    buttons = {
        "keep": box.addButton(tr("Apply, keeping weights"), QMessageBox.ButtonRole.AcceptRole),
        "restart": box.addButton(tr("Apply and restart"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "weights", buttons, answered)


def ask_pending(
    parent: QWidget, words: Sequence[str], refusal: str, answered: Callable[[str], object]
) -> QMessageBox:
    """Say what waits for a restart before training goes on, and ask: “apply”, “without” or “cancel”."""
    box = _question(parent, "restart", tr("Choices that aren't applied"))
    box.setText(tr("Not applied yet: {words}.", words=", ".join(words)))
    box.setInformativeText(
        refusal or tr("Applying this restarts training; you can undo it. Or go on with the network as it is.")
    )
    buttons = (
        {}
        if refusal
        else {"apply": box.addButton(tr("Apply and restart"), QMessageBox.ButtonRole.AcceptRole)}
    )
    buttons["without"] = box.addButton(tr("Train without it"), QMessageBox.ButtonRole.DestructiveRole)
    buttons["cancel"] = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    return _opened(box, "restart", buttons, answered)


def _question(parent: QWidget, name: str, title: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setObjectName(f"dialog_{name}")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    return box


def _opened(
    box: QMessageBox,
    name: str,
    buttons: Mapping[str, QPushButton],
    answered: Callable[[str], object],
    *,
    escape: str = "cancel",
) -> QMessageBox:
    """Open a question whose first answer is the default, and hand over the answer."""
    for answer, button in buttons.items():
        button.setObjectName(f"{name}_{answer}")
        button.setAccessibleName(button.text())
    box.setDefaultButton(next(iter(buttons.values())))
    box.setEscapeButton(buttons[escape])

    @guard
    def hand_over() -> None:
        clicked = box.clickedButton()
        answered(next((answer for answer, button in buttons.items() if button is clicked), escape))

    box.finished.connect(hand_over)
    box.open()
    return box


class EpochsDialog(QDialog):
    """Ask for a number of epochs."""

    #: How many.
    chosen = Signal(int)

    def __init__(self, default: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_epochs")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Run epochs"))
        words = QLabel(tr("Train for this many epochs, then pause:"), self)
        self._epochs = NumberField(1, MAX_EPOCHS, is_whole=True, stepped=linear(1), parent=self)
        self._epochs.setObjectName("epochs")
        self._epochs.setAccessibleName(tr("Epochs"))
        self._epochs.setToolTip(tr("How many epochs to train for"))
        pad_spin_box(self._epochs)
        self._epochs.show_value(default)
        self._epochs.selectAll()
        words.setBuddy(self._epochs)
        buttons = typed_buttons(
            self, tr("Run"), accept="epochs_run", cancel="epochs_cancel", accepted=self._on_accepted
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (words, self._epochs, buttons):
            layout.addWidget(widget)

    @guard
    def _on_accepted(self) -> None:
        self._epochs.commit()
        self.accept()
        self.chosen.emit(round(self._epochs.value()))

    @override
    @guard
    def reject(self) -> None:
        self._epochs.drop()
        super().reject()


def ask_epochs(parent: QWidget, default: int, chosen: Callable[[int], object]) -> EpochsDialog:
    """Ask for a number of epochs."""
    dialog = EpochsDialog(default, parent)

    @guard
    def hand_over(epochs: int) -> None:
        chosen(epochs)

    dialog.chosen.connect(hand_over)
    dialog.open()
    return dialog


def show_text(
    parent: QWidget, title: str, markdown: str, *, name: str, size: tuple[int, int]
) -> "TextWindow":
    """Show a text in a window beside the main one; if it is open already, bring it to the front."""
    from bpexplorer.window.chrome.text_window import TextWindow

    window = shown_already(parent, TextWindow, name)
    if window is None:
        window = TextWindow(parent, title, markdown, name=name, size=size)
        window.show()
    return window


def shown_already(parent: QWidget, kind: type[W], name: str) -> W | None:
    """The window of this name, brought to the front; None if it isn't open."""
    # One that has been closed is there until Qt comes to take it away.
    window = next((each for each in parent.findChildren(kind, name) if each.isVisible()), None)
    if window is not None:
        window.raise_()
        window.activateWindow()
    return window


def shortcuts_text(shortcuts: Mapping[str, str]) -> str:
    """All keys, and what the mouse does; ``shortcuts`` are those of commands that aren't acts, by name."""
    acts = [f"| {keys.written} | {keys.words} | {keys.where.value} |" for keys in KEYS]
    commands = [
        f"| {keys} | {ACTIONS[name].text.replace('&', '').rstrip('…')} | {ACTIONS[name].tip} |"
        for name, keys in shortcuts.items()
        if keys and ACTIONS[name].act is None
    ]
    rows = [tr("## Keys"), "", tr("| Key | Does | Where |"), "|---|---|---|", *acts]
    menus = [tr("## Keys of the menus"), "", tr("| Key | Command | |"), "|---|---|---|", *commands]
    return "\n".join([_MOUSE, "", *rows, "", *menus])


_MOUSE = tr(
    "## Mouse, on the canvas\n\n| What | Does |\n|---|---|\n| Click | selects a "
    "neuron, here and in every panel; or a connection |\n| Right click on a neuron, "
    "or the ? beside it | asks about its δ, puts the demon there, freezes it, "
    "removes it |\n| Right click on a connection, or on the neuron at the other end "
    "of one | removes it, freezes its weight |\n| Ctrl + click, or drag over empty "
    "space | selects several |\n| Drag a layer's name or one of its neurons | moves "
    "the layer |\n| Click a layer's name | activation, size and biases of the layer "
    "|\n| Wheel | zooms at the cursor; over the neuron that the demon holds it sets "
    "Δz |\n| Middle button, or Space and drag | moves the view |\n| Connect tool: "
    "drag from neuron to neuron, or click both | brings a removed connection back "
    "|\n| Demon tool: click, then drag up or down | puts the demon on a neuron and "
    "sets Δz |\n"
)
