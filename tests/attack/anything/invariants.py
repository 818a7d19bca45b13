"""What must hold whatever was done to a window."""

import re
from contextlib import suppress
from dataclasses import replace

import numpy as np

from bpexplorer.canvas.picture.prepare import lut_entries
from bpexplorer.core.backprop import Trace, backpropagate
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.session import NeuronQuantity, Scale
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.typing.number_field import settle_typing
from bpexplorer.project import files
from bpexplorer.project.disk import outside
from bpexplorer.project.project import Project
from bpexplorer.window.drawing import is_seen
from tests import runs, shown
from tests.attack.anything.stage import Stage
from tests.attack.train_on_screen import Screen, layer_items

#: What the message bar says of a fault of ours.
_INTERNAL = "nternal error"
#: What the title line says of a result that was asked for before an edit.
_BEFORE_EDIT = "before the last edit"


class BrokenError(AssertionError):
    """Something doesn't hold; the text says what, in its first line without numbers that are another's each time."""


def require(holds: bool, what: str, *told: object) -> None:
    """Raise BrokenError unless it holds; ``told`` is what more there is to say."""
    if not holds:
        raise BrokenError("\n".join([what, *map(str, told)]))


# After each event


def check_heard(stage: Stage) -> None:
    """No exception, no error in the log, no warning of Qt's or Python's."""
    if stage.watch.heard:
        raise BrokenError("\n".join(stage.watch.heard))


def check_always(stage: Stage) -> None:
    """Nothing is selected, held or named that isn't there; no message speaks of a fault of ours."""
    document = stage.window.document
    state, spec = document.session.state, document.plan.spec
    named = [*state.selection, *([state.demon.neuron] if state.demon else [])]
    named += [*(state.connection.ends if state.connection else ()), *([state.mapped] if state.mapped else [])]
    gone = [neuron for neuron in named if not spec.has(neuron)]
    require(not gone, "something is selected that isn't there", gone, spec)
    require(
        0 <= state.sample < len(document.prepared.training.probe), "a sample is selected that isn't there"
    )
    require(_INTERNAL not in stage.desk.message, "an internal error is shown", stage.desk.message)
    check_place(stage)
    wrong = stage.held_over.look(stage.window)
    require(not wrong, "; ".join(wrong), document.plan.spec)


def check_place(stage: Stage) -> None:
    """What can be undone decides what the plan is: the same place of the stack is the same plan."""
    document = stage.window.document
    known = stage.positions.differing_plan(document)
    require(known is None, "the same place of the undo stack is another plan", document.plan, known)
    require(
        stage.positions.does_what_it_says(document),
        "a step of the undo stack is of several edits",
        document.plan,
    )


# At rest


def check_rest(stage: Stage) -> None:
    """What is quickly looked at. The window rests, and is left as it was."""
    check_in_sight(stage)
    state = state_at_rest(stage)
    check_agreement(stage, state)
    check_bits(stage, state)
    check_file(stage, state)


def check_all(stage: Stage) -> None:
    """All of it. The window rests, and is left as it was, but that it is saved."""
    check_in_sight(stage)
    settle_typing(stage.window)
    state = state_at_rest(stage)
    check_agreement(stage, state)
    check_bits(stage, state)
    check_file(stage, state)
    check_one_step(stage, state)
    check_canvas(stage, state)
    check_undo(stage, state)
    check_saved(stage)
    check_heard(stage)


def state_at_rest(stage: Stage) -> TrainerState:
    """A copy of the run, once all of it is shown: nothing comes meanwhile."""
    stage.calm()
    state = stage.desk.state()
    stage.calm()
    return state


