"""Numbers that belong to a choice: the momentum to the optimizer, the period to the schedule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bpexplorer.core.errors import InvalidConfigError, about
from bpexplorer.core.numerals import limit
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class Setting:
    """One such number, with the range in which it makes sense: low ≤ value < high.

    ``purpose`` says what it does, in sentences, and ``formula`` where it stands.
    """

    name: str
    label: str
    default: float
    low: float
    high: float
    purpose: str
    formula: str

    def range_in_words(self, written: Callable[[float], str] = limit) -> str:
        """The second half of a sentence that says what the number may be; ``written`` writes the ends."""
        return tr("at least {low} and below {high}", low=written(self.low), high=written(self.high))

    def check(self, value: float, owner: str) -> None:
        """Raise InvalidConfigError unless low ≤ value < high."""
        if not self.low <= value < self.high:
            raise InvalidConfigError(
                tr(
                    "{label} of {owner} is {limit}; it must be {range_in_words}.",
                    label=self.label,
                    owner=owner,
                    limit=limit(value),
                    range_in_words=self.range_in_words(),
                )
            )


def filled_in(owner: str, settings: Iterable[Setting], given: Mapping[str, float]) -> dict[str, float]:
    """The given values, checked, and the defaults of those that aren't given.

    Raises InvalidConfigError if a value is out of range, or of a name that ``owner`` doesn't have.
    """
    known = {setting.name: setting for setting in settings}
    for name, value in given.items():
        with about(name):
            if name not in known:
                raise InvalidConfigError(
                    tr(
                        "{owner} has no parameter {name}; it has {known}.",
                        owner=owner,
                        name=repr(name),
                        known=", ".join(known) or "none",
                    )
                )
            known[name].check(value, owner)
    return {name: given.get(name, setting.default) for name, setting in known.items()}
