"""What each version of the project file added, so that files of earlier ones can be read for ever.

A field of ``project.json`` that a version adds is entered in ADDED, with the value that was true before there was such
a field: a file of an earlier version is read with it. From its own version on, a file that lacks it is refused.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

FORMAT_VERSION = 7

Json = None | bool | int | float | str | Sequence["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Added:
    """A field that came with version ``since``; in files of earlier ones it is ``before``.

    ``place`` is its path in ``project.json``; ``layers[]`` stands for each of the layers.
    """

    since: int
    place: str
    before: Json


ADDED: tuple[Added, ...] = (
    Added(2, "plan.config.schedule", "constant"),
    Added(2, "plan.config.schedule_settings", {}),
    Added(2, "plan.config.l1", 0.0),
    Added(2, "plan.config.l2", 0.0),
    Added(2, "plan.config.clip_norm", 0.0),
    Added(2, "run.clipped_steps", 0),
    Added(3, "run.held", None),
    Added(3, "run.held_steps", 0),
    Added(4, "plan.data.validation_share", 0.0),
    # Version 5 brought mask.npy, and in the course of it these two.
    Added(6, "plan.config.dtype", "float64"),
    Added(6, "run.engine", "numpy"),
    Added(6, "plan.spec.layers[].dropout", 0.0),
    Added(6, "plan.config.max_epochs", 0),
    Added(6, "plan.config.max_seconds", 0.0),
    Added(6, "plan.config.target_cost", 0.0),
    Added(6, "plan.config.target_accuracy", 0.0),
    Added(6, "plan.config.patience", 0),
    # Without a validation part, which only version 6 can have been trained by.
    Added(6, "run.refuge.validation_cost", None),
    Added(7, "plan.config.engine", "automatic"),
    Added(7, "plan.config.initializer_settings", {}),
    Added(7, "plan.config.bias_initializer", "usual"),
    Added(7, "plan.config.bias_initializer_settings", {}),
    Added(7, "run.refuge.clipped_steps", None),
    Added(7, "run.refuge.held_steps", None),
    Added(7, "view.samples", "probe"),
)


def completed(record: object, version: int, added: Sequence[Added] = ADDED) -> object:
    """What stood in ``project.json`` of a version, with the fields that came later as they were before them.

    The record may be anything that JSON can be: what isn't there can't be completed, and is left to be refused.
    """
    record = deepcopy(record)
    for each in added:
        if version < each.since:
            *way, key = each.place.split(".")
            for holder in _holders(record, way):
                holder.setdefault(key, deepcopy(each.before))
    return record


def _holders(value: object, way: Sequence[str]) -> Iterator[dict[str, object]]:
    """The objects that a path leads to."""
    if way and way[0].endswith("[]"):
        inner = value.get(way[0].removesuffix("[]")) if isinstance(value, dict) else None
        for item in inner if isinstance(inner, list) else ():
            yield from _holders(item, way[1:])
    elif isinstance(value, dict):
        if way:
            yield from _holders(value.get(way[0]), way[1:])
        else:
            yield value
