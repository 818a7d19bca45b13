"""What each version of the project file added and moved, so that files of earlier ones can be read for ever.

A field of ``project.json`` that a version adds is entered in ADDED, with the value that was true before there was such
a field: a file of an earlier version is read with it. From its own version on, a file that lacks it is refused.

A field that a version moves or renames is entered in MOVED, with the place where it stood: a file of an earlier
version is read as if it stood in the new one. From that version on, the old place is refused.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

FORMAT_VERSION = 11

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
    # Without a validation set, which only version 6 can have been trained by.
    Added(6, "run.refuge.validation_cost", None),
    Added(7, "plan.config.engine", "automatic"),
    Added(7, "plan.config.initializer_settings", {}),
    Added(7, "plan.config.bias_initializer", "usual"),
    Added(7, "plan.config.bias_initializer_settings", {}),
    Added(7, "run.refuge.clipped_steps", None),
    Added(7, "run.refuge.held_steps", None),
    Added(7, "view.samples", "probe"),
    # Where the cost function or the structure was changed isn't known of earlier runs.
    Added(8, "run.eras", []),
    # No data set had any number of parts to choose.
    Added(9, "plan.data.parts", 0),
    Added(9, "view.workspace", "explore"),
    # Version 10 brought samples that are drawn: plans on them, order.npy and refuge_order.npy.
    Added(11, "view.maps_selection", True),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A field, or all that a field holds, that has this place since version ``since``; in files of earlier ones it is
    at ``before``.

    Both are paths in ``project.json`` that begin alike as far as the last ``layers[]`` of either. Places of an earlier
    entry are those of its own version: one that was moved later has its new place in the later entry alone.
    """

    since: int
    place: str
    before: str


MOVED: tuple[Moved, ...] = ()


def completed(
    record: object, version: int, added: Sequence[Added] = ADDED, moved: Sequence[Moved] = MOVED
) -> object:
    """What stood in ``project.json`` of a version, in the places of today, with the fields that came later as they were
    before them.

    The record may be anything that JSON can be: what isn't there can't be moved or completed, and is left to be
    refused.
    """
    record = deepcopy(record)
    # Version by version, as if it had been saved by each; what moves is there for what is added to it.
    changes: list[Moved | Added] = [*moved, *added]
    for each in sorted(changes, key=lambda change: change.since):
        if version >= each.since:
            continue
        if isinstance(each, Moved):
            _move(record, each)
        else:
            *way, key = each.place.split(".")
            for holder in _holders(record, way):
                holder.setdefault(key, deepcopy(each.before))
    return record


def _move(record: object, moved: Moved) -> None:
    old, new = moved.before.split("."), moved.place.split(".")
    common = 0
    while common < min(len(old), len(new)) - 1 and old[common] == new[common]:
        common += 1
    for holder in _holders(record, old[:common]):
        _move_within(holder, old[common:], new[common:])


def _move_within(holder: dict[str, object], old: Sequence[str], new: Sequence[str]) -> None:
    passed = [holder]
    for key in old[:-1]:
        inner = passed[-1].get(key)
        if not isinstance(inner, dict):
            return
        passed.append(inner)
    if old[-1] not in passed[-1]:
        return
    target = holder
    for key in new[:-1]:
        within = target.setdefault(key, {})
        if not isinstance(within, dict):
            return
        target = within
    if new[-1] in target:
        return
    target[new[-1]] = passed[-1].pop(old[-1])
    for outer, key in zip(reversed(passed[:-1]), reversed(old[:-1]), strict=True):
        if outer[key] == {} and outer[key] is not target:  # whose last field has gone
            del outer[key]


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
