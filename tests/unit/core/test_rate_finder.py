"""The learning-rate finder: growing rates, the ratio of each step, and where the linear regime ends."""

from collections.abc import Generator
from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.training.rate_finder import LINEAR, RateFinding, find_rate
from bpexplorer.core.training.trainer import Trainer
from tests.laboratory import opening_run


def found(finder: Generator[float, None, RateFinding]) -> RateFinding:
    while True:
        try:
            next(finder)
        except StopIteration as end:
            result: RateFinding = end.value
            return result


def test_its_first_step_is_the_one_that_the_run_would_make_with_that_rate() -> None:
    finding = found(find_rate(opening_run(), low=0.5, high=0.5, steps=1))
    assert finding.ratios[0] == pytest.approx(0.614, abs=0.001)
    assert finding.costs[0] == pytest.approx(2.319, abs=0.001)


def test_it_says_where_the_linear_regime_ends_and_stops_where_c_goes_up() -> None:
    finding = found(find_rate(opening_run()))
    assert finding.linear_until is not None
    assert 0.15 < finding.linear_until < 0.5, "the preset's 0.15 is within it, and 0.5 isn't"
    place = int(np.flatnonzero(finding.rates == finding.linear_until)[0])
    assert (finding.ratios[: place + 1] >= LINEAR).all()
    assert finding.ratios[place + 1] < LINEAR
    assert finding.linear_until < finding.lowest_at < 2.0
    assert finding.has_diverged
    assert (np.diff(finding.rates) > 0.0).all()


def test_what_it_proposes_has_two_digits_and_is_in_the_linear_regime() -> None:
    finding = found(find_rate(opening_run()))
    until, proposed = finding.linear_until, finding.proposal
    assert until is not None
    assert proposed is not None
    assert 0.9 * until < proposed <= until
    assert proposed == float(f"{proposed:.1e}")
    assert not finding.says_little
    rates, ratios = np.array([0.21, 0.3]), np.array([1.0, 0.5])
    assert replace(finding, rates=rates, ratios=ratios).proposal == 0.21, "what has two digits stays as it is"
    assert replace(finding, rates=rates, ratios=np.ones(2)).proposal is None


def test_of_a_trained_network_it_says_that_the_curve_says_little() -> None:
    trainer = Trainer(opening_run())
    while trainer.epoch < 4:
        trainer.advance(72)
    assert found(find_rate(trainer.state())).says_little


def test_the_run_goes_on_as_if_nobody_had_tried() -> None:
    state = opening_run()
    before = state.planes.flat.copy()
    finder = find_rate(state)
    assert 0.0 < next(finder) < next(finder) < 1.0
    finder.close()
    np.testing.assert_array_equal(state.planes.flat, before)


def test_it_goes_on_over_the_ends_of_epochs() -> None:
    trainer = Trainer(opening_run())
    trainer.advance(70)
    finding = found(find_rate(trainer.state(), low=0.15, high=0.15, steps=4))
    trainer.advance(2)
    trainer.advance(2)
    costs = trainer.recorder.history().batch_column("cost")
    np.testing.assert_allclose(finding.costs, costs[70:74], rtol=1e-9)
