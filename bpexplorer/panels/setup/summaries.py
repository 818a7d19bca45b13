"""What each section of Set-up says in a line while it is closed. No Qt."""

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.data.choice import TableChoice
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.recipe import Role
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr, tr_n

_BETWEEN = " · "


def data_summary(prepared: PreparedData) -> str:
    """The name of the data, how many samples each set has, and what is predicted."""
    return _join(prepared.choice.brief, data_counts(prepared))


def data_counts(prepared: PreparedData) -> str:
    """How many samples each set has, and what is predicted."""
    split = prepared.split
    validation = (
        tr(", {count} validation", count=numbers.count(len(split.validation)))
        if len(split.validation)
        else ""
    )
    counts = tr(
        "{count} training{validation}, {len_numbers} test",
        count=numbers.count(len(split.train)),
        validation=validation,
        len_numbers=numbers.count(len(split.test)),
    )
    return _join(
        counts,
        tr("numbers")
        if prepared.is_regression
        else tr("{count} classes", count=len(prepared.training.class_names)),
    )


def table_in_words(choice: TableChoice) -> str:
    """How large a table is, and what is predicted from how many of its columns."""
    recipe = choice.recipe
    words = tr(
        "{rows} rows and {columns} columns. To predict: {targets}, from {inputs}.",
        rows=numbers.count(choice.table.rows),
        columns=numbers.count(len(choice.table.columns)),
        targets=", ".join(column.name for column in recipe.of(Role.TARGET)),
        inputs=tr_n("{count} column", "{count} columns", len(recipe.of(Role.INPUT))),
    )
    if choice.is_regression and choice.target_scaling != "none":
        words += " " + tr("Targets are scaled: C and δ are of scaled targets, Metrics of their own units.")
    return words


def network_summary(spec: NetworkSpec) -> str:
    """The size of each layer, their activations, and how many parameters that makes."""
    activations = ", ".join(ACTIVATIONS[name].label for name in spec.activations)
    return _join(
        "-".join(map(str, spec.sizes)),
        activations,
        tr("{parameter_count} parameters", parameter_count=numbers.count(spec.parameter_count)),
    )


def cost_summary(plan: Plan) -> str:
    """The cost, and what it makes of δ at the output."""
    pair = plan.pair
    made = {"matched": tr("δ = output − target"), "refused": tr("not for these outputs")}.get(
        pair.kind, pair.error
    )
    return _join(COSTS[plan.config.cost].label, made)


def training_summary(config: TrainingConfig) -> str:
    """How a gradient becomes a step; of the rare settings those that are on."""
    schedule = SCHEDULES[config.schedule]
    return _join(
        OPTIMIZERS[config.optimizer].label,
        tr("rate {learning_rate}", learning_rate=numbers.significant(config.learning_rate)),
        schedule.label.lower() if schedule.settings else "",
        tr("batch {batch_size}", batch_size=numbers.count(config.batch_size)),
        regularisation_summary(config),
    )


def regularisation_summary(config: TrainingConfig) -> str:
    """What holds training back, as far as anything does."""
    of_fields = (("L1", config.l1), ("L2", config.l2), ("clip", config.clip_norm))
    return _join(*(f"{name} {numbers.significant(value)}" for name, value in of_fields if value))


def initialisation_summary(config: TrainingConfig) -> str:
    """How the parameters are drawn, and from which seed; of the rare settings those that aren't the usual ones."""
    return _join(
        INITIALIZERS[config.initializer].label,
        tr("seed {seed}", seed=config.seed),
        rare_start_summary(config),
    )


def rare_start_summary(config: TrainingConfig) -> str:
    """Of biases, precision and engine what isn't as it is by default."""
    default = TrainingConfig()
    biases = BIAS_INITIALIZERS[config.bias_initializer].label.lower()
    return _join(
        tr("biases: {biases}", biases=biases) if config.bias_initializer != default.bias_initializer else "",
        config.dtype if config.dtype != default.dtype else "",
        config.engine if config.engine != default.engine else "",
    )


def stopping_summary(config: TrainingConfig) -> str:
    """The rules that are on."""
    rules = (
        f"{rule.label.lower()} {_limit(rule.name, limit)}"
        for name, limit in config.stopping_limits.items()
        if (rule := STOPPING_RULES[name])
    )
    return _join(*rules) or tr("no limit")


def selection_summary(picture: Picture) -> str:
    """What is selected, and its number: w of a connection, δ of a neuron in the sample that is looked at."""
    session, frame = picture.session, picture.frame
    if (connection := session.connection) is not None:
        layer, target, source = connection
        weight = float(frame.network.weights[layer - 1][target, source])
        return _join(str(connection), f"w {numbers.signed(weight).strip()}")
    if (neuron := session.primary) is None:
        return ""
    if neuron.layer == 0:
        return tr("layer 0, input {index}", index=neuron.index)
    more = tr(" and {count} more", count=len(session.selection) - 1) if len(session.selection) > 1 else ""
    delta = float(picture.samples.trace.deltas[neuron.layer - 1][picture.row, neuron.index])
    return _join(f"{neuron}{more}", f"δ {numbers.signed(delta).strip()}")


def _limit(rule: str, limit: float) -> str:
    if STOPPING_RULES[rule].is_share:
        return numbers.percent(limit).strip()
    if rule == "max_seconds":
        return f"{numbers.significant(limit)} s"
    return numbers.count(int(limit)) if STOPPING_RULES[rule].is_whole else numbers.significant(limit)


def _join(*parts: str) -> str:
    return _BETWEEN.join(filter(None, parts))
