"""What each command takes, and how it is run."""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bpexplorer.cli import data_options, layers, reading
from bpexplorer.cli.console import numbers
from bpexplorer.cli.console.answer import Answer
from bpexplorer.cli.console.codes import FAULT, OK
from bpexplorer.cli.console.output import say, write, write_json
from bpexplorer.cli.console.signals import lost_by_ending
from bpexplorer.cli.data import data as data_command
from bpexplorer.cli.inspection import inspect as inspect_command
from bpexplorer.cli.options import options as options_command
from bpexplorer.cli.predicting import predict_command
from bpexplorer.cli.questions import check as check_command
from bpexplorer.cli.questions import export as export_command
from bpexplorer.cli.questions import info as info_command
from bpexplorer.cli.training import train as train_command
from bpexplorer.cli.warming import warm as warm_command
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.config import DTYPES, ENGINE_CHOICES
from bpexplorer.core.training_data import PARTS, SAMPLES
from bpexplorer.project.presets import PRESETS
from bpexplorer.project.tables import TABLES
from bpexplorer.project.weights import FORMATS
from bpexplorer.translation import tr

_TABLES = ", ".join(TABLES)
_SOURCE_HELP = tr("a project file, or the name of an example: {presets}", presets=", ".join(PRESETS))


@np.errstate(all="ignore")  # this thread's edge: see core
def run(options: argparse.Namespace) -> int:
    """Run the command, write what it answers, and return the exit code."""
    command: Callable[[argparse.Namespace], Answer] = options.command
    lost_by_ending("")
    try:
        code, found, lines = command(options)
    except BpExplorerError as error:
        say(str(error))
        fault = {"code": getattr(error, "code", "invalid"), "message": str(error)}
        code, found, lines = FAULT, {"error": fault}, []
    are_written = bool(found.get("written"))
    if options.json:
        unanswered = write_json(found, files_are_written=are_written)
    else:
        unanswered = write("".join(f"{line}\n" for line in lines), files_are_written=are_written)
    # What the command found is more than that nobody could hear it.
    return unanswered if code == OK else code


def _add_train(train: argparse.ArgumentParser) -> None:
    train.usage = "%(prog)s PROJECT|PRESET|DATA [OPTIONS]"
    train.description = tr(
        "Train a network, from its start unless it is to go on, and write what is asked for."
    )
    train.add_argument(
        "source",
        metavar="PROJECT|PRESET|DATA",
        help=tr(
            "{source_help}; a file of your own data; or a table of the program's: {tables}",
            source_help=_SOURCE_HELP,
            tables=_TABLES,
        ),
    )
    train.add_argument(
        "--epochs", type=numbers.count, default=20, metavar="N", help=tr("how many epochs (20)")
    )
    beginning = train.add_mutually_exclusive_group()
    beginning.add_argument(
        "--seed", type=numbers.whole, metavar="S", help=tr("start from numbers drawn with this seed")
    )
    beginning.add_argument(
        "--continue",
        dest="resume",
        action="store_true",
        help=tr("go on where the project stands; else start over"),
    )
    _add_weights(beginning)
    train.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=tr(
            "change a training setting, such as optimizer=adam; repeatable. “bpexplorer "
            "options” lists all names"
        ),
    )
    train.add_argument("--dtype", choices=DTYPES, help=tr("train in numbers of this type"))
    train.add_argument(
        "--engine",
        choices=ENGINE_CHOICES,
        help=tr("what makes the steps; numpy switches the compiled engine off"),
    )
    layers.add_to(train)
    _add_stopping(train)
    data_options.add_to(train)
    reading.add_to(train)
    train.add_argument("--export", type=Path, metavar="FILE", help=tr("write the trained weights"))
    _add_format(train)
    train.add_argument("--history", type=Path, metavar="FILE", help=tr("write the curves as CSV"))
    train.add_argument("--save", type=Path, metavar="FILE", help=tr("write the project as it is then"))
    train.set_defaults(command=train_command)


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument(
        "source", metavar="PROJECT|WEIGHTS", help=tr("{source_help}; or weights", source_help=_SOURCE_HELP)
    )
    export.add_argument("export", type=Path, metavar="FILE", help=tr("its ending chooses the format"))
    _add_format(export)
    export.set_defaults(command=export_command)


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "source",
        metavar="PROJECT|PRESET|WEIGHTS",
        help=tr("{source_help}; or weights, which are checked over random samples", source_help=_SOURCE_HELP),
    )
    _add_weights(check)
    check.set_defaults(command=check_command)


