"""What is drawn in the document: scaling stays until it is fitted anew, and so does the sample that is looked at."""

from dataclasses import replace

import numpy as np

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import DrawnChoice, default_choice
from bpexplorer.data.drawing import Stroke
from bpexplorer.document.acts.drawing import SwitchDrawing
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.project.plan import Plan
from tests.thread import Thread

FAR = Stroke(x=((9.0, 9.0),) * 9, targets=((0,),) * 9)


def document() -> NetworkDocument:
    spec = NetworkSpec.create((2, 3, 1), ("tanh", "sigmoid"))
    choice = replace(default_choice("circle"), samples=40, scaling="standard")
    return NetworkDocument(Plan(spec, TrainingConfig(cost="quadratic"), choice))


def test_scaling_stays_through_strokes_and_is_fitted_anew_by_whatever_is_applied_to_the_data(
    qapp: object,
) -> None:
    made = document()
    thread = Thread(made)
    scale = made.prepared.scaling.scale
    made.draw(FAR)
    np.testing.assert_array_equal(made.prepared.scaling.scale, scale)
    drawn = made.plan.data
    assert isinstance(drawn, DrawnChoice)
    made.pending.choose_data(drawn)
    assert not made.pending.choices
    made.pending.choose_data(drawn.fitted_anew())
    assert made.pending.choices.in_words(made.plan) == ("Data (scaling fitted anew)",)
    made.apply_pending()
    thread.check()
    assert (made.prepared.scaling.scale > scale).all()
    assert made.prepared.training.sample_count == 49
    made.undo_stack.undo()
    np.testing.assert_array_equal(made.prepared.scaling.scale, scale)


def test_the_sample_that_is_looked_at_stays_so_while_others_go(qapp: object) -> None:
    made = document()
    data = made.prepared.training
    assert len(data.probe) == len(data.x_train)  # no other can take the place of one that goes
    made.session.choose_sample(5)
    looked_at = data.x_probe[5]
    made.draw(Stroke(gone=(("train", int(data.probe[2])),)))
    after = made.prepared.training.x_probe[made.session.state.sample]
    np.testing.assert_array_equal(after, looked_at)
    made.undo_stack.undo()
    assert made.session.state.sample == 5


def test_drawing_ends_with_data_that_have_no_plane(qapp: object) -> None:
    made = document()
    SwitchDrawing().carry_out(made, None)
    assert made.session.state.draws
    made.choose_data(default_choice("digits"))
    assert not made.session.state.draws
    assert SwitchDrawing().refusal(made.plan.spec, made.session.state, None)
