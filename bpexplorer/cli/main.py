"""The commands and their arguments."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from typing_extensions import override

import bpexplorer
from bpexplorer.cli import layers, numbers
from bpexplorer.cli.answer import FAULT, INTERRUPTED, Answer, say, write_answer
from bpexplorer.cli.inspection import inspect as inspect_command
from bpexplorer.cli.options import options as options_command
from bpexplorer.cli.questions import check as check_command
from bpexplorer.cli.questions import export as export_command
from bpexplorer.cli.questions import info as info_command
from bpexplorer.cli.training import train as train_command
from bpexplorer.cli.warming import warm as warm_command
from bpexplorer.core.config import DTYPES, ENGINE_CHOICES
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training_data import PARTS, SAMPLES
from bpexplorer.core.vocabulary import nearest
from bpexplorer.project.presets import PRESETS
from bpexplorer.project.weights import FORMATS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if not arguments:
        return _open_window()
    options = make_parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Answer] = options.command
    try:
        code, found, lines = command(options)
    except BpExplorerError as error:
        fault = {"code": getattr(error, "code", "invalid"), "message": str(error)}
        say(str(error))
        write_answer({"error": fault}, [], as_json=options.json)
        return FAULT
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED
    write_answer(found, lines, as_json=options.json)
    return code


def _open_window() -> int:
    """Start the program with its window as a process of its own, and wait for it."""
    script = Path(sys.executable).with_name("bpexplorer-gui.exe" if os.name == "nt" else "bpexplorer-gui")
    start = "import sys; from bpexplorer.launcher import main; sys.exit(main())"
    command = [str(script)] if script.is_file() else [sys.executable, "-c", start]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return INTERRUPTED


class _Parser(argparse.ArgumentParser):
    """A parser that proposes an option that is nearly what was written."""

    @override
    def error(self, message: str) -> NoReturn:
        problem, _, written = message.partition("unrecognized arguments: ")
        if not problem and written:
            message += "." + nearest(written.split()[0].partition("=")[0], self._flags())
        super().error(message)

    def _flags(self) -> list[str]:
        """The options of every command."""
        commands = (action.choices or {} for action in self._actions if isinstance(action.choices, dict))
        return [
            flag for each in commands for command in each.values() for flag in command._option_string_actions
        ]


def make_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="bpexplorer",
        description="Train, export and check networks without a window. Without arguments, the window opens.",
        epilog="Exit codes: 0 done; 1 something to put right, said on stderr; 2 wrong usage; "
        "3 training diverged; 130 interrupted by Ctrl-C, with what was trained until then written.",
    )
    parser.add_argument("--version", action="version", version=f"bpexplorer {bpexplorer.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    source_help = f"a project file, or the name of an example: {', '.join(PRESETS)}"

    train = commands.add_parser(
        "train",
        help="train a network for some epochs",
        usage="%(prog)s PROJECT|PRESET [OPTIONS]",
        description="Train a network, from its start unless it is to go on, and write what is asked for.",
    )
    train.add_argument("source", metavar="PROJECT|PRESET", help=source_help)
    train.add_argument("--epochs", type=numbers.count, default=20, metavar="N", help="how many epochs (20)")
    beginning = train.add_mutually_exclusive_group()
    beginning.add_argument(
        "--seed", type=numbers.whole, metavar="S", help="start from numbers drawn with this seed"
    )
    beginning.add_argument(
        "--continue",
        dest="resume",
        action="store_true",
        help="go on where the project stands; else start over",
    )
    _add_weights(beginning)
    train.add_argument(
        "--set",
        dest="changes",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change a training setting, such as optimizer=adam; repeatable. “bpexplorer options” lists all names",
    )
    train.add_argument("--dtype", choices=DTYPES, help="train in numbers of this type")
    train.add_argument(
        "--engine",
        choices=ENGINE_CHOICES,
        help="what makes the steps; numpy switches the compiled engine off",
    )
    layers.add_to(train)
    _add_stopping(train)
    train.add_argument("--export", type=Path, metavar="FILE", help="write the trained weights")
    _add_format(train)
    train.add_argument("--history", type=Path, metavar="FILE", help="write the curves as CSV")
    train.add_argument("--save", type=Path, metavar="FILE", help="write the project as it is then")
    train.set_defaults(command=train_command)

    export = commands.add_parser("export", help="write the weights of a project")
    export.add_argument("source", metavar="PROJECT|WEIGHTS", help=f"{source_help}; or weights")
    export.add_argument("export", type=Path, metavar="FILE", help="its ending chooses the format")
    _add_format(export)
    export.set_defaults(command=export_command)

    check = commands.add_parser("check", help="check the gradients of backpropagation numerically")
    check.add_argument(
        "source",
        metavar="PROJECT|PRESET|WEIGHTS",
        help=f"{source_help}; or weights, which are checked over random samples",
    )
    _add_weights(check)
    check.set_defaults(command=check_command)

    inspect = commands.add_parser(
        "inspect", help="measure outputs, diagnose layers, and count a gradient with reuse and without"
    )
    inspect.add_argument("source", metavar="PROJECT|PRESET", help=source_help)
    inspect.add_argument(
        "--part", choices=PARTS, help="the samples whose outputs are measured (test, if there are any)"
    )
    inspect.add_argument(
        "--top",
        type=numbers.count,
        metavar="K",
        help="say how often the class is among the K largest outputs (3, where there are more classes)",
    )
    inspect.add_argument(
        "--over",
        choices=SAMPLES,
        default="train",
        help="the samples over which the layers and the next step are diagnosed (train)",
    )
    inspect.add_argument(
        "--seconds",
        type=numbers.seconds,
        default=1.0,
        metavar="S",
        help="how long each slow way to a gradient may take before it is counted only (1)",
    )
    inspect.add_argument(
        "--layer",
        type=numbers.count,
        metavar="L",
        help="also show the terms of which each δ of this layer is made",
    )
    inspect.add_argument(
        "--sample", type=numbers.count, default=0, metavar="S", help="the probe sample of these terms (0)"
    )
    _add_weights(inspect)
    inspect.set_defaults(command=inspect_command)

    info = commands.add_parser("info", help="say what is in a project or weights file")
    info.add_argument("source", metavar="FILE", help="a project, weights, or the name of an example")
    info.set_defaults(command=info_command)
    warm = commands.add_parser("warm", help="compile the engine for small networks, where numba is installed")
    warm.set_defaults(command=warm_command)
    options = commands.add_parser(
        "options", help="list what train can be told: every name with its range, default and formula"
    )
    options.add_argument("name", nargs="?", metavar="NAME", help="one of the names: say what it is")
    options.set_defaults(command=options_command)
    for command in (train, export, check, inspect, info, warm, options):
        command.add_argument("--json", action="store_true", help="answer as one JSON object, for scripts")
    return parser


def _add_stopping(train: argparse.ArgumentParser) -> None:
    """The stopping rules: each is short for --set of the field that it is stored in."""
    stopping = train.add_argument_group(
        "stopping",
        "Rules on cost and accuracy are asked at each epoch's end, over the validation part if there is one, else over "
        "the training part; time is asked within an epoch, too. "
        "--epochs is the most that is trained in any case. The exit code is 0 either way; the answer says which rule "
        "it was.",
    )
    for flag, name, metavar, text in (
        ("--until-accuracy", "target_accuracy", "A", "stop when the accuracy is at least A (0 to 1)"),
        ("--until-cost", "target_cost", "C", "stop when the cost is at most C"),
        ("--patience", "patience", "N", "stop when the cost hasn't improved for N epochs"),
        ("--max-seconds", "max_seconds", "S", "stop after S seconds of training, also within an epoch"),
    ):
        stopping.add_argument(flag, dest=name, metavar=metavar, help=text)
    stopping.add_argument(
        "--validation-share",
        type=numbers.share,
        metavar="S",
        help="hold this share of the training samples back for validation (0 to 0.5); starts over",
    )
    stopping.add_argument(
        "--restore-best",
        action="store_true",
        help="in the end go back to the epoch's end with the lowest cost",
    )


def _add_weights(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="begin with the weights in this file, and take its cost and scaling over",
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=FORMATS, help="the format of the weights, if not by FILE's ending"
    )
