"""Edits that carry numbers, as JSON and the bytes of their arrays, and back.

A line of the journal tells of what a user does. What undoes it, and what goes back to a marked state, holds numbers
that training made: such an edit is told here, field by field. Which classes there can be is a closed table. The data
that an edit brings back aren't told: they are those of the plan that it leads to.
"""

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import msgspec
import numpy as np

from bpexplorer.core.edits.base import Edit, InTurn, TakeBack
from bpexplorer.core.edits.demon import PutHeldDemon
from bpexplorer.core.edits.masks import PutPlaces
from bpexplorer.core.edits.run import Configure, ConfigureWithMoments, RestoreState
from bpexplorer.core.edits.samples import ChangeSamples, RunPlace
from bpexplorer.core.edits.structure import (
    CloseLayer,
    OpenLayer,
    PutNeurons,
    RemoveNeurons,
    SetActivation,
    SetDropout,
)
from bpexplorer.core.edits.values import PutBiases
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.history import EpochRecord, Era, History
from bpexplorer.core.training.state import Divergence, Refuge, TrainerState
from bpexplorer.core.training_data import TrainingData
from bpexplorer.project.parts import strict
from bpexplorer.project.parts.blocks import Blocks, Numbers

#: The classes that JSON tells by itself.
PLAIN: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for kind in (NetworkSpec, LayerSpec, TrainingConfig, Neuron, HeldDemon, Divergence, Era)
}
#: Those whose fields are told one by one.
PARTS: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for kind in (
        *(TakeBack, InTurn, Configure, ConfigureWithMoments, RestoreState, ChangeSamples, RunPlace),
        *(PutNeurons, RemoveNeurons, OpenLayer, CloseLayer, SetDropout, SetActivation),
        *(PutPlaces, PutBiases, PutHeldDemon),
        *(TrainerState, Refuge, History),
    )
}
_TYPES: Final = {name: np.dtype(name) for name in ("<f8", "<f4", "<i8", "<i4", "|b1")}
_KIND, _ARRAY, _DATA, _FLOAT, _RECORD, _PARAMETERS = "is", "array", "data", "float", "record", "parameters"
_PLACE = "an edit"


class Writer:
    """Tells edits, one after the other, and keeps the bytes of their arrays."""

    def __init__(self) -> None:
        self._parts: list[Blocks] = []
        self.size = 0

    @property
    def numbers(self) -> Blocks:
        """The bytes of all arrays, one behind the other."""
        return Blocks(*self._parts)

    def add(self, part: Blocks) -> int:
        """Put bytes behind the others; where they begin."""
        at, self.size = self.size, self.size + len(part)
        self._parts.append(part)
        return at

    def told(self, value: object) -> object:
        """What JSON says of an edit, or of a part of one; TypeError for what none of these tables knows."""
        match value:
            case None | bool() | str() | int():
                return value
            case float():
                return float(value) if math.isfinite(value) else {_KIND: _FLOAT, "of": repr(float(value))}
            case np.generic():
                return self.told(value.item())
            case EpochRecord():
                return {_KIND: _RECORD, "of": [self.told(each) for each in value]}
            case tuple():
                return [self.told(each) for each in value]
            case np.ndarray():
                return self._array(value)
            case TrainingData():
                return {_KIND: _DATA}
            case Parameters():
                return {_KIND: _PARAMETERS, "spec": self.told(value.spec), "flat": self.told(value.flat)}
        name = type(value).__name__
        if PLAIN.get(name) is type(value):
            return {_KIND: name, "of": msgspec.to_builtins(value)}
        if PARTS.get(name) is type(value):
            return {_KIND: name} | {key: self.told(getattr(value, key)) for key in _keys(type(value))}
        raise TypeError(f"{name} isn't told")

    def _array(self, array: np.ndarray[Any, Any]) -> object:
        dtype = array.dtype.newbyteorder("<")
        if dtype.str not in _TYPES:
            raise TypeError(f"numbers of type {dtype} aren't told")
        at = self.add(Blocks(Numbers(array, dtype)))
        return {_KIND: _ARRAY, "type": dtype.str, "shape": list(array.shape), "at": at}


def read(told: object, numbers: memoryview, data: TrainingData) -> Edit:
    """The edit that was told, on these data.

    Raises
    ------
    ProjectFileError, ValueError, LookupError, TypeError, BpExplorerError
        If it isn't one.
    """
    edit = _Reader(numbers, data).of(told)
    if not isinstance(edit, Edit):
        raise ValueError("this is no edit")
    return edit


class _Reader:
    def __init__(self, numbers: memoryview, data: TrainingData) -> None:
        self._numbers, self._data = numbers, data

    def of(self, told: Any) -> Any:
        if isinstance(told, list):
            return tuple(self.of(each) for each in told)
        if not isinstance(told, dict):
            return told
        match name := told[_KIND]:
            case "array":
                return self._array(told)
            case "data":
                return self._data
            case "float":
                return float(told["of"])
            case "record":
                return EpochRecord(*map(self.of, told["of"]))
            case "parameters":
                return Parameters(self.of(told["spec"]), self.of(told["flat"]))
        if name in PLAIN:
            return strict.build(told["of"], PLAIN[name], _PLACE)
        kind = PARTS[name]
        return kind(**{key: self.of(told[key]) for key in _keys(kind)})

    def _array(self, told: dict[str, Any]) -> np.ndarray[Any, Any]:
        dtype, shape = _TYPES[told["type"]], tuple(told["shape"])
        found = np.frombuffer(self._numbers, dtype, math.prod(shape), told["at"])
        # Aligned, and its own: what is edited of a run would else hold on to all that was read.
        return found.reshape(shape).copy()


def _keys(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.init)
