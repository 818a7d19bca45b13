"""What the update panel says: names, captions and lines for every optimizer, and nothing twice."""

from dataclasses import replace

import pytest

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import FreezeConnections, RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.readings.update import UpdateReading, read_update
from bpexplorer.core.readings.update_verdict import UpdateVerdict
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.look import numbers
from bpexplorer.look.parameters import index_form, parameter_name
from bpexplorer.panels.update import words
from bpexplorer.panels.update.rows import update_rows
from tests.frames import Training
from tests.in_tongues import plain_words, spoken
from tests.runs import advance, overflowing, start
from tests.shown import number

WEIGHT = Connection(2, 0, 3)


def run(*edits, steps=1, **config) -> Trainer:
    trainer = Trainer(start((4, 3), **config))
    for count, edit in enumerate(edits, start=1):
        trainer.apply(edit, Context(count))
    return advance(trainer, steps)


def read(trainer: Trainer, place=WEIGHT) -> UpdateReading:
    return read_update(trainer.shown_step(), trainer.data, place, run=0)


def rows_of(trainer: Trainer, place=WEIGHT):
    reading = read(trainer, place)
    return reading.parameter, update_rows(reading, reading.parameter)


def test_a_weight_is_named_by_its_ends_and_by_its_place_in_a_script():
    assert parameter_name(Connection(2, 0, 9)) == "weight 9 → 0 (layers 1 → 2)"
    assert index_form(Connection(2, 0, 9)) == "weights[1][0][9]"
    assert parameter_name(Neuron(2, 0)) == "bias of layer 2, neuron 0"
    assert index_form(Neuron(2, 0)) == "biases[1][0]"
    network = Training().trainer.network
    assert network.weights[1][0][9] == network.weights[2 - 1][0, 9]


def test_the_opening_weight_is_wanted_lower_by_fourteen_samples_and_higher_by_six():
    trainer = Training().trainer
    reading = read(trainer, Connection(2, 0, 9))
    assert words.votes(reading.parameter) == "14 samples want this weight lower, 6 higher"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("place", [WEIGHT, Neuron(2, 1)], ids=["weight", "bias"])
def test_the_lines_lead_from_the_gradient_to_the_new_value(optimizer, place):
    update, rows = rows_of(run(optimizer=optimizer, l2=0.02, clip_norm=0.01, steps=3), place)
    assert number(rows[0].text) == pytest.approx(update.gradient, abs=1e-4)
    assert rows[-1].text == words.move(update)
    change = next(row for row in rows if row.name.startswith("Δ"))
    assert change.text == numbers.signed(update.change).strip()
    assert len({row.name for row in rows}) == len(rows)
    letter = "w" if isinstance(place, Connection) else "b"
    assert change.name[1] == letter
    assert [row.name for row in rows if "penalty" in row.name] == ["+ penalty, not part of δ"] * (
        letter == "w"
    )
    clip = next(row for row in rows if row.name == "× clipping")
    assert "its norm was" in clip.meaning
    assert numbers.significant(0.01) in clip.meaning


def test_momentum_tells_what_is_kept_from_what_the_gradient_adds():
    _, rows = rows_of(run(optimizer="momentum", steps=3))
    names = [row.name for row in rows]
    assert names[1:3] == ["kept from before, −η · μv", "−η · ∂C/∂w"]
    assert sum(number(row.text) for row in rows[1:3]) == pytest.approx(number(rows[3].text), abs=2e-4)


def test_the_first_step_of_adam_says_that_every_weight_moves_by_about_the_rate():
    meaning = " ".join(row.meaning for row in rows_of(run(optimizer="adam", steps=1))[1])
    assert "almost exactly η" in meaning
    assert "almost exactly η" not in " ".join(
        row.meaning for row in rows_of(run(optimizer="adam", steps=2))[1]
    )


@pytest.mark.parametrize("edit", [FreezeConnections, RemoveConnections])
def test_why_a_parameter_does_not_move_is_said_in_any_language(edit):
    trainer = run(edit(2, ((0, 3),), True))
    with spoken():
        _, rows = rows_of(trainer)
    assert not plain_words(rows[1].name)


