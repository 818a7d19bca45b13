"""Any edit that a run allows (hypothesis)."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
    Silence,
)
from bpexplorer.core.edits.run import Configure, GoBack, NewStart, ResetToStart, RestoreBest, UseData
from bpexplorer.core.edits.samples import NEW, ChangeSamples
from bpexplorer.core.edits.structure import (
    AddNeurons,
    InsertLayer,
    RemoveLayer,
    RemoveNeurons,
    SetActivation,
    SetDropout,
)
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import LayerSpec, NetworkSpec, Neuron
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.training_data import TrainingData

SMOOTH = ("tanh", "sigmoid", "relu", "softmax")


def structure_edits(spec: NetworkSpec) -> st.SearchStrategy[Edit]:
    """Edits of the structure, or of biases."""
    layers = st.integers(1, spec.depth)
    layer_specs = st.builds(LayerSpec, st.integers(1, 4), st.sampled_from(SMOOTH))
    kinds: list[st.SearchStrategy[Edit]] = [
        st.builds(InsertLayer, layers, layer_specs),
        st.builds(SetActivation, layers, st.sampled_from(SMOOTH)),
        layers.flatmap(
            lambda layer: st.builds(SetBiases, st.just(layer), places(spec, layer), st.floats(-2, 2))
        ),
    ]
    if spec.hidden:
        hidden = st.sampled_from(list(spec.hidden))
        kinds.append(st.builds(SetDropout, hidden, st.sampled_from([0.0, 0.5])))
        kinds += [st.builds(AddNeurons, hidden, st.integers(1, 3)), st.builds(RemoveLayer, hidden)]
    shrinkable = [layer for layer in spec.hidden if spec.sizes[layer] > 1]
    if shrinkable:
        kinds.append(
            st.sampled_from(shrinkable).flatmap(
                lambda layer: st.builds(RemoveNeurons, st.just(layer), places(spec, layer, spare=1))
            )
        )
    return st.one_of(kinds)


def places(spec: NetworkSpec, layer: int, *, spare: int = 0) -> st.SearchStrategy[tuple[int, ...]]:
    """Some neurons of a layer, but for so many of them."""
    size = spec.sizes[layer]
    return st.lists(st.integers(0, size - 1), min_size=1, max_size=size - spare, unique=True).map(tuple)


def neurons(spec: NetworkSpec) -> st.SearchStrategy[Neuron]:
    """Any neuron that has a z."""
    return st.integers(1, spec.depth).flatmap(
        lambda layer: st.builds(Neuron, st.just(layer), st.integers(0, spec.sizes[layer] - 1))
    )


def mask_edits(spec: NetworkSpec) -> list[st.SearchStrategy[Edit]]:
    """Edits of what training leaves alone, and drawing anew."""
    layers = st.integers(1, spec.depth)

    def connections(layer: int) -> st.SearchStrategy[Any]:
        pair = st.tuples(st.integers(0, spec.sizes[layer] - 1), st.integers(0, spec.sizes[layer - 1] - 1))
        return st.lists(pair, min_size=1, max_size=3, unique=True).map(tuple)

    yes_or_no = st.booleans()
    silencing = [st.builds(Silence, st.just(layer), places(spec, layer), yes_or_no) for layer in spec.hidden]
    return [
        *silencing,
        layers.flatmap(lambda layer: st.builds(Freeze, st.just(layer), places(spec, layer), yes_or_no)),
        layers.flatmap(
            lambda layer: st.builds(RemoveConnections, st.just(layer), connections(layer), yes_or_no)
        ),
        layers.flatmap(
            lambda layer: st.builds(FreezeConnections, st.just(layer), connections(layer), yes_or_no)
        ),
        st.builds(RemoveBiases, layers, yes_or_no),
        layers.flatmap(lambda layer: st.builds(Reinitialise, st.just(layer), places(spec, layer))),
    ]


def sample_edits(trainer: Trainer, other: TrainingData) -> st.SearchStrategy[Edit]:
    """Some samples of the training set go, and those of ``other`` come in the place of what is above them."""
    rows, before = len(other.x_train), len(trainer.data.x_train)

    def change(stays: set[int]) -> ChangeSamples:
        return ChangeSamples(other, np.array([row if row in stays else NEW for row in range(rows)]))

    return st.sets(st.integers(0, min(rows, before) - 1)).map(change)


def all_edits(trainer: Trainer, *, other: TrainingData) -> st.SearchStrategy[Edit]:
    """Edits of every kind; ``other`` are data to change to."""
    config = trainer.config
    return st.one_of(
        structure_edits(trainer.spec),
        st.builds(Configure, st.builds(config.with_changes, learning_rate=st.floats(0.01, 0.1))),
        st.builds(Configure, st.builds(config.with_changes, optimizer=st.sampled_from(list(OPTIMIZERS)))),
        st.builds(Configure, st.builds(config.with_changes, batch_size=st.integers(1, 30))),
        st.builds(NewStart, st.builds(config.with_changes, seed=st.integers(0, 9))),
        st.just(ResetToStart()),
        st.just(GoBack(config.with_changes(learning_rate=config.learning_rate / 2))),
        st.just(RestoreBest()),
        st.just(UseData(trainer.spec, config, other)),
        st.builds(HoldDemon, neurons(trainer.spec), st.floats(-1, 1)),
        st.just(LetGo()),
        sample_edits(trainer, other),
        *mask_edits(trainer.spec),
    )
