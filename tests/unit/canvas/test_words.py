"""What the canvas says."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.canvas.layout import Control, Part
from bpexplorer.canvas.picture.outputs import number_headings, output_rows
from bpexplorer.canvas.picture.words import (
    demon_change,
    demon_lines,
    hit_text,
    input_rows,
    number,
    sample_text,
    titles,
)
from bpexplorer.core.demon import perturb
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.readings.demon import DemonReading, read_demon
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.data.choice import default_choice
from bpexplorer.data.own_units import own_values
from bpexplorer.data.prepare import prepare
from bpexplorer.data.table.table import Kind
from bpexplorer.document.session import Demon, EdgeQuantity, NeuronQuantity, Pin, SessionState
from bpexplorer.look.numbers import ROUNDING, count, per_cent, percent, significant
from bpexplorer.look.own_units import own_text
from tests.frames import Training
from tests.shown import number as shown_number


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Training().advance(3).frame()


@pytest.fixture(scope="module")
def xor() -> Frame:
    training = Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")
    return training.advance(3).frame()


def reading(frame: Frame, neuron: Neuron, dz: float, *, whole_batch: bool = False) -> DemonReading:
    return read_demon(
        frame.network,
        frame.data,
        cost=frame.config.cost,
        sample=4,
        neuron=neuron,
        dz=dz,
        whole_batch=whole_batch,
        step=frame.step,
    )


def test_what_the_demon_changes_is_of_the_shown_sample_and_says_so_beside_a_mean_cost(frame: Frame) -> None:
    reached = Neuron(2, 3)
    for whole_batch, said in ((False, "Δz by the demon = "), (True, "Δz by the demon, this sample = ")):
        change = reading(frame, Neuron(1, 6), 0.25, whole_batch=whole_batch)
        text = hit_text(reached, frame.spec, frame, SessionState(sample=4), change)
        assert f"{said}{number(change.perturbation.z_changes[1][0, 3])}" in text


def test_an_input_says_what_it_is_in_the_data_where_that_is_known(xor: Frame) -> None:
    own = prepare(replace(default_choice("xor"), scaling="unit"), "sigmoid")
    values = own_values(own, "train", int(xor.data.probe[4]))
    for index, value in enumerate(values):
        text = hit_text(Neuron(0, index), xor.spec, xor, SessionState(sample=4), None, own=own)
        assert text.endswith(f"in the data: {own_text(value, Kind.NUMBER)}")
    of_other = prepare(default_choice("digits"), "sigmoid")
    assert "in the data" not in hit_text(
        Neuron(0, 0), xor.spec, xor, SessionState(sample=4), None, own=of_other
    )


def test_a_header_says_number_activation_and_size(frame: Frame) -> None:
    assert titles(frame.spec)[0] == ("", "layer 0", "input 64")
    assert titles(frame.spec)[1][2].endswith(" 14")


def test_an_edge_is_named_by_its_indices_and_shows_what_its_colour_means(frame: Frame) -> None:
    assert frame.trace is not None
    text = hit_text(
        Connection(2, 3, 6), frame.spec, frame, SessionState(edges_by=EdgeQuantity.GRADIENT), None
    )
    assert text.startswith("layer 1, neuron 6 → layer 2, neuron 3 · w = weights[1][3][6] = ")
    shown = shown_number(text.split("= ")[2].split(" ")[0])
    assert shown == pytest.approx(frame.network.weights[1][3, 6], abs=5e-4)
    assert shown_number(text.rsplit("= ")[-1]) == pytest.approx(frame.trace.grad_weights[1][3, 6], rel=1e-2)


def test_every_button_says_what_it_does(small_spec: NetworkSpec) -> None:
    said = {part: hit_text(Control(part, 1), small_spec, None, SessionState(), None) for part in Part}
    assert "Remove layer 1" in said[Part.REMOVE]  # it has one neuron
    assert all(said.values())
    assert len(set(said.values())) == len(said)


@pytest.fixture
def small_spec() -> NetworkSpec:
    return NetworkSpec.create((2, 1, 1), ("tanh", "tanh"))


def test_the_demons_change_of_a_neuron_is_that_of_the_perturbed_network(frame: Frame) -> None:
    asked = reading(frame, Neuron(1, 6), 0.25)
    one = slice(4, 5)
    result = perturb(
        frame.network,
        frame.data.x_probe[one],
        frame.data.y_probe[one],
        cost=frame.config.cost,
        layer=1,
        neuron=6,
        dz=0.25,
    )
    assert demon_change(asked, Neuron(1, 6)) == pytest.approx(0.25)
    assert demon_change(asked, Neuron(1, 5)) is None
    assert demon_change(asked, Neuron(0, 5)) is None
    assert demon_change(asked, Neuron(3, 2)) == pytest.approx(result.z_changes[2][0, 2])


def test_the_demons_label_says_whose_cost_changes(frame: Frame) -> None:
    demon = Demon(Neuron(1, 6), 0.25)
    one = demon_lines(demon, reading(frame, Neuron(1, 6), 0.25))
    all_of_them = demon_lines(demon, reading(frame, Neuron(1, 6), 0.25, whole_batch=True))
    assert one[0] == all_of_them[0] == "demon Δz = +0.25"
    assert one[1].startswith("ΔC ")
    assert all_of_them[1].startswith("ΔC̄ ")
    assert "δ̄·Δz" in all_of_them[1]
    assert demon_lines(replace(demon, dz=-0.125), None) == ("demon Δz = −0.125", "ΔC …")


def test_a_change_that_is_lost_in_the_rounding_of_the_cost_is_no_number(frame: Frame) -> None:
    demon, asked = Demon(Neuron(1, 6), 0.25), reading(frame, Neuron(1, 6), 0.25)
    lost = replace(asked, actual=1e-14 * asked.cost)
    assert ROUNDING in demon_lines(demon, lost)[1]
    assert ROUNDING not in demon_lines(demon, asked)[1]


def test_a_pinned_demon_says_to_which_step_and_has_no_number_of_it_on_the_canvas(frame: Frame) -> None:
    demon = Demon(Neuron(1, 6), 0.25, pin=Pin(frame, Neuron(1, 6)))
    assert demon_lines(demon, None) == ("demon Δz = +0.25", f"pinned to step {count(frame.step)}")


def test_outputs_show_their_probabilities_and_the_true_class(frame: Frame) -> None:
    rows = output_rows(frame, frame.data, frame.spec, SessionState(sample=4))
    assert frame.trace is not None
    assert frame.data.labels_probe is not None
    assert [row.name for row in rows] == list(frame.data.class_names)
    np.testing.assert_allclose(
        [row.share for row in rows if row.share is not None], frame.trace.activations[-1][4]
    )
    assert [row.is_truth for row in rows].index(True) == frame.data.labels_probe[4]


def test_the_true_class_and_the_largest_output_have_a_number_beside_their_bars(frame: Frame) -> None:
    assert frame.trace is not None
    assert frame.data.labels_probe is not None
    for sample in range(8):
        outputs = frame.trace.activations[-1][sample]
        rows = output_rows(frame, frame.data, frame.spec, SessionState(sample=sample))
        named = {int(outputs.argmax()), int(frame.data.labels_probe[sample])}
        assert {index for index, row in enumerate(rows) if row.number} == named
        for index in named:
            if outputs[index] >= 0.01:
                assert rows[index].number == percent(float(outputs[index]), decimals=0).strip()


def test_with_a_demon_every_output_has_a_second_bar_of_what_it_is_with_dz(frame: Frame) -> None:
    state = SessionState(sample=4)
    asked = reading(frame, Neuron(1, 6), 2.0)
    rows = output_rows(frame, frame.data, frame.spec, state, asked)
    after = asked.perturbation.activations_after[-1][0]
    assert not np.allclose(after, [row.share for row in rows], atol=1e-3)
    np.testing.assert_allclose([row.after for row in rows], after)
    for index, row in enumerate(rows):
        said = percent(float(after[index]), decimals=0).strip() if row.number else ""
        assert row.number_after == said
    assert any(row.number_after for row in rows)
    assert all(row.after is None for row in output_rows(frame, frame.data, frame.spec, state))
    # A batch's samples have no demon.
    of_batch = replace(state, source=SampleSource.BATCH)
    assert all(row.after is None for row in output_rows(frame, frame.data, frame.spec, of_batch, asked))


def test_an_output_says_a_its_share_and_its_target_once(frame: Frame) -> None:
    assert frame.trace is not None
    a, y = float(frame.trace.activations[-1][4][2]), float(frame.data.y_probe[4][2])
    said = f"output 2: a = {significant(a)} ({percent(a, decimals=0).strip()}), target {significant(y)}"
    for by in (NeuronQuantity.DELTA, NeuronQuantity.ACTIVATION):
        text = hit_text(Neuron(3, 2), frame.spec, frame, SessionState(sample=4, neurons_by=by), None)
        assert said in text
        assert text.count(" a = ") == 1
        assert "a, this sample" not in text
    assert "output" not in hit_text(Neuron(2, 2), frame.spec, frame, SessionState(sample=4), None)
    asked = reading(frame, Neuron(1, 6), 2.0)
    after = float(asked.perturbation.activations_after[-1][0][2])
    text = hit_text(Neuron(3, 2), frame.spec, frame, SessionState(sample=4), asked)
    assert f"with the demon: a = {significant(after)} ({percent(after, decimals=0).strip()})" in text


def test_one_output_speaks_for_class_1(xor: Frame) -> None:
    (row,) = output_rows(xor, xor.data, xor.spec, SessionState())
    assert row.name == f"class {xor.data.class_names[1]}"
    assert [name for name, _ in input_rows(xor.data, xor.data.x_train[0])] == list(xor.data.feature_names)


def test_unbounded_outputs_show_a_number_instead_of_a_bar(xor: Frame) -> None:
    linear = NetworkSpec.create((2, 4, 1), ("tanh", "identity"))
    (row,) = output_rows(replace(xor, spec=linear), xor.data, linear, SessionState())
    assert row.share is None
    assert shown_number(row.number)


def test_the_sample_is_named_with_its_true_class(frame: Frame) -> None:
    assert frame.data.labels_probe is not None
    true_class = frame.data.class_names[int(frame.data.labels_probe[4])]
    assert sample_text(frame.data, frame, SessionState(sample=4)) == ["of 32", f"true class {true_class}"]
    assert sample_text(None, None, SessionState()) == []


def test_a_sample_of_the_batch_is_named_with_the_step_and_its_number_in_the_training_part() -> None:
    training = Training(batch_size=20)
    state = SessionState(source=SampleSource.BATCH, batch_sample=7)
    for steps, words in (
        (0, "the next step, 1: no update yet"),
        (3, "step 3, before its update"),
    ):
        frame = training.advance(steps).frame(batch=True)
        assert frame.last_batch is not None
        assert frame.data.labels_train is not None
        number = int(frame.last_batch.rows[7])
        true_class = frame.data.class_names[int(frame.data.labels_train[number])]
        said = ["of 20", f"true class {true_class}", words, f"no. {number}"]
        assert sample_text(frame.data, frame, state) == said
    assert sample_text(frame.data, replace(frame, last_batch=None), state) == []


def test_what_dropout_leaves_out_is_said_of_neurons_and_of_their_edges() -> None:
    frame = Training().apply(SetDropout(1, 0.5)).advance(1).frame(batch=True)
    state = SessionState(source=SampleSource.BATCH, batch_sample=2)
    assert frame.last_batch is not None
    dropped = frame.last_batch.dropped(1)
    assert dropped is not None
    out, there = (int(np.flatnonzero(dropped[2] == is_out)[0]) for is_out in (True, False))
    assert "dropped: it passes nothing on" in hit_text(Neuron(1, out), frame.spec, frame, state, None)
    assert "dropped" not in hit_text(Neuron(1, there), frame.spec, frame, state, None)
    assert f"layer 1, neuron {out} is dropped" in hit_text(
        Connection(2, 0, out), frame.spec, frame, state, None
    )
    assert "dropped" not in hit_text(Connection(2, 0, there), frame.spec, frame, state, None)
    assert "dropped" not in hit_text(Neuron(1, out), frame.spec, frame, SessionState(), None)


def test_the_demon_says_that_it_is_one_of_the_probe_where_the_batch_is_looked_at() -> None:
    demon = Demon(Neuron(1, 0), 0.25)
    assert demon_lines(demon, None) == ("demon Δz = +0.25", "ΔC …")
    assert demon_lines(demon, None, SampleSource.BATCH)[1] == "on the fixed samples: ΔC …"


@pytest.mark.parametrize("share", [0.0095, 0.0042, 0.00031])
def test_a_small_probability_of_the_true_class_has_two_digits_before_and_with_dz(
    frame: Frame, share: float
) -> None:
    assert frame.trace is not None
    assert frame.data.labels_probe is not None
    truth = int(frame.data.labels_probe[4])
    outputs = frame.trace.activations[-1].copy()
    outputs[4, truth] = share
    trace = replace(frame.trace, activations=(*frame.trace.activations[:-1], outputs))
    rows = output_rows(replace(frame, trace=trace), frame.data, frame.spec, SessionState(sample=4))
    assert rows[truth].number == per_cent(100.0 * share, digits=2)


def test_two_numbers_of_an_output_say_whose_they_are(frame: Frame) -> None:
    state = SessionState(sample=4)
    alone = output_rows(frame, frame.data, frame.spec, state)
    with_dz = output_rows(frame, frame.data, frame.spec, state, reading(frame, Neuron(1, 6), 2.0))
    assert number_headings(alone) == ("", "")
    assert number_headings(with_dz) == ("now", "with Δz")
    assert number_headings([replace(row, is_taken=True) for row in with_dz]) == ("before", "after")
