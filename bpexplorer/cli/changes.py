"""``--set NAME=VALUE``: change how a project is trained from the command line."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from bpexplorer.cli.options import CHOICES
from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.training.config import CHOICES_WITH_SETTINGS, TrainingConfig
from bpexplorer.core.vocabularies.vocabulary import nearest
from bpexplorer.translation import tr

#: The fields that are set through the names of what they hold.
_HOLDERS = tuple(f"{choice}_settings" for choice in CHOICES_WITH_SETTINGS)


def changed(config: TrainingConfig, assignments: Sequence[str]) -> TrainingConfig:
    """The configuration with each NAME=VALUE set.

    NAME is a field of the configuration, or a setting of its optimizer, schedule or initialisers, those of the same
    command line included. Raises InvalidConfigError if there is no such name, or the value is no number or out of
    range.
    """
    pairs = [_split(assignment) for assignment in assignments]
    # What the other settings belong to comes first.
    for name, value in sorted(pairs, key=lambda pair: pair[0] not in CHOICES_WITH_SETTINGS):
        try:
            config = _set(config, name, value)
        except InvalidConfigError as error:
            # Sentences have the words of the window; what was typed is the name of a field.
            raise InvalidConfigError(f"{name}={value}: {error}" if error.key else str(error)) from error
    return config


def _split(assignment: str) -> tuple[str, str]:
    name, sign, value = assignment.partition("=")
    if not sign:
        raise InvalidConfigError(
            tr(
                "“{assignment}” sets nothing; write NAME=VALUE, such as learning_rate=0.1.",
                assignment=assignment,
            )
        )
    return name.strip(), value.strip()


def _set(config: TrainingConfig, name: str, value: str) -> TrainingConfig:
    names = [field.name for field in fields(config) if field.name not in _HOLDERS]
    if name in names:
        now = getattr(config, name)
        return config.with_changes(
            **{name: value if isinstance(now, str) else _number(name, value, type(now))}
        )
    for holder in _HOLDERS:
        settings = getattr(config, holder)
        if name in settings:
            return config.with_changes(**{holder: {**settings, name: _number(name, value, float)}})
        names += settings
    raise InvalidConfigError(_unknown(name, names))


def _unknown(name: str, names: Sequence[str]) -> str:
    """A sentence about a name that is no setting here: perhaps it is one of another choice."""
    for choice, vocabulary in CHOICES.items():
        owners = [each.name for each in vocabulary.values() if name in {one.name for one in each.settings}]
        if owners:
            owner = f"{choice.replace('_', ' ')} {' or '.join(owners)}"
            return tr(
                "{name} is a setting of the {owner}, which isn't in use here. Set {choice}={owners} too.",
                name=name,
                owner=owner,
                choice=choice,
                owners=owners[0],
            )
    return tr(
        "There is no setting {name}.{nearest} Here there are {names}. “bpexplorer "
        "options” says what they do.",
        name=repr(name),
        nearest=nearest(name, names),
        names=", ".join(names),
    )


def _number(name: str, text: str, kind: type[Any]) -> Any:
    try:
        return kind(text)
    except ValueError:
        wanted = tr("a whole number") if kind is int else tr("a number")
        raise InvalidConfigError(
            tr("{name} is “{text}”; it must be {wanted}.", name=name, text=text, wanted=wanted)
        ) from None
