"""What there is to find: acts, workspaces, panels, examples, lessons, settings, data sets, words, and the guide."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence

from bpexplorer.data.dataset import DATASETS
from bpexplorer.document.keys import ShowWorkspace
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.lessons.catalogue import Offered as OfferedLesson
from bpexplorer.look.glossary import GLOSSARY
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.panels.setup.section import Offered
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.translation import tr
from bpexplorer.window.chrome.action_states import refusal
from bpexplorer.window.chrome.actions import ACTIONS, Actions
from bpexplorer.window.chrome.guide_text import guide_text
from bpexplorer.window.chrome.guide_text import headings as guide_headings
from bpexplorer.window.commands.files import FileCommands
from bpexplorer.window.commands.help_commands import HelpCommands
from bpexplorer.window.learn.learning import Learning
from bpexplorer.window.palette.entries import Entry, Kind
from bpexplorer.window.panels_made import PanelsMade
from bpexplorer.window.workspaces.switching import Workspaces

#: The palette doesn't find itself.
ITSELF = "action_palette"


class Findings:
    """All that there is to find now, anew with each call."""

    def __init__(
        self,
        actions: Actions,
        document: NetworkDocument,
        panels: PanelsMade,
        workspaces: Workspaces,
        files: FileCommands,
        help_: HelpCommands,
        learning: Learning,
    ) -> None:
        self._actions, self._document, self._files = actions, document, files
        self._panels, self._workspaces, self._help = panels, workspaces, help_
        self._learning = learning

    def __call__(self) -> list[Entry]:
        return [
            *acts(self._actions, lambda name: refusal(name, self._document)),
            *panels(self._workspaces.choose),
            *examples(self._files.begin),
            *lessons(self._learning.offered(), self._learning.choose),
            *settings(self._panels.of(SetupPanel).offered, self._go_to_setting),
            *data_sets(self._go_to_setting),
            *words(self._help.explain_word),
            *headings(
                (heading.title for heading in guide_headings(guide_text()) if heading.level > 1),
                self._help.show_guide_at,
            ),
        ]

    def _go_to_setting(self, name: str) -> None:
        self._workspaces.reveal("dock_setup")
        self._panels.of(SetupPanel).go_to(name)


def acts(actions: Actions, refusal: Callable[[str], str]) -> Iterator[Entry]:
    """Every action of the menus; ``refusal`` says by its name why one can't be done now, with nothing if it can."""
    for name, spec in ACTIONS.items():
        if name == ITSELF:
            continue
        action = actions[name]
        yield Entry(
            key=name,
            kind=Kind.WORKSPACE if isinstance(spec.act, ShowWorkspace) else Kind.ACT,
            title=action.text().replace("&", ""),
            detail=spec.tip,
            keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            refusal="" if action.isEnabled() else refusal(name),
            run=action.trigger,
        )


def panels(choose: Callable[[str], object]) -> Iterator[Entry]:
    """Every panel; ``choose`` brings one to the front and gives it the keyboard."""
    for spec in PANELS.values():
        yield Entry(
            key=spec.name,
            kind=Kind.PANEL,
            title=spec.title,
            detail=spec.purpose,
            run=partial(choose, spec.name),
        )


def examples(begin: Callable[[str], object]) -> Iterator[Entry]:
    """Every example of New…; ``begin`` begins with one, and asks first about what isn't saved."""
    for name in PRESETS:
        example = preset(name)
        yield Entry(
            key=f"example_{name}",
            kind=Kind.EXAMPLE,
            title=example.title,
            detail=tr(
                "Begin with this example. {description} Data: {data}.",
                description=example.description,
                data=example.plan.data.brief,
            ),
            run=partial(begin, name),
        )


def lessons(
    groups: Iterable[tuple[str, Iterable[OfferedLesson]]], play: Callable[[str | Path], object]
) -> Iterator[Entry]:
    """Every lesson that is offered; ``play`` plays one, and asks first about what isn't saved."""
    for heading, offered in groups:
        for each in offered:
            yield Entry(
                key=f"lesson_{each.which}",
                kind=Kind.LESSON,
                title=each.title,
                detail=tr("Play this lesson: {details}. {group}.", details=each.details, group=heading),
                run=partial(play, each.which),
            )


def data_sets(go_to: Callable[[str], object]) -> Iterator[Entry]:
    """Every data set of Set-up; ``go_to`` gives the list of them the keyboard."""
    for name, kind in DATASETS.items():
        yield Entry(
            key=f"data_{name}",
            kind=Kind.SETTING,
            title=tr("Data set: {title}", title=kind.title),
            detail=tr("Go to the list in Set-up, where you choose it for this network."),
            run=partial(go_to, "data_set"),
        )


def settings(offered: Iterable[Offered], go_to: Callable[[str], object]) -> Iterator[Entry]:
    """Every row of Set-up; ``go_to`` opens its section and gives its field the keyboard."""
    for each in offered:
        yield Entry(
            key=f"setting_{each.name}",
            kind=Kind.SETTING,
            title=each.label,
            detail=f"{each.section}: {each.purpose}" if each.purpose else each.section,
            run=partial(go_to, each.name),
        )


def words(explain: Callable[[str], object]) -> Iterator[Entry]:
    """Every word of the glossary; ``explain`` opens the guide at it."""
    for word, meaning in GLOSSARY.items():
        yield Entry(
            key=f"word_{word}", kind=Kind.WORD, title=word, detail=meaning, run=partial(explain, word)
        )


def headings(titles: Iterable[str], go_to: Callable[[str], object]) -> Iterator[Entry]:
    """Every heading of the guide, also by the names of the panels that it explains; ``go_to`` opens the guide there."""
    for title in titles:
        explained = [spec.title for spec in PANELS.values() if spec.guide == title]
        yield Entry(
            key=f"guide_{title}",
            kind=Kind.GUIDE,
            title=title,
            detail=tr("In the user's guide, about {panels}.", panels=", ".join(explained))
            if explained
            else tr("In the user's guide."),
            run=partial(go_to, title),
        )
