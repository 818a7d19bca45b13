"""Bugs in data and files: scaling, split, targets, export, the project file."""

from typing import Final

from tests.planted.planting import Bug

PREPARE = ("unit/data/test_prepare.py", "unit/data/test_split.py", "unit/data/test_scaling.py")
WEIGHTS = ("unit/project/weights/test_weights.py",)
FILES = ("unit/project/test_files.py",)

BUGS: Final = (
    Bug(
        name="the scaling is fitted on all data",
        where="prepare.prepare",
        old=".fit(dataset.x[split.train],",
        new=".fit(dataset.x,",
        tests=PREPARE,
    ),
    Bug(
        name="the test set isn't scaled",
        where="prepare.prepare",
        old="x_test=x[split.test]",
        new="x_test=dataset.x[split.test]",
        tests=PREPARE,
    ),
    Bug(
        name="the test set is a piece of the training set",
        where="prepare.prepare",
        old="x_test=x[split.test]",
        new="x_test=x[split.train[: len(split.test)]]",
        tests=PREPARE,
    ),
    Bug(
        name="numbers to predict are scaled to the range of the output",
        where="_targets",
        old="return _Targets(dataset.targets, None)",
        new="return _Targets((dataset.targets - dataset.targets.min()) / np.ptp(dataset.targets), None)",
        tests=PREPARE,
    ),
    Bug(
        name="the noise of a function moves its inputs",
        where="Wave.draw",
        old="return x, np.exp(-x / 2) * np.cos(4 * x) + noise * rng.standard_normal((samples, 1))",
        new="return x + noise * rng.standard_normal((samples, 1)), np.exp(-x / 2) * np.cos(4 * x)",
        tests=("unit/data/test_generators.py",),
    ),
    Bug(
        name="the split isn't stratified",
        where="_taken",
        old="is_taken[rng.permutation(members)[:count]] = True",
        new="is_taken[rng.permutation(np.flatnonzero(is_free))[:count]] = True",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="a small class isn't in the test set",
        where="_taken",
        old="count = max(1, int(share * len(members) + 0.5))",
        new="count = int(share * len(members) + 0.5)",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="the validation set has samples of the test set",
        where="split_by_class",
        old="is_free[test] = False",
        new="pass",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="the network trains on the validation set too",
        where="split_by_class",
        old="is_free[validation] = False",
        new="pass",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="the pixels of a picture are scaled apart",
        where="ScalingKind.fit",
        old="values = x_train.reshape(-1, 1) if shared else x_train",
        new="values = x_train",
        tests=PREPARE,
    ),
    Bug(
        name="the targets of tanh are 0 and 1",
        where="encoding_for",
        old="low, high = last.range",
        new="low, high = max(0.0, last.range[0]), last.range[1]",
        tests=("unit/data/test_encoding.py",),
    ),
    Bug(
        name="the threshold is the low target",
        where="Encoding.threshold",
        old="return (self.low + self.high) / 2 if",
        new="return self.low if",
        tests=("unit/data/test_encoding.py",),
    ),
    Bug(
        name="accuracy by a threshold of ½ whatever the targets are",
        where="TrainingData.predicted_classes",
        old="(outputs[:, 0] > self.threshold)",
        new="(outputs[:, 0] > 0.5)",
        tests=("unit/core/test_training_data.py", "unit/data/test_encoding.py"),
    ),
    Bug(
        name="the probe favours low classes",
        where="choose_probe",
        old='return shuffled[np.argsort(turn[shuffled], kind="stable")][:size]',
        new="return np.lexsort((labels, turn))[:size]",
        tests=("unit/core/test_training_data.py",),
    ),
    Bug(
        name="npz: the weights are transposed where that fits",
        where="npz.dump",
        old="npy.pieces(array) for key, array in weights.arrays()",
        new="npy.pieces(array.T if len(set(array.shape)) == 1 else array) for key, array in weights.arrays()",
        tests=(*WEIGHTS, "unit/project/weights/test_weights_properties.py"),
    ),
    Bug(
        name="network2: the weights are transposed where that fits",
        where="network2.dump",
        old="weights=[w.tolist() for w in network.weights]",
        new="weights=[(w.T if len(w) == w.shape[1] else w).tolist() for w in network.weights]",
        tests=(*WEIGHTS, "unit/project/weights/test_weights_properties.py"),
    ),
    Bug(
        name="JSON: weights lose their last digits",
        where="own_json.dump",
        old="_Layer(w.tolist(), b.tolist())",
        new="_Layer(w.round(15).tolist(), b.tolist())",
        tests=WEIGHTS,
    ),
    Bug(
        name="the metadata name another cost",
        where="WeightsFile.metadata",
        old="cost=self.cost,",
        new='cost="quadratic",',
        tests=WEIGHTS,
    ),
    Bug(
        name="two networks count as the same if their bytes are as many",
        where="WeightsFile.same_as",
        old="all(array.tobytes() == theirs[key].tobytes() for key, array in mine.items())",
        new="all(len(array.tobytes()) == len(theirs[key].tobytes()) for key, array in mine.items())",
        tests=(*WEIGHTS, "unit/project/weights/test_weights_properties.py"),
    ),
    Bug(
        name="the project file forgets where in the epoch the run is",
        where="record.dump",
        old="at=_Counts(state.step, state.epoch, state.position, state.moment_steps)",
        new="at=_Counts(state.step, state.epoch, 0, state.moment_steps)",
        tests=(*FILES, "unit/project/test_files_properties.py"),
    ),
    Bug(
        name="the project file forgets how thinned out the history is",
        where="record.dump",
        old="batch_stride=history.batch_stride",
        new="batch_stride=1",
        tests=(*FILES, "unit/project/test_files_properties.py"),
    ),
    Bug(
        name="a project is compared without its counters",
        where="Project.same_as",
        old="(self.plan, self.view, self.counters()) == (other.plan, other.view, other.counters())",
        new="(self.plan, self.view) == (other.plan, other.view)",
        tests=(*FILES, "unit/project/test_files_properties.py"),
    ),
    Bug(
        name="a damaged part isn't noticed",
        where="files._member",
        old="if hashlib.sha256(data).hexdigest() != entries[name].sha256:",
        new="if len(data) != entries[name].size:",
        tests=FILES,
    ),
    Bug(
        name="the curves' file has step and epoch exchanged",
        where="history_csv.dump",
        old='["epoch", int(numbers["epoch"]), int(numbers["step"]),',
        new='["epoch", int(numbers["step"]), int(numbers["epoch"]),',
        tests=("unit/project/test_history_csv.py",),
    ),
)