def check_agreement(stage: Stage, state: TrainerState) -> None:
    """The plan, the run, the picture and the canvas are of one network; the numbers are equal to the bit."""
    window = stage.window
    document, picture, view = window.document, window.picturing.picture, window.canvas.view
    plan = document.plan
    require((plan.spec, plan.config) == (state.spec, state.config), "plan and run differ", plan, state.config)
    data = document.prepared.training
    require(_is_same(state.data.x_train, data.x_train), "the run has other samples than the document")
    require(_is_same(state.data.y_train, data.y_train), "the run has other targets than the document")
    require(picture is not None, "there is no picture")
    assert picture is not None
    frame = picture.frame
    require(
        (frame.spec, frame.config) == (plan.spec, plan.config), "plan and picture differ", plan, frame.spec
    )
    require((frame.run, frame.step) == (state.run, state.step), "the picture is of another step than the run")
    network = state.network()
    for mine, shown_ones in (
        (network.weights, frame.network.weights),
        (network.biases, frame.network.biases),
    ):
        # A frame's are in float64, whatever training computes in.
        widened = [each.astype(np.float64) for each in mine]
        alike = len(mine) == len(shown_ones) and all(map(_is_same, widened, shown_ones))
        require(alike, "the picture has other parameters than the run", frame.step)
    require(
        view.placement.spec == plan.spec, "the canvas shows another structure", view.placement.spec, plan.spec
    )
    if is_seen(window.canvas):
        require(view.frame is frame, "the canvas shows another frame than the picture")
    require(document.place == (state.run, state.step), "the document knows another step", document.place)
    session = document.session.state
    require(picture.session == session, "the picture is of another session")
    within = session.within(plan.spec, len(data.probe))
    require(session == within, "the session names what isn't there", session, within)


def check_in_sight(stage: Stage) -> None:
    """Every view in sight shows the one picture, once what is being drawn has been: one may have come meanwhile."""
    window = stage.window
    stage.waits.waitUntil(lambda: window.draw_loop.is_idle)
    picture, loop = window.picturing.picture, window.draw_loop
    late = [
        view.widget.objectName()
        for view in loop._views
        if is_seen(view.widget) and loop._drawn.get(view) is not picture
    ]
    require(not late, "these show an older picture, and nothing draws them", late)


def check_file(stage: Stage, state: TrainerState) -> None:
    """Where nothing is unsaved of a project that has a file, that holds it."""
    window = stage.window
    document, path = window.document, window.document.path
    if document.modified or path is None or window.files.seen_digest(path) != outside.digest_of(path):
        return  # or somebody else has written there
    saved = files.load(path)
    # A run that was only opened is given its engine, which no file of a start names.
    is_there = (saved.plan, saved.state.run, saved.state.step) == (document.plan, state.run, state.step)
    is_there = is_there and _is_same(saved.state.planes.flat, state.planes.flat)
    require(is_there, "nothing is unsaved, and yet the file holds another project", path.name)


def check_one_step(stage: Stage, state: TrainerState) -> None:
    """Every view in sight shows the one picture, and every title line that names a step names that of the run.

    A result that was asked for by a button names its own, and says if an edit has come since. What says "since step"
    compares with that one.
    """
    window, desk = stage.window, stage.desk
    desk.wait_for_measured()
    check_in_sight(stage)
    if desk.find_all("step"):
        require(
            desk.number("step") == state.step, "the toolbar shows another step", desk.text("step"), state.step
        )
    session = window.document.session.state
    known = {state.step}
    if session.walk is not None:
        known.add(session.walk.step)
    if session.demon is not None and session.demon.pin is not None:
        known.add(session.demon.pin.frame.step)
    for name, dock in window.docks.items():
        if not is_seen(dock):
            continue
        note = dock.title_line.note.text()
        named = [shown.number(step) for step in re.findall(r"(?<!since )\bsteps? ([\d,]+)", note)]
        kept = window.panels[name].kept
        its = known if kept is None else {kept.step}
        require(set(named) <= its, f"the title of {name} names another step", note, its)
        if kept is not None and kept.edit != window.document.posted:
            require(_BEFORE_EDIT in note, f"the title of {name} doesn't say that an edit came since", note)