def test_what_is_frozen_or_removed_keeps_its_gradient_and_does_not_move():
    frozen, rows = rows_of(run(FreezeConnections(2, ((0, 3),), True), l2=0.3))
    assert [row.name for row in rows] == ["∂C/∂w = mean a·δ", "Δw, frozen", "w: old → new"]
    assert frozen.gradient != 0.0
    assert number(rows[1].text) == 0.0
    removed, rows = rows_of(run(RemoveConnections(2, ((0, 3),), True)))
    assert rows[1].name == "Δw, removed"
    assert "stays 0" in words.votes(removed)


def test_numbers_that_the_run_computed_otherwise_say_that_what_leads_to_them_is_in_float64():
    assert "float64" in rows_of(run(dtype="float32"))[1][-1].meaning
    assert "float64" not in rows_of(run())[1][-1].meaning


def test_the_title_names_the_step_and_whether_it_was_made():
    assert words.title(read(run(steps=3)), held=None) == "of step 3"
    assert words.title(read(run(steps=0)), held=None) == "of the next step"
    failed = advance(Trainer(overflowing()), 10_000)
    assert "failed" in words.title(read(failed, Neuron(1, 0)), held=None)
    assert words.verdict(read(failed, Neuron(1, 0))) == words.FAILED
    held = run(HoldDemon(Neuron(1, 2), 0.5))
    assert words.title(read(held), held=held.held.neuron).endswith("with Δz on layer 1, neuron 2")


def test_the_prediction_is_named_by_its_formula_only_where_that_is_what_it_is():
    assert words.predicted_caption(read(run())) == "predicted −η‖∂C‖²"
    for config in ({"optimizer": "momentum"}, {"l2": 0.1}, {"clip_norm": 1.0}):
        assert "‖" not in words.predicted_caption(read(run(**config)))


def test_the_actual_change_says_what_it_is_measured_with():
    assert "dropout" in words.actual_meaning(read(run(SetDropout(1, 0.5))))
    assert "dropout" not in words.actual_meaning(read(run()))
    assert "penalty" in words.actual_meaning(read(run(l2=0.1)))
    assert words.penalty_change(read(run())) == ""


def test_a_change_that_is_only_rounding_is_no_number():
    reading = read(run(learning_rate=1e-15, steps=0))
    assert words.change(reading.actual, reading) == numbers.ROUNDING
    assert words.ratio(reading) == words.NO_NUMBER


def test_every_verdict_has_its_own_sentence_that_fits_one_line():
    said = [words._VERDICTS[verdict] for verdict in UpdateVerdict]
    assert len({short for short, _ in said}) == len(said)
    assert all(len(short) <= 50 for short in words.LONGEST)
    assert {short for short, _ in said} < set(words.LONGEST)


def test_a_sample_is_named_by_its_number_and_its_product_is_written_out():
    trainer = run(steps=0)
    reading = read(trainer)
    update = reading.parameter
    text = words.share_words(update, 1, int(reading.rows[1]))
    assert text.startswith(f"no. {reading.rows[1]}: ")
    assert text.endswith(f"= {numbers.signed(update.shares[1]).strip()}")
    bias = read(trainer, Neuron(2, 0)).parameter
    assert numbers.signed(bias.deltas[0]).strip() in words.share_words(bias, 0, 7)
    left_out = read(run(SetDropout(1, 0.9), batch_size=23, steps=0)).parameter
    row = int(left_out.dropped.argmax())
    assert "dropout" in words.share_words(left_out, row, 7)


def test_a_step_of_a_training_that_is_stuck_is_not_praised():
    reading = replace(read(run(steps=0)), verdict=UpdateVerdict.SMALL_ENOUGH)
    assert words.verdict(reading) == "η isn't too large: over half the predicted fall."
    assert words.verdict(reading, is_stuck=True) == words.STUCK
    assert "no good sign" in words.whereto(reading, is_stuck=True)
    large = replace(reading, verdict=UpdateVerdict.TOO_LARGE)
    assert words.verdict(large, is_stuck=True) == words.verdict(large), "that is no praise"
