"""Reads the files of lessons: strictly, and with a sentence for whatever can't be. Nothing in them is executed. No Qt.

What a name stands for is looked up in tables: readings, presets, panels and controls. A lesson that was read can be
played to its end: all its states can be made, and all its readings have what they need.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bpexplorer.assets import asset
from bpexplorer.core import numerals
from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import BpExplorerError, InvalidNetworkError
from bpexplorer.core.readings.lesson import READINGS
from bpexplorer.core.readings.lesson.reading import lack
from bpexplorer.core.spec import Neuron
from bpexplorer.core.vocabularies.vocabulary import nearest
from bpexplorer.lessons.begin import plan_of, project_of
from bpexplorer.lessons.catalogue import ENDING
from bpexplorer.lessons.lesson import Card, Lesson, Question, State, View
from bpexplorer.lessons.own_words import translated
from bpexplorer.lessons.texts import names_in
from bpexplorer.project.errors import ProjectFileError, from_os_error
from bpexplorer.project.parts import bounded_reading, strict
from bpexplorer.project.project import Project
from bpexplorer.translation import tr

#: No lesson is larger: eight cards are 10 kB.
MOST_BYTES = 512 * 1024
#: A network of a lesson is looked at as a whole.
MOST_PARAMETERS = 200_000
MOST_CARDS, MOST_STATES, MOST_EPOCHS, MOST_FILES = 64, 64, 10_000, 200
_MOST_CHARACTERS = 2_000
_PLACE = r"\(at (.*)\)$"


@dataclass(frozen=True, slots=True)
class Known:
    """What a lesson can name of the window: docks that it can raise, controls that it can outline, what it can hide.

    ``pages`` are those of panels that have several, each by its dock and its own name.
    """

    panels: frozenset[str]
    controls: frozenset[str]
    hidden: frozenset[str]
    pages: frozenset[tuple[str, str]] = frozenset()


def load(path: Path, known: Known) -> Lesson:
    """Read a lesson; raises ProjectFileError, with file, place, reason and remedy."""
    return bounded_reading.read(path, lambda file: _parsed(file, known), limit=MOST_BYTES)


def own_path(name: str) -> Path:
    """The file of a lesson that comes with the program."""
    return asset(f"lessons/{name}{ENDING}")


def load_own(name: str, known: Known) -> Lesson:
    """A lesson that comes with the program, in the reader's language."""
    return translated(load(own_path(name), known))


def load_all(folder: Path, known: Known) -> tuple[list[tuple[Path, Lesson]], list[str]]:
    """The lessons of a folder, and what is wrong with those that can't be read, in sentences.

    Raises ProjectFileError if the folder can't be listed, or has no lesson.
    """
    found, faults = [], []
    for path in files_in(folder):
        try:
            found.append((path, load(path, known)))
        except ProjectFileError as error:
            faults.append(str(error))
    return found, faults


