"""What was chosen and waits for a restart. It isn't part of the plan: it is neither undone nor saved.

The document owns it. An edit that changes the same thing overtakes the choice, which is dropped then, and said; another
project drops all of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.errors import DataError
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.numerals import limit
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import DataChoice, DrawnChoice, Source, TableChoice, is_same_data
from bpexplorer.data.dataset import DATASETS
from bpexplorer.project.fitting import Fitting, fitted
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: Settings whose change begins a run anew. What belongs together is chosen, and overtaken, together.
RESTARTING_TOGETHER = (
    ("initializer", "initializer_settings"),
    ("bias_initializer", "bias_initializer_settings"),
    ("seed",),
    ("dtype",),
    ("engine",),
)
#: All of them.
RESTARTING = tuple(name for names in RESTARTING_TOGETHER for name in names)

#: A table of more numbers isn't made ready while somebody waits: that takes a tenth of a second and more.
LARGE = 200_000

#: What can be dropped by itself.
Part = Literal["data", "settings", "edit"]

_DATA_WORDS = {
    "recipe": tr("columns"),
    "samples": tr("number of samples"),
    "noise": tr("noise"),
    "test_share": tr("test set"),
    "validation_share": tr("validation set"),
    "scaling": tr("scaling"),
    "target_scaling": tr("scaling of targets"),
    "seed": tr("data seed"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices that are made and not applied: other data, settings of where a run starts from by their field, and an
    edit that needs other targets."""

    data: Source | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    edit: Edit | None = None

    def __bool__(self) -> bool:
        return self.data is not None or bool(self.settings) or self.edit is not None

    def without(self, part: Part | None) -> "Choices":
        """What is left without a part of it; None stands for all."""
        empty = Choices()
        return empty if part is None else replace(self, **{part: getattr(empty, part)})

    def in_words(self, plan: Plan) -> tuple[str, ...]:
        """Each choice in a few words, for a plan that doesn't have them."""
        return (*_data_words(self.data, plan), *_settings_words(self.settings), *_edit_words(self.edit))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What applying the choices would come to: the data as they would be, or why they can't be applied.

    ``is_awaited`` while the data are made ready elsewhere: then it is neither.
    """

    fitting: Fitting | None = None
    refusal: str = ""
    is_awaited: bool = False

    @property
    def obstacle(self) -> str:
        """Why the choices can't be applied now; nothing if they can."""
        return tr("The data are being made ready.") if self.is_awaited else self.refusal

    @property
    def consequences(self) -> tuple[str, ...]:
        """A sentence for each thing that the data change besides."""
        return () if self.fitting is None else self.fitting.changes


