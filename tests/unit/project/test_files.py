"""The project file: everything comes back to the bit, and nothing that is wrong with a file goes through."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import Freeze, RemoveBiases, RemoveConnections
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import Divergence
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import DataChoice
from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import archive, npy
from bpexplorer.project.parts.blocks import Blocks
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View, ViewDemon
from tests.bpx import put, rebuilt, with_array, with_record

PLAN = Plan(
    NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"]),
    TrainingConfig(cost="cross_entropy", optimizer="momentum", learning_rate=0.1, batch_size=7),
    DataChoice(name="xor", samples=40, noise=0.1, seed=5),
    offsets=((0.0, 0.0), (12.5, -3.0), (0.0, 0.1)),
)
VIEW = View(
    selection=((1, 0), (2, 0)), sample=3, edges_by="blame", delta_bound=0.5, demon=ViewDemon(1, 2, -0.25)
)


def trained(plan: Plan = PLAN, steps: int = 9) -> Project:
    trainer = Trainer(Project.at_start(plan).state)
    while trainer.step < steps:
        trainer.advance(steps - trainer.step)
    return Project(plan, trainer.state(), VIEW)


PROJECT = trained()
DATA = files.dump(PROJECT)


def refused(data: bytes) -> ProjectFileError:
    with pytest.raises(ProjectFileError) as caught:
        files.parse(data)
    assert caught.value.remedy
    return caught.value


def test_a_saved_project_comes_back_equal_to_the_bit(tmp_path: Path) -> None:
    files.save(PROJECT, tmp_path / "a.bpx")
    back = files.load(tmp_path / "a.bpx")
    assert back.same_as(PROJECT)
    assert back.view == VIEW
    assert back.plan == PLAN
    assert back.state.history.latest == PROJECT.state.history.latest
    np.testing.assert_array_equal(back.state.data.x_train, PROJECT.state.data.x_train)


def test_training_goes_on_from_the_file_as_if_it_had_never_stopped() -> None:
    through, on = Trainer(PROJECT.state), Trainer(files.parse(DATA).state)
    for trainer in (through, on):
        for _ in range(3):
            trainer.advance(10)
    assert through.step == on.step > PROJECT.state.step
    assert through.state().planes.flat.tobytes() == on.state().planes.flat.tobytes()
    assert through.state().history.epochs.tobytes() == on.state().history.epochs.tobytes()


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_the_moments_of_every_optimizer_come_back(optimizer: str) -> None:
    project = trained(replace(PLAN, config=PLAN.config.with_changes(optimizer=optimizer)))
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    through, on = Trainer(project.state), Trainer(back.state)
    for trainer in (through, on):
        trainer.advance(4)
    assert through.state().planes.flat.tobytes() == on.state().planes.flat.tobytes()


def test_schedule_penalty_and_clipping_come_back_with_the_count_of_clipped_steps() -> None:
    config = PLAN.config.with_changes(
        schedule="cosine", schedule_settings={"length": 3.0}, l1=1e-4, l2=1e-3, clip_norm=0.02
    )
    project = trained(replace(PLAN, config=config))
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.state.clipped_steps == project.state.clipped_steps > 0
    assert back.plan.config == config


def test_a_project_before_its_first_step_can_be_saved() -> None:
    project = Project.at_start(PLAN)
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.state.history.latest is None


def test_a_diverged_run_keeps_where_it_diverged() -> None:
    project = Project(PLAN, replace(PROJECT.state, divergence=Divergence(9, 1, "∂C/∂w")), VIEW)
    assert files.parse(files.dump(project)).state.divergence == Divergence(9, 1, "∂C/∂w")


def test_without_a_test_part_the_nan_of_its_cost_survives() -> None:
    project = trained(replace(PLAN, data=replace(PLAN.data, test_share=0.0)))
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert np.isnan(back.state.history.column("test_cost")).all()


def test_the_costs_of_a_validation_part_come_back_and_without_one_the_file_has_no_columns_for_them() -> None:
    project = trained(replace(PLAN, data=replace(PLAN.data, validation_share=0.2)))
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.state.history.latest == project.state.history.latest
    assert np.isfinite(back.state.history.column("validation_cost")).all()
    assert project.arrays()["history_epochs"].shape[1] == 8
    assert PROJECT.arrays()["history_epochs"].shape[1] == 6
    assert files.parse(DATA).state.history.epochs.shape[1] == 8


def test_a_curve_that_was_thinned_out_goes_on_at_its_stride() -> None:
    history = PROJECT.state.history
    thinned = replace(history, batches=history.batches[1::2], batch_stride=2)
    project = Project(PLAN, replace(PROJECT.state, history=thinned), VIEW)
    back = files.parse(files.dump(project))
    assert back.state.history.batch_stride == 2
    trainer = Trainer(back.state)
    trainer.advance(3)
    assert (trainer.state().history.batches[:, 0] % 2 == 0).all()


def test_projects_that_differ_in_one_number_or_word_are_not_the_same() -> None:
    state = PROJECT.state
    assert PROJECT.same_as(Project(PLAN, state, VIEW))
    flat = state.planes.flat.copy()
    flat[-1, -1] = np.nextafter(flat[-1, -1], 9)
    assert state.refuge is not None
    others = [
        {"planes": replace(state.planes, flat=flat)},
        {"step": state.step + 1},
        {"position": 0},
        {"moment_steps": 0},
        {"run": 7},
        {"threads": 2},
        {"refuge": None},
        {"refuge": replace(state.refuge, train_cost=0.0)},
        {"divergence": Divergence(9, 1, "∂C/∂w")},
        {"history": replace(state.history, batch_stride=2)},
        {"history": replace(state.history, latest=None)},
    ]
    for change in others:
        assert not PROJECT.same_as(Project(PLAN, replace(state, **change), VIEW)), change
    assert not PROJECT.same_as(Project(PLAN, state, View()))
    assert not PROJECT.same_as(Project(PLAN.with_layer_moved(1, 1.0, 0.0), state, VIEW))


def test_stopping_rules_and_the_best_state_by_its_validation_cost_come_back() -> None:
    config = PLAN.config.with_changes(
        max_epochs=50, max_seconds=2.5, target_cost=0.01, target_accuracy=0.99, patience=7
    )
    project = trained(replace(PLAN, config=config, data=replace(PLAN.data, validation_share=0.2)))
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.plan.config.stopping_limits == config.stopping_limits
    assert Trainer(back.state).best == Trainer(project.state).best
    assert Trainer(back.state).best.part == "validation"


def test_a_best_state_whose_costs_are_not_finite_comes_back() -> None:
    project = trained(replace(PLAN, data=replace(PLAN.data, validation_share=0.2)))
    assert project.state.refuge is not None
    refuge = replace(project.state.refuge, train_cost=np.inf, validation_cost=np.inf)
    project = replace(project, state=replace(project.state, refuge=refuge))
    assert files.parse(files.dump(project)).same_as(project)


def test_equal_projects_give_equal_files() -> None:
    assert files.dump(trained()) == DATA


def test_a_file_of_format_version_1_can_be_read_for_ever() -> None:
    stored = Path(__file__).with_name("version_1.bpx")
    project = files.load(stored)
    assert project.plan == PLAN
    assert project.view == VIEW
    assert (project.state.step, project.state.epoch, project.state.position) == (9, 1, 28)
    assert project.state.history.column("step").tolist() == [0, 5]
    total = float(np.abs(project.state.planes.flat).sum())
    np.testing.assert_allclose(total, float(np.abs(PROJECT.state.planes.flat).sum()), rtol=1e-9)


def test_a_file_of_format_version_2_can_be_read_for_ever() -> None:
    stored = files.load(Path(__file__).with_name("version_2.bpx"))
    assert stored.plan.config.schedule == "cosine"
    assert stored.state.clipped_steps > 0
    assert (stored.state.held, stored.state.held_steps, stored.state.mask) == (None, 0, None)
    assert not stored.plan.spec.has_dropout
    assert without_counts(stored).same_as(without_counts(trained(stored.plan)))


def without_counts(project: Project) -> Project:
    """The project with nothing known of which steps were clipped, and when, and under which cost they were made."""
    batches = project.state.history.batches.copy()
    batches[:, 2] = np.nan
    assert project.state.refuge is not None
    refuge = replace(project.state.refuge, clipped_steps=0)
    history = replace(project.state.history, batches=batches, eras=())
    return replace(project, state=replace(project.state, history=history, refuge=refuge))


def test_a_file_of_format_version_6_is_read_with_unknown_counts_where_steps_were_clipped() -> None:
    stored = files.load(Path(__file__).with_name("version_6.bpx"))
    fresh = trained(stored.plan)
    assert without_counts(stored).same_as(without_counts(fresh))
    assert 0 < stored.state.clipped_steps < stored.state.step
    assert np.isnan(stored.state.history.batch_column("clipped_steps")).all()
    assert (stored.state.history.batch_column("held_steps") == 0).all()
    again = files.parse(files.dump(stored))  # as a file of the newest version
    assert again.same_as(stored)
    trainer = Trainer(again.state)
    trainer.advance(3)
    counts = trainer.state().history.batch_column("clipped_steps")
    assert np.isnan(counts[:9]).all()
    assert counts[-1] == trainer.clipped_steps


def test_clipped_and_held_steps_come_back_with_the_curve_and_the_best_state() -> None:
    state = trained(replace(PLAN, config=PLAN.config.with_changes(clip_norm=0.2))).state
    state, _ = HoldDemon(Neuron(1, 2), 0.25).on_state(state, Context(1))
    trainer = Trainer(state)
    while trainer.epoch < 3:
        trainer.advance(10)
    project = Project(replace(PLAN, config=state.config), trainer.state(), VIEW)
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.state.refuge is not None
    assert back.state.refuge.held_steps > 0
    assert 0 < back.state.refuge.clipped_steps <= back.state.clipped_steps
    np.testing.assert_array_equal(back.state.history.batches, project.state.history.batches)


def test_a_start_with_biases_apart_comes_back_and_older_files_have_the_usual_ones() -> None:
    config = PLAN.config.with_changes(
        initializer="uniform",
        initializer_settings={"half_width": 0.25},
        bias_initializer="normal",
        bias_initializer_settings={"bias_standard_deviation": 0.5},
    )
    project = trained(replace(PLAN, config=config))
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.plan.config.layer_draw == config.layer_draw
    older = files.load(Path(__file__).with_name("version_2.bpx")).plan.config
    assert (older.bias_initializer, older.initializer_settings) == ("usual", {"gain": 1.0})


def test_a_held_demon_comes_back_and_training_goes_on_under_it() -> None:
    state, _ = HoldDemon(Neuron(1, 2), -0.25).on_state(PROJECT.state, Context(1))
    trainer = Trainer(state)
    trainer.advance(1)
    project = Project(PLAN, trainer.state(), VIEW)
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.state.held == state.held
    assert back.state.held_steps == 1
    on = Trainer(back.state)
    for each in (trainer, on):
        each.advance(2)
    assert on.state().planes.flat.tobytes() == trainer.state().planes.flat.tobytes()


def masked() -> Project:
    state = PROJECT.state
    edits = (Freeze(1, (0,)), RemoveConnections(2, ((0, 1),)), RemoveBiases(2))
    for number, edit in enumerate(edits):
        state, _ = edit.on_state(state, Context(number))
    return Project(PLAN, state, VIEW)


def test_what_is_frozen_or_removed_comes_back_and_stays_so() -> None:
    project = masked()
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert not back.same_as(PROJECT)
    assert back.state.mask is not None
    through, on = Trainer(project.state), Trainer(back.state)
    for trainer in (through, on):
        trainer.advance(4)
    assert through.state().planes.flat.tobytes() == on.state().planes.flat.tobytes()


@pytest.mark.parametrize("codes", ["a code that means nothing", "a removed weight that isn't 0"])
def test_a_mask_that_cannot_be_is_refused(codes: str) -> None:
    assert masked().state.mask is not None
    wrong = np.zeros(PLAN.spec.parameter_count)
    wrong[0] = 7.0 if codes == "a code that means nothing" else 2.0
    data = rebuilt(DATA, lambda members: members.update({"mask.npy": npy.dump(wrong)}))
    assert "mask" in str(refused(data)) or "removed" in str(refused(data))


def test_dropout_comes_back_and_training_goes_on_with_the_same_factors() -> None:
    project = trained(replace(PLAN, spec=PLAN.spec.with_layer(1, dropout=0.4)))
    back = files.parse(files.dump(project))
    assert back.same_as(project)
    assert back.plan.spec.layer(1).dropout == 0.4
    through, on = Trainer(project.state), Trainer(back.state)
    for trainer in (through, on):
        trainer.advance(4)
    assert through.state().planes.flat.tobytes() == on.state().planes.flat.tobytes()


@pytest.mark.parametrize(("layer", "share"), [(0, 1.0), (0, -0.5), (1, 0.5)])
def test_a_dropout_that_cannot_be_is_refused(layer: int, share: float) -> None:
    def change(record: Any) -> None:
        record["plan"]["spec"]["layers"][layer]["dropout"] = share

    assert "dropout" in str(refused(with_record(DATA, change)))


def test_exported_weights_know_nothing_of_a_held_demon() -> None:
    state, _ = HoldDemon(Neuron(1, 2), -0.25).on_state(PROJECT.state, Context(1))
    exported = Project(PLAN, state, VIEW).weights().network
    for got, want in zip(exported.biases, PROJECT.weights().network.biases, strict=True):
        np.testing.assert_array_equal(got, want)


def test_a_plan_and_a_run_that_dont_belong_together_make_no_project() -> None:
    other = replace(PLAN, config=PLAN.config.with_changes(learning_rate=0.2))
    with pytest.raises(BpExplorerError, match="try again in a moment"):
        Project(other, PROJECT.state)


def test_numbers_that_json_cant_hold_are_refused_before_the_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bpx"
    files.save(PROJECT, path)
    with pytest.raises(ProjectFileError, match="delta_bound"):
        files.save(replace(PROJECT, view=replace(VIEW, delta_bound=float("nan"))), path)
    assert path.read_bytes() == DATA
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bpx"]


FOREIGN = {
    "empty": b"",
    "text": b"hello",
    "weights": b'{"metadata": {}}',
    "another archive": archive.pack({"word/document.xml": b"<w/>"}),
    "another manifest": archive.pack(
        {"manifest.json": b'{"format": "x", "format_version": 1, "program_version": ""}'}
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_called_foreign(kind: str) -> None:
    assert refused(FOREIGN[kind]).code == "foreign"


def test_a_newer_file_names_its_version_and_asks_for_an_update() -> None:
    error = refused(
        rebuilt(
            DATA,
            lambda m: m.update({"new.npy": b""}),
            lambda m: m.update(format_version=files.FORMAT_VERSION + 1, program_version="3.1", new=1),
        )
    )
    assert error.code == "newer_version"
    assert "bpexplorer 3.1" in str(error)
    assert "Update" in str(error)


def test_a_file_cut_off_anywhere_is_refused() -> None:
    for end in range(0, len(DATA), 11):
        assert refused(DATA[:end]).code in ("damaged", "foreign")


def test_a_changed_bit_anywhere_is_noticed_or_changes_nothing() -> None:
    for position in range(0, len(DATA), 7):
        flipped = bytearray(DATA)
        flipped[position] ^= 1 << position % 8
        try:
            back = files.parse(bytes(flipped))
        except ProjectFileError:
            continue
        assert back.same_as(PROJECT)


def test_a_member_changed_behind_the_manifests_back_is_named() -> None:
    with zipfile.ZipFile(io.BytesIO(DATA)) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}
    for name in contents.keys() - {"manifest.json"}:
        middle = len(contents[name]) // 2
        changed = contents[name][:middle] + b"?" + contents[name][middle + 1 :]
        error = refused(archive.pack(contents | {name: changed}))
        assert (error.code, error.place) == ("damaged", name)


def test_members_that_are_missing_or_dont_belong_there_are_named() -> None:
    for name in ("project.json", "planes.npy", "history_batches.npy", "history_epochs.npy", "refuge.npy"):
        assert refused(rebuilt(DATA, lambda members, name=name: members.pop(name))).place == name
    for name in ("extra.npy", "../../etc/passwd", "/tmp/x", "a" * 60_000):
        error = refused(rebuilt(DATA, lambda members, name=name: members.update({name: b"x"})))
        assert error.code == "unknown_member"
        assert len(str(error)) < 500


WRONG_ARRAYS: dict[str, tuple[str, Callable[[Any], Any], str, str]] = {
    "NaN": ("planes.npy", put((1, 4), np.nan), "not_finite", "[1, 4]"),
    "infinity": ("refuge.npy", put((0, 0), np.inf), "not_finite", "[0, 0]"),
    "too few rows": ("planes.npy", lambda a: a[:2], "wrong_shape", "(3, 13)"),
    "too many numbers": ("planes.npy", lambda a: np.zeros((3, 14)), "wrong_shape", "(3, 13)"),
    "integers": ("planes.npy", lambda a: a.astype(int), "wrong_dtype", "int64"),
    "objects": ("planes.npy", lambda a: a.astype(object), "wrong_dtype", "object"),
    "a flat curve": ("history_batches.npy", lambda a: a.ravel(), "wrong_shape", "(any, 4)"),
    "NaN in a curve": ("history_batches.npy", put((2, 1), np.nan), "not_finite", "[2, 1]"),
    "steps backwards": ("history_batches.npy", put((2, 0), 1.0), "invalid", "count upwards"),
    "counts that fall": ("history_batches.npy", put((2, 2), -1.0), "invalid", "marked steps"),
    "parts of a step": ("history_batches.npy", put((slice(2, None), 3), 0.5), "invalid", "marked steps"),
    "more than there were": ("history_batches.npy", put((-1, 2), 7.0), "invalid", "marked steps"),
    "NaN after a count": ("history_batches.npy", put((-1, 2), np.nan), "invalid", "marked steps"),
    "NaN as an epoch": ("history_epochs.npy", put((1, 0), np.nan), "not_finite", "[1, 0]"),
    "NaN as the newest step": ("history_latest.npy", put(1, np.nan), "not_finite", "[1]"),
    "a curve without end": (
        "history_batches.npy",
        lambda a: np.arange(1.0, 20001).reshape(-1, 4),
        "invalid",
        "at most",
    ),
}


@pytest.mark.parametrize("fault", WRONG_ARRAYS)
def test_arrays_that_cant_be_are_named_with_the_place(fault: str) -> None:
    name, change, code, word = WRONG_ARRAYS[fault]
    error = refused(with_array(DATA, name, change))
    assert (error.code, error.place) == (code, name)
    assert word in str(error)


def test_a_header_that_claims_more_than_there_is_allocates_nothing() -> None:
    huge = npy.dump(np.zeros((3, 13))).replace(b"(3, 13)", b"(3000000000000, 13)"[:7] + b"")
    assert (
        refused(rebuilt(DATA, lambda members: members.update({"planes.npy": huge[: len(huge) - 8]}))).code
        == "damaged"
    )


HELD = {"neuron": {"layer": 1, "index": 0}, "dz": 0.5, "since": 3, "bias": 0.1}

WRONG_RECORDS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "no layers": (lambda r: r["plan"]["spec"].update(layers=[]), "layer"),
    "a huge layer": (lambda r: r["plan"]["spec"]["layers"][0].update(size=10**9), "4,096"),
    "size as text": (lambda r: r["plan"]["spec"]["layers"][0].update(size="3"), "plan.spec.layers[0].size"),
    "size true": (lambda r: r["plan"]["spec"]["layers"][0].update(size=True), "plan.spec.layers[0].size"),
    "activation": (lambda r: r["plan"]["spec"]["layers"][0].update(activation="swish?"), "swish?"),
    "cost": (lambda r: r["plan"]["config"].update(cost="__init__"), "__init__"),
    "rate": (lambda r: r["plan"]["config"].update(learning_rate=-1), "learning rate"),
    "rate null": (lambda r: r["plan"]["config"].update(learning_rate=None), "learning_rate"),
    "batch": (lambda r: r["plan"]["config"].update(batch_size=0), "batch size"),
    "optimizer setting": (
        lambda r: r["plan"]["config"]["optimizer_settings"].update(momentum=1.5),
        "Momentum",
    ),
    "seed": (lambda r: r["plan"]["config"].update(seed=-1), "seed"),
    "data set": (lambda r: r["plan"]["data"].update(name="mnist"), "mnist"),
    "samples": (lambda r: r["plan"]["data"].update(samples=10**9), "samples"),
    "data of another width": (lambda r: r["plan"]["data"].update(name="digits", samples=1797, noise=0), "64"),
    "offsets": (lambda r: r["plan"]["offsets"].pop(), "offsets"),
    "offset": (lambda r: r["plan"]["offsets"].__setitem__(1, [0, None]), "offsets[1][1]"),
    "step": (lambda r: r["run"]["at"].update(step=-1), "run.at.step"),
    "position": (lambda r: r["run"]["at"].update(position=32), "position 32"),
    "refuge": (lambda r: r["run"].update(refuge=None), "refuge.npy"),
    "selection": (lambda r: r["view"].update(selection=[[1, 3]]), "neuron 3 in layer 1"),
    "demon": (lambda r: r["view"]["demon"].update(layer=-1), "layer -1"),
    "threads": (lambda r: r["run"].update(threads=0), "run.threads"),
    "sample": (lambda r: r["view"].update(sample=10**6), "sample"),
    "unknown field": (lambda r: r.update(more=1), "more"),
    "unknown in the plan": (lambda r: r["plan"].update(more=1), "plan.more"),
    "unknown in the spec": (lambda r: r["plan"]["spec"].update(input=2), "Is inputs meant?"),
    "unknown in a layer": (
        lambda r: r["plan"]["spec"]["layers"][0].update(drop_out=0.1),
        "Is dropout meant?",
    ),
    "unknown in the configuration": (lambda r: r["plan"]["config"].update(rate=1), "plan.config.rate"),
    "unknown in the data": (lambda r: r["plan"]["data"].update(seeds=1), "Is seed meant?"),
    "unknown in the run": (lambda r: r["run"].update(hold=None), "run.hold"),
    "unknown in what is held": (
        lambda r: r["run"].update(held=HELD | {"follow": True}),
        "run.held.follow",
    ),
    "unknown in the view": (lambda r: r["view"]["demon"].update(d=1), "view.demon.d"),
    "misspelt": (
        lambda r: r["plan"]["config"].update(learning_ratee=r["plan"]["config"].pop("learning_rate")),
        "plan.config.learning_ratee: there is no such key. Is learning_rate meant?",
    ),
    "missing field": (lambda r: r["run"].pop("at"), "run.at"),
    "missing rate": (lambda r: r["plan"]["config"].pop("learning_rate"), "plan.config.learning_rate"),
    "missing dropout": (
        lambda r: r["plan"]["spec"]["layers"][1].pop("dropout"),
        "plan.spec.layers[1].dropout",
    ),
    "missing setting": (
        lambda r: r["plan"]["config"]["optimizer_settings"].clear(),
        "plan.config.optimizer_settings.momentum",
    ),
}


@pytest.mark.parametrize("fault", WRONG_RECORDS)
def test_values_that_cant_be_are_named_with_the_place(fault: str) -> None:
    change, word = WRONG_RECORDS[fault]
    error = refused(with_record(DATA, change))
    assert error.place.startswith(("project.json", "refuge.npy"))
    assert word in str(error)


def test_a_key_that_stands_there_twice_is_refused_as_either_may_be_meant() -> None:
    def double(members: dict[str, bytes]) -> None:
        text = members["project.json"]
        members["project.json"] = text.replace(b'"seed":', b'"seed": 3, "seed":', 1)

    error = refused(rebuilt(DATA, double))
    assert (error.code, error.place) == ("invalid", "project.json, plan.config")
    assert "'seed' twice" in str(error)


@pytest.mark.parametrize("number", [b"1e999", b"-1e999"])
def test_a_number_beyond_all_numbers_is_named_with_its_place(number: bytes) -> None:
    def enlarge(members: dict[str, bytes]) -> None:
        members["project.json"] = members["project.json"].replace(b"12.5", number)

    assert refused(rebuilt(DATA, enlarge)).place == "project.json, plan.offsets[1][0]"


def test_a_number_out_of_range_is_told_with_path_value_range_and_remedy() -> None:
    error = refused(
        with_record(DATA, lambda r: r["plan"]["config"]["optimizer_settings"].update(momentum=1.5))
    )
    assert str(error) == (
        "project.json, plan.config.optimizer_settings.momentum: Momentum μ of Momentum is 1.5; "
        "it must be at least 0 and below 1. Correct this value."
    )


def test_errors_name_file_and_folder_and_pipes_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "cut.bpx").write_bytes(DATA[:2000])
    with pytest.raises(
        ProjectFileError, match=r"Can't open “cut\.bpx” in .*damaged or cut off\. Use another copy"
    ):
        files.load(tmp_path / "cut.bpx")
    with pytest.raises(ProjectFileError, match="this is a folder"):
        files.load(tmp_path)
    with pytest.raises(ProjectFileError, match="there is no such file"):
        files.load(tmp_path / "none.bpx")


def deflated(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as stored, zipfile.ZipFile(packed, "w", method) as archive:
        for name in stored.namelist():
            archive.writestr(name, stored.read(name))
    return packed.getvalue()


def test_arrays_that_are_larger_than_those_of_the_network_are_refused() -> None:
    zeros = npy.dump(np.zeros((3, 2**20)))
    bomb = rebuilt(DATA, lambda members: members.update({"planes.npy": zeros}))
    error = refused(deflated(bomb))
    assert (error.code, error.place) == ("too_large", "planes.npy")


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_saving_a_large_network_takes_no_copy_of_its_arrays(tmp_path: Path, dtype: str) -> None:
    spec = NetworkSpec.create([2, 450, 450, 1], ["tanh", "tanh", "sigmoid"])
    plan = replace(PLAN, spec=spec, offsets=(), config=PLAN.config.with_changes(dtype=dtype))
    project, told = trained(plan, 1), [0.0]
    arrays = sum(array.nbytes for array in project.arrays().values())
    tracemalloc.start()
    try:
        files.save(project, tmp_path / "a.bpx", progress=told.append)
        assert tracemalloc.get_traced_memory()[1] < 0.35 * arrays
    finally:
        tracemalloc.stop()
    assert told == sorted(told)
    assert max(np.diff(told)) < 0.2
    assert told[-1] == pytest.approx(1.0, abs=1e-3)
    assert files.load(tmp_path / "a.bpx").same_as(project)


def test_what_is_written_otherwise_than_it_is_takes_no_files_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.save(PROJECT, tmp_path / "a.bpx")
    before, other = (tmp_path / "a.bpx").read_bytes(), trained(steps=10)
    flipped = bytearray(files.dump(other))
    at = flipped.index(other.state.planes.flat[0, :2].tobytes())
    flipped[at] ^= 1
    for wrong in (DATA, bytes(flipped), files.dump(replace(other, view=View()))):
        made = files._Dump.of(other)
        monkeypatch.setattr(files._Dump, "of", lambda *_, **__: replace(made, blocks=Blocks(wrong)))  # noqa: B023
        with pytest.raises(ProjectFileError) as caught:
            files.save(other, tmp_path / "a.bpx")
        monkeypatch.undo()
        assert caught.value.code in ("not_the_same", "damaged")
        assert (tmp_path / "a.bpx").read_bytes() == before
        assert list(tmp_path.iterdir()) == [tmp_path / "a.bpx"]
