"""The phases of a step in words: captions of at most twenty words, and what else acts, only where it acts."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import FreezeConnections, RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.readings.phases.captions import CaptionKind, NoteKind, caption_of, notes_of
from bpexplorer.core.readings.phases.reading import read_phases
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.look import numbers, phases
from tests.frames import Training
from tests.overflows import OVERFLOWS
from tests.runs import advance, regression_data, start

C, N = CaptionKind, NoteKind


def reading(*edits, hidden=(4, 3), steps=0, **options):
    trainer = Trainer(start(hidden, **options))
    for number, edit in enumerate(edits, start=1):
        trainer.apply(edit, Context(number))
    return read_phases(advance(trainer, steps).state())


def kinds(found):
    return [caption_of(found, phase, 0).kind for phase in found.phases]


def note_kinds(found):
    return {note.kind for phase in found.phases for note in notes_of(found, phase, 0)}


def all_words(found):
    return [phases.caption(found, phase, 0) for phase in found.phases]


def test_the_opening_example_has_the_captions_of_plain_descent_and_no_notes():
    found = read_phases(Training().trainer.state())
    assert kinds(found) == [
        C.BATCH,
        C.FIRST_LAYER,
        C.NEXT_LAYER,
        C.MIXING_OUTPUT,
        C.COST_OF_ONE_OUTPUT,
        C.MATCHED,
        C.HIDDEN,
        C.HIDDEN_AGAIN,
        C.GRADIENT,
        C.DESCENT,
        C.LOWER,
    ]
    assert note_kinds(found) == set()
    words = all_words(found)
    assert "20 samples" in words[0]
    assert "64 pixels" in words[1]
    assert "14 activations of layer 1" in words[2]
    assert words[3].startswith("Softmax turns the 10 z into 10 probabilities")
    assert all(each[0].isupper() or each[0] in "∂δ" for each in words)
    right = int(found.batch.labels[0])
    assert f"C = −ln a{phases.lowered(right)}" in words[4]
    assert "δ³" in words[5]
    assert "Only δ², the weights W²" in words[7]
    assert [phases.title(phase) for phase in found.phases][6:8] == ["6 BP2", "7 BP2"]
    symbols = [phases.symbol(found, phase) for phase in found.phases]
    assert symbols[6] == "layer 2: δ"
    assert not any(set(each) & set("⁰¹²³") for each in symbols)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_caption_has_more_than_twenty_words(name):
    assert max(len(words.split()) for words in all_words(reading(optimizer=name))) <= 20


@pytest.mark.parametrize("cost", COSTS)
def test_every_pair_of_cost_and_output_has_short_captions_with_its_formulas(cost):
    for output in ACTIVATIONS:
        found = pair(cost, output)
        if found.kind == "refused":
            continue
        # Targets that don't add up to 1, so that not even a matched softmax has δ = a − y.
        data = regression_data(np.array([[0.5, 1.0], [0.2, -0.3]]), np.array([[0.2, 0.4], [0.1, 0.3]]))
        step = reading(hidden=(3,), data=data, output=output, cost=cost, activation="tanh", batch_size=2)
        words = all_words(step)
        assert COSTS[cost].formula in words[3]
        trace = step.samples.trace
        is_difference = np.allclose(trace.deltas[-1], trace.activations[-1] - step.batch.y)
        is_matched = found.kind == "matched" and is_difference
        assert (caption_of(step, step.phases[4], 0).kind is C.MATCHED) == is_matched
        if found.kind == "odd":
            assert found.error in words[4]
        assert not any("{" in each for each in words)


def test_the_last_batch_the_whole_set_and_a_lone_sample_are_told_apart():
    assert kinds(reading(steps=4))[0] is C.LAST_BATCH
    assert kinds(reading(batch_size=23))[0] is C.WHOLE_SET
    alone = reading(batch_size=1)
    assert caption_of(alone, alone.phases[-3], 0).kind is C.GRADIENT_OF_ONE


def test_every_case_that_acts_is_noted_where_it_acts():
    found = reading(
        SetDropout(1, 0.5),
        HoldDemon(Neuron(2, 1), 0.75),
        FreezeConnections(1, ((0, 1),), True),
        RemoveConnections(3, ((1, 0),), True),
        l2=0.02,
        clip_norm=0.05,
        schedule="cosine",
        schedule_settings={"length": 3.0},
        dtype="float32",
    )
    where = {
        note.kind: (phase.kind.value, note.values)
        for phase in found.phases
        for note in notes_of(found, phase, 2)
    }
    assert set(where) == {
        N.HELD_DZ,
        N.DROPOUT,
        N.DROPOUT_BACK,
        N.FROZEN,
        N.REMOVED,
        N.PENALTY,
        N.CLIPPED,
        N.SCHEDULE,
        N.SHOWN_IN_FLOAT64,
    }
    assert where[N.HELD_DZ] == ("forward", {"layer": 2, "neuron": 1, "dz": 0.75})
    silent = int((found.shown.factors[1][2] == 0.0).sum())
    assert where[N.DROPOUT] == ("forward", {"layer": 1, "silent": silent, "count": 4})
    assert where[N.DROPOUT_BACK][0] == "bp2"
    clipped = where[N.CLIPPED][1]
    assert clipped["factor"] * clipped["norm"] == pytest.approx(clipped["limit"])
    words = [text for phase in found.phases for text in phases.notes(found, phase, 2)]
    assert any(numbers.signed(0.75).strip() in text for text in words)
    assert any(numbers.significant(clipped["norm"], digits=2) in text for text in words)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("steps", [0, 3])
def test_what_a_first_step_is_like_is_read_from_its_numbers(name, steps):
    found = note_kinds(reading(optimizer=name, steps=steps, learning_rate=0.05))
    first = {
        "momentum": {N.AS_PLAIN},
        "adam": {N.EQUAL_STEPS},
        "adamw": {N.EQUAL_STEPS},
        "adagrad": {N.EQUAL_STEPS},
    }
    assert found == (first.get(name, set()) if steps == 0 else set())


@pytest.mark.parametrize("name", OVERFLOWS)
def test_a_step_that_diverges_ends_in_its_phase_with_the_sentence(name):
    state, expected = OVERFLOWS[name]("float64")
    found = read_phases(state)
    assert found.divergence == expected
    ends = [
        phase.number for phase in found.phases if any(n.kind is N.DIVERGED for n in notes_of(found, phase, 0))
    ]
    assert ends == [found.last]
    assert str(expected) in phases.notes(found, found.phases[found.last], 0)[0]
