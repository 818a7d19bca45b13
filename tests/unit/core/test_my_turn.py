"""My turn: what is hidden in a phase, when a typed number is right, and what a pupil's worksheet asks for."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.core.readings.phases.my_turn import Blank, Quantity, agrees, blanks
from bpexplorer.core.readings.phases.reading import read_phases
from bpexplorer.core.readings.phases.worksheet import draw_worksheet
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.trainer import Trainer
from tests.frames import Training
from tests.overflows import OVERFLOWS
from tests.runs import advance, bits, start
from tests.ways import WAYS, edited

Q = Quantity


@pytest.mark.parametrize(
    ("typed", "value", "right"),
    [
        (-0.56, -0.5559, True),
        (-0.5559, -0.5559, True),
        (-0.55, -0.5559, False),
        (0.56, -0.5559, False),
        (0.0, -0.5559, False),
        (0.039, 0.0394, True),
        (0.04, 0.0394, False),
        (0.04, 0.0396, True),
        (1.0, 0.9996, True),
        (0.95, 0.945, True),
        (0.94, 0.945, True),
        (12, 12.4, True),
        (13, 12.4, False),
        (-5.9e-3, -0.00591, True),
        (0.0, 0.0, True),
        (0.0, 3e-17, True),
        (1e-3, 0.0, False),
        (math.nan, 0.0, False),
        (1.0, math.inf, False),
        (math.inf, math.inf, False),
    ],
)
def test_a_typed_number_is_right_to_two_digits(typed, value, right):
    assert agrees(typed, value) == right


@given(st.floats(1e-9, 1e9), st.sampled_from([-1.0, 1.0]))
def test_a_number_rounded_to_two_digits_is_right_and_one_of_another_first_digit_wrong(size, sign):
    value = sign * size
    assert agrees(float(f"{value:.1e}"), value)
    assert agrees(value, value)
    assert not agrees(1.06 * value, value)
    assert not agrees(-value, value)


def test_a_phase_asks_for_its_own_numbers_and_no_others():
    reading = read_phases(Training().trainer.state())
    neuron, weight = Neuron(2, 0), Connection(2, 0, 9)
    asked = [
        [(blank.quantity, blank.row) for blank in blanks(reading, phase, neuron, 3)]
        for phase in reading.phases
    ]
    assert asked == [
        [],
        [],
        [(Q.Z, 3), (Q.A, 3)],
        [],
        [],
        [],
        [(Q.DELTA, 3)],
        [],
        [(Q.GRADIENT, None)],
        [(Q.CHANGE, None)],
        [],
    ]
    of_weight = [blank for phase in reading.phases for blank in blanks(reading, phase, weight, 3)]
    # Computed elsewhere.
    assert [(blank.quantity, round(blank.value, 4)) for blank in of_weight] == [
        (Q.GRADIENT, 0.0394),
        (Q.CHANGE, -0.0059),
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_answers_are_the_numbers_of_the_step(way, optimizer):
    trainer = Trainer(start((4, 3), optimizer=optimizer, **WAYS[way][1]))
    reading = read_phases(edited(advance(trainer, 2), way).state())
    trace, change = reading.samples.trace, reading.shown.after[0] - reading.shown.before[0]
    found = {
        blank.quantity: blank.value
        for phase in reading.phases
        for blank in blanks(reading, phase, Neuron(1, 3), 2)
    }
    at = 3 * 4 + 3  # behind the weights of layer 1
    assert found == {
        Q.Z: trace.zs[0][2, 3],
        Q.A: trace.activations[0][2, 3],
        Q.DELTA: trace.deltas[0][2, 3],
        Q.GRADIENT: trace.deltas[0][:, 3].mean(),
        Q.CHANGE: change[at],
    }


def test_a_pupils_seed_draws_the_sheet_again_and_another_draws_another():
    reading = read_phases(Training().trainer.state())
    sheets = [draw_worksheet(reading, seed) for seed in range(20)]
    assert sheets == [draw_worksheet(reading, seed) for seed in range(20)]
    assert len({(sheet.row, sheet.tasks) for sheet in sheets}) == 20
    for sheet in sheets:
        kinds = [blank.quantity for task in sheet.tasks for blank in task.blanks]
        assert kinds == [Q.Z, Q.A] * 3 + [Q.DELTA] * 3 + [Q.GRADIENT] * 2 + [Q.CHANGE] * 2
        assert len({blank.row for task in sheet.tasks for blank in task.blanks} - {None}) == 1


@pytest.mark.parametrize("hidden", [(), (2,), (3,) * 4, (3,) * 7, (2,) * 63])
def test_a_sheet_asks_of_every_depth_what_can_be_worked_out_in_a_lesson(hidden):
    reading = read_phases(start(hidden))
    sheet = draw_worksheet(reading, 7)
    assert 1 <= len(sheet.tasks) <= 12
    assert [task.phase.number for task in sheet.tasks] == sorted(task.phase.number for task in sheet.tasks)
    assert all(blanks(reading, task.phase, task.place, sheet.row) == task.blanks for task in sheet.tasks)


def test_a_sheet_of_a_step_that_fails_ends_where_the_step_does():
    reading = read_phases(OVERFLOWS["cost"]("float64")[0])
    tasks = draw_worksheet(reading, 0).tasks
    assert tasks
    assert all(task.phase.number <= reading.last for task in tasks)


def test_drawing_a_sheet_leaves_the_run_as_it_is():
    trainer = Trainer(start((4, 3)))
    before = trainer.state()
    draw_worksheet(read_phases(before), 3)
    assert bits(trainer.state().planes.flat) == bits(before.planes.flat)


@pytest.mark.parametrize(("typed", "is_said"), [(0.56, True), (-0.56, False), (0.55, False), (0.0, False)])
def test_an_answer_of_the_right_size_with_the_other_sign_is_told_from_other_wrong_ones(typed, is_said):
    assert Blank(Quantity.Z, Neuron(2, 0), 3, -0.5559).has_other_sign(typed) is is_said