def _add_inspect(inspect: argparse.ArgumentParser) -> None:
    inspect.add_argument("source", metavar="PROJECT|PRESET", help=_SOURCE_HELP)
    inspect.add_argument(
        "--part", choices=PARTS, help=tr("the samples whose outputs are measured (test, if there are any)")
    )
    inspect.add_argument(
        "--top",
        type=numbers.count,
        metavar="K",
        help=tr("say how often the class is among the K largest outputs (3, where there are more classes)"),
    )
    inspect.add_argument(
        "--over",
        choices=SAMPLES,
        default="train",
        help=tr("the samples over which the layers and the next step are diagnosed (train)"),
    )
    inspect.add_argument(
        "--seconds",
        type=numbers.seconds,
        default=1.0,
        metavar="S",
        help=tr("how long each slow way to a gradient may take before it is counted only (1)"),
    )
    inspect.add_argument(
        "--layer",
        type=numbers.count,
        metavar="L",
        help=tr("also show the terms of which each δ of this layer is made"),
    )
    inspect.add_argument(
        "--sample", type=numbers.count, default=0, metavar="S", help=tr("the fixed sample of these terms (0)")
    )
    _add_weights(inspect)
    inspect.set_defaults(command=inspect_command)


def _add_info(info: argparse.ArgumentParser) -> None:
    info.add_argument("source", metavar="FILE", help=tr("a project, weights, or the name of an example"))
    info.set_defaults(command=info_command)


def _add_data(data: argparse.ArgumentParser) -> None:
    data.add_argument(
        "file",
        metavar="FILE",
        help=tr(
            "a table, arrays, or a folder that has a folder of pictures for each class; or a table of the "
            "program's: {tables}",
            tables=_TABLES,
        ),
    )
    data_options.add_to(data)
    reading.add_to(data)
    data.set_defaults(command=data_command)


def _add_predict(predict: argparse.ArgumentParser) -> None:
    predict.add_argument("source", metavar="WEIGHTS|PROJECT", help=tr("the network"))
    predict.add_argument(
        "data",
        nargs="?",
        metavar="DATA",
        help=tr("the rows to predict, in a file of your own data; without it, those of the project"),
    )
    predict.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help=tr("write the predictions: CSV, or arrays where the name ends in .npz"),
    )
    reading.add_to(predict)
    predict.set_defaults(command=predict_command)


def _add_warm(warm: argparse.ArgumentParser) -> None:
    warm.set_defaults(command=warm_command)


def _add_options(options: argparse.ArgumentParser) -> None:
    options.add_argument("name", nargs="?", metavar="NAME", help=tr("one of the names: say what it is"))
    options.set_defaults(command=options_command)


def _add_stopping(train: argparse.ArgumentParser) -> None:
    """The stopping rules: each is short for --set of the field that it is stored in."""
    stopping = train.add_argument_group(
        "stopping",
        tr(
            "Rules on cost and accuracy are asked at each epoch's end, over the validation "
            "set if there is one, else over the training set; time is asked within an "
            "epoch, too. --epochs is the most that is trained in any case. The exit code "
            "is 0 either way; the answer says which rule it was."
        ),
    )
    for flag, name, metavar, text in (
        ("--until-accuracy", "target_accuracy", "A", tr("stop when the accuracy is at least A (0 to 1)")),
        ("--until-cost", "target_cost", "C", tr("stop when the cost is at most C")),
        ("--patience", "patience", "N", tr("stop when the cost hasn't improved for N epochs")),
        ("--max-seconds", "max_seconds", "S", tr("stop after S seconds of training, also within an epoch")),
    ):
        stopping.add_argument(flag, dest=name, metavar=metavar, help=text)
    stopping.add_argument(
        "--validation-share",
        type=numbers.share,
        metavar="S",
        help=tr("hold this share of the training samples back for validation (0 to 0.5); starts over"),
    )
    stopping.add_argument(
        "--restore-best",
        action="store_true",
        help=tr("in the end go back to the epoch's end with the lowest cost"),
    )


def _add_weights(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help=tr("begin with the weights in this file, and take its cost and scaling over"),
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=FORMATS, help=tr("the format of the weights, if not by FILE's ending")
    )


#: What each of our commands takes; see ``parser.CommandEntry``.
ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "train": _add_train,
    "export": _add_export,
    "check": _add_check,
    "inspect": _add_inspect,
    "info": _add_info,
    "predict": _add_predict,
    "data": _add_data,
    "warm": _add_warm,
    "options": _add_options,
}
