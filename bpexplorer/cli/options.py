"""The command ``options``: everything that ``train`` can be told, made from what the program itself checks."""

import argparse
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bpexplorer.cli.console.answer import Answer
from bpexplorer.cli.console.codes import OK
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import MAX_DROPOUT, MAX_LAYER_SIZE, MAX_LAYERS
from bpexplorer.core.training.config import CONFIG_NUMBERS, DTYPES, ENGINE_CHOICES, TrainingConfig
from bpexplorer.core.training.held_demon import MAX_HELD_DZ
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.core.vocabularies.vocabulary import BETWEEN, nearest
from bpexplorer.translation import tr


class ChoiceWithSettings(Protocol):
    """One of a vocabulary whose members have settings."""

    @property
    def name(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def settings(self) -> tuple[Setting, ...]: ...


#: By the field of TrainingConfig that holds the name.
CHOICES: Mapping[str, Mapping[str, ChoiceWithSettings]] = {
    "initializer": INITIALIZERS,
    "bias_initializer": BIAS_INITIALIZERS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}
_DEFAULTS = TrainingConfig()
#: Where formulas begin in the list.
_WIDTH = 56


@dataclass(frozen=True, slots=True)
class Option:
    """A key of ``--set``, one of its values, or a setting of such a value; ``inside`` are those that belong to it.

    ``range`` and ``default`` are empty for a value.
    """

    name: str
    range: str = ""
    default: str | float = ""
    purpose: str = ""
    formula: str = ""
    inside: tuple["Option", ...] = ()

    def facts(self) -> dict[str, Any]:
        """What is said of it, for scripts."""
        known = {
            "range": self.range,
            "default": self.default,
            "purpose": self.purpose,
            "formula": self.formula,
        }
        inside = {"options": [one.facts() for one in self.inside]} if self.inside else {}
        return {"name": self.name} | {key: value for key, value in known.items() if value != ""} | inside

    def row(self, depth: int = 1) -> list[str]:
        """What it may be and its formula in a line, and values below their key."""
        head = f"{'  ' * depth}{self._head()}"
        below = [line for one in self.inside for line in one.row(depth + 1)]
        return [f"{head:<{_WIDTH}}  {self.formula or self.purpose}".rstrip(), *below]

    def paragraph(self) -> list[str]:
        """All that is to be said of it, and in a line each what is inside."""
        said = [f"    {text}" for text in (self.purpose, *self.formula.split(BETWEEN)) if text]
        return [self._head(), *said, *(line for one in self.inside for line in one.row(2))]

    def _head(self) -> str:
        default = self.default if isinstance(self.default, str) else f"{self.default:.10g}"
        return f"{self.name} = {self.range} ({default})" if self.range else self.name

    def named(self, name: str) -> "Iterable[Option]":
        """This option and those inside, as far as they have the name."""
        if self.name == name:
            yield self
        for one in self.inside:
            yield from one.named(name)

    def names(self) -> list[str]:
        """Its name and those inside."""
        return [self.name, *(name for one in self.inside for name in one.names())]


def set_options() -> tuple[Option, ...]:
    """Every key of ``--set``, in the order of a training configuration's parts."""
    numbers = [
        Option(one.name, one.range_in_words(_typed), getattr(_DEFAULTS, one.name), one.purpose, one.formula)
        for one in CONFIG_NUMBERS.values()
    ]
    rules = [
        Option(
            rule.name,
            tr("a whole number from 0 (off) to {high}", high=_typed(rule.high))
            if rule.is_whole
            else tr("a number from 0 (off) to {high}", high=_typed(rule.high)),
            getattr(_DEFAULTS, rule.name),
            rule.purpose,
            rule.formula,
        )
        for rule in STOPPING_RULES.values()
    ]
    numbers_of = tr("What training computes in: 16 digits, or 7 and faster where networks are large.")
    makes_steps = tr("What makes the steps: the quickest that there is, or numpy.")
    words = [
        Option("dtype", " or ".join(DTYPES), _DEFAULTS.dtype, numbers_of),
        Option("engine", " or ".join(ENGINE_CHOICES), _DEFAULTS.engine, makes_steps),
    ]
    costs = tuple(Option(one.name, purpose=one.purpose, formula=one.formula) for one in COSTS.values())
    cost = Option("cost", tr("one of"), _DEFAULTS.cost, tr("The cost that training minimises."), inside=costs)
    return (cost, *(_choice(name) for name in CHOICES), *numbers, *words, *rules)


def layer_options() -> tuple[Option, ...]:
    """What the options for layers take."""
    activations = tuple(
        Option(one.name, purpose=one.purpose, formula=f"{one.formula}{BETWEEN}a in {_interval(*one.range)}")
        for one in ACTIVATIONS.values()
    )
    return (
        Option(
            "--layers",
            tr(
                "2 to {max_layers} sizes from 1 to {max_layer_size}, input and output as the data need them",
                max_layers=MAX_LAYERS + 1,
                max_layer_size=MAX_LAYER_SIZE,
            ),
            tr("as they are"),
        ),
        Option(
            "--activations",
            tr("for each layer behind the input one of"),
            tr("as they are"),
            inside=activations,
        ),
        Option(
            "--dropout",
            tr("a share of a hidden layer from 0 to {max_dropout:g}", max_dropout=MAX_DROPOUT),
            0.0,
        ),
        Option(
            "--hold",
            tr("Δz of a neuron between −{max_held_dz:g} and {max_held_dz:g}", max_held_dz=MAX_HELD_DZ),
            "none",
        ),
    )


def options(arguments: argparse.Namespace) -> Answer:
    """List all options, or say what there is to say of one name."""
    if arguments.name is None:
        sets, layers = set_options(), layer_options()
        found = {"set": [one.facts() for one in sets], "layers": [one.facts() for one in layers]}
        lines = [
            tr("In parentheses stands what holds where a project doesn't say otherwise."),
            tr("“bpexplorer options NAME” says what something is for."),
            *("", tr("--set NAME=VALUE takes"), *(line for one in sets for line in one.row())),
            *("", tr("Layers, by options of their own:"), *(line for one in layers for line in one.row())),
        ]
        return OK, found, lines
    there = (*set_options(), *layer_options())
    # adam and adamw have the same betas.
    chosen = list(dict.fromkeys(one for option in there for one in option.named(arguments.name)))
    if not chosen:
        names = [name for option in there for name in option.names()]
        raise BpExplorerError(
            tr(
                "There is no option called {name}.{nearest} “bpexplorer options” lists all there are.",
                name=repr(arguments.name),
                nearest=nearest(arguments.name, names),
            )
        )
    return (
        OK,
        {"options": [one.facts() for one in chosen]},
        [line for one in chosen for line in one.paragraph()],
    )


def _choice(field: str) -> Option:
    values = tuple(
        Option(one.name, purpose=one.purpose, formula=one.formula, inside=tuple(map(_setting, one.settings)))
        for one in CHOICES[field].values()
    )
    return Option(field, tr("one of"), getattr(_DEFAULTS, field), inside=values)


def _setting(setting: Setting) -> Option:
    return Option(
        setting.name, setting.range_in_words(_typed), setting.default, setting.purpose, setting.formula
    )


def _typed(number: float) -> str:
    """An end of a range as it can be typed."""
    return f"{number:.10g}"


def _interval(low: float, high: float) -> str:
    return f"[{_end(low)}, {_end(high)}]"


def _end(number: float) -> str:
    size = f"{abs(number):.3g}" if math.isfinite(number) else "∞"
    return f"−{size}" if number < 0 else size