def files_in(folder: Path) -> list[Path]:
    """The lesson files of a folder, by name; raises ProjectFileError if it can't be listed, or has none or too many."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ENDING)
    except OSError as error:
        raise from_os_error(error, folder, "open") from error
    if not 1 <= len(found) <= MOST_FILES:
        raise ProjectFileError(
            tr(
                "this folder has {count} lessons; it must have 1 to {most}", count=len(found), most=MOST_FILES
            ),
            code="no_lessons",
            remedy=tr("Lessons are files that end in {ending}. Choose another folder.", ending=ENDING),
            path=folder,
        )
    return found


def _parsed(file: BinaryIO, known: Known) -> Lesson:
    data = file.read(MOST_BYTES)
    try:
        plain = tomllib.loads(data.decode())
    except UnicodeDecodeError as error:
        raise ProjectFileError(
            tr("it isn't UTF-8"),
            code="encoding",
            place=tr("byte {at}", at=error.start),
            remedy=tr("Save it as UTF-8."),
        ) from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(_PLACE, str(error))
        reason = re.sub(rf"\s*{_PLACE}", "", str(error))
        raise ProjectFileError(
            tr("this isn't TOML: {reason}", reason=reason[:1].lower() + reason[1:]),
            code="syntax",
            place=where[1] if where else "",
            remedy=tr("Correct it there, or begin from a lesson of the program."),
        ) from error
    lesson = strict.build(plain, Lesson, "", complete=False)
    _Checking(lesson, known).check()
    return lesson


class _Checking:
    """Looks at what one part of a lesson says of another, and of the program."""

    def __init__(self, lesson: Lesson, known: Known) -> None:
        self._lesson, self._known = lesson, known

    def check(self) -> None:
        """Raise ProjectFileError at the first fault."""
        lesson = self._lesson
        _check_count("cards", len(lesson.cards), MOST_CARDS)
        _check_count("states", len(lesson.states), MOST_STATES)
        for index, name in enumerate(lesson.hide):
            _check_name(
                name, self._known.hidden, f"hide[{index}]", tr("nothing of the window can be hidden as")
            )
        projects = dict(self._states())
        for index, card in enumerate(lesson.cards):
            at = f"cards[{index}]"
            _check_name(card.state, projects, f"{at}.state", tr("there is no state called"))
            _check_name(card.panel, self._known.panels, f"{at}.panel", tr("there is no panel called"))
            if card.panel_after:
                _check_name(
                    card.panel_after, self._known.panels, f"{at}.panel_after", tr("there is no panel called")
                )
            if card.below:
                _check_name(card.below, self._known.panels, f"{at}.below", tr("there is no panel called"))
            if card.outline:
                _check_name(
                    card.outline, self._known.controls, f"{at}.outline", tr("there is no control called")
                )
            for view, where in ((card.view, "view"), (card.after, "after")):
                if view is not None:
                    _check_view(view, projects[card.state], f"{at}.{where}")
                    self._check_page(view, f"{at}.{where}.page")
            self._check_readings(card, projects[card.state], at)
            _check_texts(card, at)
            if card.question is not None:
                _check_question(card.question, card, f"{at}.question")

    def _states(self) -> Iterator[tuple[str, Project]]:
        seen: set[str] = set()
        for index, state in enumerate(self._lesson.states):
            at = f"states[{index}]"
            if state.name in seen:
                raise _fault(
                    tr("there is a state of this name already"), f"{at}.name", tr("Give it another one.")
                )
            if not 0 <= state.epochs <= MOST_EPOCHS:
                raise _fault(
                    tr("it is {epochs}; it must be from 0 to {most}", epochs=state.epochs, most=MOST_EPOCHS),
                    f"{at}.epochs",
                    tr("Correct this value."),
                )
            seen.add(state.name)
            yield state.name, _made(state, at)

    def _check_page(self, view: View, at: str) -> None:
        if view.page is not None:
            dock, page = view.page
            pages = [name for owner, name in self._known.pages if owner == dock]
            _check_name(page, pages, at, tr("there is no page of {dock} called", dock=dock[:80]))

    def _check_readings(self, card: Card, project: Project, at: str) -> None:
        seen: set[str] = set()
        for index, reading in enumerate(card.readings):
            here = f"{at}.readings[{index}]"
            if reading.name in seen:
                raise _fault(
                    tr("there is a reading of this name already"), f"{here}.name", tr("Give it another one.")
                )
            seen.add(reading.name)
            if names_in(f"{{{reading.name}}}") != [reading.name]:
                raise _fault(
                    tr("a name is made of small letters, digits and _"),
                    f"{here}.name",
                    tr("Give it another one."),
                )
            _check_name(reading.reading, READINGS, f"{here}.reading", tr("there is no reading called"))
            if reading.cost:
                _check_name(reading.cost, COSTS, f"{here}.cost", tr("there is no cost called"))
            if not 0 <= reading.epochs <= MOST_EPOCHS:
                raise _fault(
                    tr(
                        "it is {epochs}; it must be from 0 to {most}", epochs=reading.epochs, most=MOST_EPOCHS
                    ),
                    f"{here}.epochs",
                    tr("Correct this value."),
                )
            named = READINGS[reading.reading]
            lacks = lack(named, project.plan.spec, project.state.data, reading.place(card.view))
            if lacks is not None:
                raise _fault(
                    tr("the reading {name} needs {needs}", name=named.name, needs=_NEEDS[lacks]),
                    here,
                    tr("Say it here, or in the card's view."),
                )


_NEEDS = {
    "sample": tr("a fixed sample that there is"),
    "neuron": tr("a neuron that there is, of layer 1 or later"),
    "hidden": tr("a neuron of a hidden layer"),
    "output": tr("a neuron of the output layer"),
    "source": tr("a source that there is"),
    "dz": tr("a Δz (dz) other than 0"),
    "classes": tr("data with classes"),
}


def _check_view(view: View, project: Project, at: str) -> None:
    spec = project.plan.spec
    if view.sample is not None and not 0 <= view.sample < len(project.state.data.probe):
        raise _fault(
            tr("there are fixed samples 0 to {last}", last=len(project.state.data.probe) - 1),
            f"{at}.sample",
            tr("Choose one of them."),
        )
    if view.neuron is not None and not spec.has(Neuron(*view.neuron)):
        raise _fault(
            tr("the network {spec} has no such neuron", spec=spec),
            f"{at}.neuron",
            tr("Choose one that it has."),
        )
    is_in = view.neuron is not None and view.neuron[0] > 0
    if view.source is not None and not (is_in and 0 <= view.source < spec.sizes[view.neuron[0] - 1]):  # type: ignore[index]
        raise _fault(
            tr("no such neuron leads into the neuron"), f"{at}.source", tr("Choose one of the layer before.")
        )
    if view.dz is not None and not is_in:
        raise _fault(
            tr("a demon needs a neuron of layer 1 or later"),
            f"{at}.dz",
            tr("Say which in {at}.neuron.", at=at),
        )
    if view.curtain is not None and not 1 <= view.curtain < spec.depth:
        raise _fault(
            tr("there is nothing ahead of this layer to hide"),
            f"{at}.curtain",
            tr("Choose a layer from 1 to {last}.", last=spec.depth - 1),
        )


def _made(state: State, at: str) -> Project:
    try:
        if plan_of(state).spec.parameter_count > MOST_PARAMETERS:
            most = numerals.count(MOST_PARAMETERS)
            raise InvalidNetworkError(
                tr("A network of a lesson has at most {most} weights and biases.", most=most)
            )
        return project_of(state)
    except BpExplorerError as error:
        key = f"{at}.{error.key}" if error.key else at
        raise _fault(str(error).rstrip("."), key, tr("Correct this value.")) from error


def _check_question(question: Question, card: Card, at: str) -> None:
    kind, choices = question.kind, question.choices
    is_chosen, right = kind in ("choice", "ticks"), sum(choice.right for choice in choices)
    if is_chosen and not 2 <= len(choices) <= 8:
        raise _fault(tr("there must be 2 to 8 choices"), f"{at}.choices", tr("Add some, or take some out."))
    if kind == "choice" and right != 1:
        raise _fault(tr("one of the choices must be right"), f"{at}.choices", tr("Say right = true of one."))
    if not is_chosen and choices:
        raise _fault(
            tr("a question of the kind {kind} has no choices", kind=kind),
            f"{at}.choices",
            tr("Take them out."),
        )
    if kind == "number":
        names = [reading.name for reading in card.readings]
        _check_name(question.reading, names, f"{at}.reading", tr("the card has no reading called"))
    elif question.reading:
        raise _fault(
            tr("a question of the kind {kind} has no reading", kind=kind), f"{at}.reading", tr("Take it out.")
        )


def _check_texts(card: Card, at: str) -> None:
    texts = {"title": card.title, "text": card.text, "reveal": card.reveal, "because": card.because}
    if card.question is not None:
        texts["question.text"] = card.question.text
        for index, choice in enumerate(card.question.choices):
            texts[f"question.choices[{index}].text"] = choice.text
    names = [reading.name for reading in card.readings]
    for where, text in texts.items():
        if len(text) > _MOST_CHARACTERS:
            raise _fault(
                tr("it is longer than {most} characters", most=_MOST_CHARACTERS),
                f"{at}.{where}",
                tr("Shorten it."),
            )
        for name in names_in(text):
            _check_name(name, names, f"{at}.{where}", tr("the card has no reading called"))


def _check_count(what: str, count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise _fault(
            tr("there are {count}; there must be 1 to {most}", count=count, most=most),
            what,
            tr("Add some, or take some out."),
        )


def _check_name(name: str, known: Collection[str], at: str, reason: str) -> None:
    if name not in known:
        near, remedy = nearest(name, sorted(known)), tr("Correct its name.")
        raise _fault(f"{reason} “{name[:80]}”", at, f"{near} {remedy}".strip())


def _fault(reason: str, place: str, remedy: str) -> ProjectFileError:
    return ProjectFileError(reason, code="invalid", place=place, remedy=remedy)