def check_canvas(stage: Stage, state: TrainerState) -> None:
    """The layers on the canvas have the colours of the run's own numbers."""
    window = stage.window
    view, session = window.canvas.view, window.document.session.state
    items = layer_items(view)
    sizes = state.spec.sizes
    require(len(items) == len(sizes), "the canvas has another number of layers", len(items), sizes)
    if session.walk is not None or session.source is not SampleSource.PROBE:
        return
    network, data = state.trained_network(), state.data
    with np.errstate(all="ignore"):
        trace = backpropagate(network, data.x_probe, data.y_probe, cost=state.config.cost)
    _check_deltas(stage, trace)
    if state.held is None and window.start_pages.page is None:
        Screen(stage.desk, state, trace, "what the journal says").check()
    is_shared = session.neurons_by is NeuronQuantity.DELTA and session.scale is Scale.SHARED
    if not is_shared or not is_seen(window.canvas):
        return
    for layer, (item, delta) in enumerate(zip(items[1:], trace.deltas, strict=True), start=1):
        values = SignedScale(session.delta_bound).normalised(delta[session.sample])
        alike = np.array_equal(item._entries, lut_entries(values))
        require(alike, "the canvas colours neurons otherwise than δ is", layer, delta[session.sample])


def _check_deltas(stage: Stage, trace: Trace) -> None:
    picture = stage.window.picturing.picture
    assert picture is not None
    frame = picture.frame
    samples = frame.samples(SampleSource.PROBE)
    require(samples is not None, "the picture lacks the fixed samples")
    assert samples is not None
    for mine, theirs in zip(trace.deltas, samples.trace.deltas, strict=True):
        with np.errstate(all="ignore"):
            alike = np.allclose(mine, theirs, rtol=1e-9, atol=1e-12, equal_nan=True)
        require(alike, "the picture has another δ than the run's network")


def check_undo(stage: Stage, state: TrainerState) -> None:
    """All is undone and done again: no step lies between, so the run comes back to the bit, and every plan."""
    window = stage.window
    document = window.document
    stack, plan, was_modified = document.undo_stack, document.plan, document.modified
    count = 0
    while stack.can_undo:
        stack.undo()
        check_place(stage)
        count += 1
        require(count <= stack.count(), "undo doesn't come to an end")
    if count:
        there = state_at_rest(stage)
        check_agreement(stage, there)
        check_bits(stage, there)
    for _ in range(count):
        require(stack.can_redo, "what was undone can't be done again")
        stack.redo()
        check_place(stage)
    stage.calm()
    require(document.plan == plan, "undo and redo of all lead elsewhere", document.plan, plan)
    require(
        document.modified == was_modified, "undo and redo of all change whether there is something to save"
    )
    back = stage.desk.state()
    if back.data is not state.data:
        for name in ("x_train", "y_train", "x_test", "y_test", "probe"):
            alike = _is_same(getattr(back.data, name), getattr(state.data, name))
            require(alike, "undo and redo of all bring other data back", name)
        back = replace(back, data=state.data)
    try:
        runs.assert_same_run(back, state)
    except AssertionError as error:
        raise BrokenError(f"undo and redo of all bring another run back\n{error}") from error


def check_bits(stage: Stage, state: TrainerState) -> None:
    """At the same place of the undo stack, the same step of the same run has the same numbers."""
    is_other = stage.positions.has_other_bits(stage.window.document, state)
    require(not is_other, "undo or redo without a step between leads to other numbers", state.run, state.step)


def check_saved(stage: Stage) -> None:
    """The project can be saved, and what opens is equal to it."""
    window = stage.window
    document, state = window.document, stage.desk.state()
    project = Project(document.plan, state, window.kept_view())
    path = stage.files / f"check-{stage.new_number()}.bpx"
    window.files.save_to(path)
    stage.waits.waitUntil(lambda: not window.files.busy)
    require(path.exists(), "the project wasn't saved", stage.desk.message)
    require(files.load(path).same_as(project), "what was saved opens as another project")
    require(not document.modified, "a project that was just saved is modified")
    with suppress(OSError):
        (stage.files / f"check-{stage.number - 3}.bpx").unlink()


def _is_same(one: np.ndarray, other: np.ndarray) -> bool:
    return runs.bits(np.ascontiguousarray(one)) == runs.bits(np.ascontiguousarray(other))