class PendingChoices(QObject):
    """Holds the choices of the open project; everybody asks for changes here and hears of them from here."""

    changed = Signal()
    #: An edit has overtaken a choice: a sentence.
    overtaken = Signal(str)

    def __init__(self, plan: Callable[[], Plan], parent: QObject) -> None:
        super().__init__(parent)
        self._plan = plan
        self._choices = Choices()
        self._outlook: tuple[Source | None, Plan, Outlook] | None = None
        #: Answers a question elsewhere, and hands the answer to a method of this; None where there is no such place.
        self.ask_elsewhere: Callable[..., object] | None = None
        #: What is being answered there.
        self._asked: tuple[Source | None, Plan] | None = None

    @property
    def choices(self) -> Choices:
        """What waits now; false if nothing does."""
        return self._choices

    @property
    def outlook(self) -> Outlook:
        """What applying it would come to; of a large table that is found out elsewhere, and `changed` says when."""
        key = (self._choices.data, self._plan())
        if self._outlook is not None and self._outlook[:2] == key:
            return self._outlook[2]
        if self.ask_elsewhere is not None and _is_large(key[0]):
            if self._asked != key:
                self._asked = key
                self.ask_elsewhere(partial(_answered, *key), then=self._on_answered)
            return Outlook(is_awaited=True)
        self._outlook = (*key, _outlook(*key))
        return self._outlook[2]

    def _on_answered(self, answer: tuple[Source | None, Plan, Outlook] | None) -> None:
        asked = self._asked
        if asked is None or (answer is not None and answer[:2] != asked):
            return
        # Until now the one before has kept what it made ready.
        self._outlook = answer or (*asked, Outlook(refusal=tr("An internal error; see the log.")))
        self._asked = None
        self.changed.emit()

    @property
    def config(self) -> TrainingConfig:
        """How training would be set with the choices applied."""
        return self._plan().config.with_changes(**self._choices.settings)

    def choose_data(self, data: Source) -> None:
        """Let these data wait; those in use are no choice. Scaling of drawn ones is fitted anew with them."""
        is_in_use = data == self._plan().data
        waits = data.fitted_anew() if isinstance(data, DrawnChoice) else data
        self._hold(replace(self._choices, data=None if is_in_use else waits))

    def choose_settings(self, **changes: Any) -> None:
        """Let settings of `RESTARTING` wait; raises InvalidConfigError if they can't be had."""
        self._hold(replace(self._choices, settings=self._differing(self.config.with_changes(**changes))))

    def choose_edit(self, edit: Edit) -> None:
        """Let an edit wait that needs other targets."""
        self._hold(replace(self._choices, edit=None if edit.is_idle(self._plan().spec) else edit))

    def discard(self, part: Part | None = None) -> None:
        """Drop a part of the choices, or all of them."""
        self._hold(self._choices.without(part))

    def follow(self, old: Plan) -> None:
        """Drop what another plan than ``old`` has already, or has overtaken."""
        if not self._choices:
            return
        plan, before = self._plan(), self._choices
        lost: list[str] = []
        data, edit = before.data, before.edit
        if data is not None and plan.data != old.data:
            lost += _data_words(data, old) if data != plan.data else ()
            data = None
        kept = dict(before.settings)
        for names in RESTARTING_TOGETHER:
            chosen = {name: kept.pop(name) for name in names if name in kept}
            if _differ(plan.config, old.config, names):
                wanted = before.settings
                is_had = all(getattr(plan.config, name) == wanted[name] for name in chosen)
                lost += () if is_had else _settings_words(chosen)
            else:
                kept |= chosen
        if edit is not None and (
            plan.spec.depth != old.spec.depth or plan.spec.activations[-1] != old.spec.activations[-1]
        ):
            is_had = plan.spec.depth == old.spec.depth and edit.is_idle(plan.spec)
            lost += () if is_had else _edit_words(edit)
            edit = None
        self._hold(Choices(data, self._differing(plan.config.with_changes(**kept)), edit))
        if lost:
            self.overtaken.emit(
                tr(
                    "{lost} is no longer waiting: another edit has changed the same thing.",
                    lost="; ".join(lost),
                )
            )

    def _differing(self, config: TrainingConfig) -> Mapping[str, Any]:
        now = self._plan().config
        return MappingProxyType(
            {
                name: getattr(config, name)
                for name in RESTARTING
                if getattr(config, name) != getattr(now, name)
            }
        )

    def _hold(self, choices: Choices) -> None:
        if choices != self._choices:
            self._choices = choices
            self.changed.emit()


def _is_large(data: Source | None) -> bool:
    return isinstance(data, TableChoice) and data.table.rows * len(data.table.columns) > LARGE


def _answered(data: Source | None, plan: Plan) -> tuple[Source | None, Plan, Outlook]:
    return data, plan, _outlook(data, plan)


def _outlook(data: Source | None, plan: Plan) -> Outlook:
    if data is None:
        return Outlook()
    try:
        return Outlook(fitted(plan, data))
    except DataError as error:
        return Outlook(refusal=str(error))


def _differ(one: TrainingConfig, other: TrainingConfig, names: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _data_words(data: Source | None, plan: Plan) -> Iterator[str]:
    if data is None:
        return
    if not is_same_data(data, plan.data):
        yield tr("Data {brief}", brief=data.brief)
        return
    words, parts = _DATA_WORDS, DATASETS[data.name].parts if isinstance(data, DataChoice) else None
    if parts is not None:
        words = {**words, "parts": parts.label.lower()}
    changed = [
        word for name, word in words.items() if getattr(data, name, None) != getattr(plan.data, name, None)
    ]
    yield tr("Data ({changed})", changed=", ".join(changed or [tr("scaling fitted anew")]))


def _settings_words(settings: Mapping[str, Any]) -> Iterator[str]:
    for name, label, vocabulary in (
        ("initializer", tr("Weights"), INITIALIZERS),
        ("bias_initializer", tr("Biases"), BIAS_INITIALIZERS),
    ):
        if name in settings:
            yield f"{label} {vocabulary[settings[name]].label}"
        elif values := settings.get(f"{name}_settings"):
            yield tr("{label} with {values}", label=label, values=", ".join(map(limit, values.values())))
    for name, label in (("seed", tr("Seed")), ("dtype", tr("Precision")), ("engine", tr("Engine"))):
        if name in settings:
            yield f"{label} {settings[name]}"


def _edit_words(edit: Edit | None) -> Iterator[str]:
    if edit is not None:
        yield edit.text
