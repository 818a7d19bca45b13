"""A window in a language that nobody speaks: what is still written in plain letters in it never went through ``tr``.

    python -m tests.in_tongues

prints each such text with where it stands. The language has to be spoken before the program is imported, whose tables
of words are made then; so it is another process.
"""

import gettext
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from typing_extensions import override

from bpexplorer import translation

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpexplorer.window.main_window import MainWindow

#: For one panel, in milliseconds; training's processes share the machine with other things.
PATIENCE = 20_000

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ODD = "áƀćđéƒǵħíĵķłɱńóƥʠŕśťúѵŵẋýžÁɃĆĐÉƑǴĦÍĴĶŁⱮŃÓƤꝖŔŚŤÚѴŴẊÝŽ"
#: What isn't said: fields, tags, entities, and what a command line puts in.
_MARKUP = re.compile(r"<[^>]*>")
_KEPT = re.compile(r"(\{[^}]*\}|<[^>]*>|&\w+;|%\(\w+\)s)")
_WORD = re.compile(r"[A-Za-z]{3,}")
#: The same in all languages: what is looked up by its name in files and on the command line, functions in formulas,
#: people, keys; and what Qt says by itself, which has translations of its own.
_NAMES = re.compile(
    r"\b(xor|tanh|softmax|softplus|sigmoid|identity|min|max|cos|numpy|float64|float32|automatic|layers|neurons"
    r"|[SG]iLU|[LR]?e?ReLU|ReLU|GELU|ELU|SGD|RMSprop|Adam|AdamW|XOR|RMSE|MAE"
    r"|(Ctrl|Shift|Alt)(\+\w+)*|Home|Esc|Del|n_in|n_out|Float|Close|Scroll (Left|Right)|Closes the dock widget"
    r"|Undocks and re-attaches the dock widget|Cancel|PySide6|Essentials|msgspec|pyqtgraph|safetensors|ziamath)\b"
)


class Tongues(gettext.NullTranslations):
    """Every letter another one, which looks like it."""

    _odd = str.maketrans(_PLAIN, _ODD)

    @override
    def gettext(self, message: str) -> str:
        parts = _KEPT.split(message)
        return "".join(part if _KEPT.fullmatch(part) else part.translate(self._odd) for part in parts)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def spoken() -> Iterator[None]:
    """What is said inside is said in that language; tables of words that were made before stay English."""
    before = translation.catalogue()
    translation.speak(Tongues())
    try:
        yield
    finally:
        translation.speak(before)


def plain_words(text: str) -> list[str]:
    """The words of a text that never went through ``tr``; its markup is nobody's words."""
    return _WORD.findall(_NAMES.sub("", _MARKUP.sub("", text)))


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["BPEXPLORER_ENGINE"] = "numpy"
    translation.speak(Tongues())
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = folder
        found = sorted({*untranslated(), *of_the_commands()})
        sys.stdout.write("asked\n")
        for place, text in found:
            sys.stdout.write(f"{place}\t{text!r}\n")


def untranslated() -> Iterator[tuple[str, str]]:
    """Where the window says plain words, and which; in each workspace, with every panel shown once."""
    from bpexplorer.app import create_window
    from bpexplorer.window.workspaces import WORKSPACES
    from tests.walk import said

    window = create_window()
    window.resize(1440, 900)
    window.show()
    try:
        for workspace in WORKSPACES:
            window.workspaces.show(workspace)
            for name, dock in window.docks.items():
                dock.show()
                dock.raise_()
                _wait_for(window, name)
            yield from ((place, text) for place, text in said(window) if plain_words(text))
        for dialog in _dialogs(window):
            yield from (
                (place, text)
                # The report itself is for those who mend the program.
                for place, text in said(dialog)
                if plain_words(text) and "report_text" not in place
            )
        if plain_words(window.windowTitle().replace(window.document.plan.data.name, "")):
            yield "title", window.windowTitle()
    finally:
        window.close()
        window.closing.shut_down()


def _dialogs(window: "MainWindow") -> Iterator["QWidget"]:
    """What some actions open, one after the other."""
    from PySide6.QtWidgets import QApplication

    for action in ("new", "run_epochs", "report", "shortcuts", "about"):
        known = set(QApplication.topLevelWidgets())
        window.actions_by_name[f"action_{action}"].trigger()
        for opened in [each for each in QApplication.topLevelWidgets() if each not in known]:
            yield opened
            opened.close()


def of_the_commands() -> Iterator[tuple[str, str]]:
    """Where commands say plain words, and which."""
    from tests.kept_names import run

    for words in ("inspect xor --layer 1 --seconds 0", "inspect digits --seconds 0", "check xor"):
        for line in run(*words.split()).splitlines():
            if plain_words(line):
                yield words, line


def _wait_for(window: "MainWindow", name: str) -> None:
    """Until the panel of this dock is made, and all that is seen is drawn and measured."""
    from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop

    from bpexplorer.panels.entries import PANELS

    deadline = QDeadlineTimer(PATIENCE)
    while not (
        window.picturing.picture is not None
        and (name not in PANELS or name in window.panels.there)
        and window.draw_loop.is_idle
        and all(each.is_settled for each in (window.costs, *window.panel_drawing.measurings.values()))
    ):
        if deadline.hasExpired():
            raise TimeoutError(f"{name} doesn't come to rest")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)


if __name__ == "__main__":
    main()
