"""The command line as argparse sees it. What a command takes is looked up only when the command is given."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from typing_extensions import override

from bpexplorer import __version__
from bpexplorer.cli.console import codes, output
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """What a command does, in words, and what it takes.

    ``add_arguments`` takes the command's parser, adds to it, and sets its default ``command``: a function from the
    parsed options to an `Answer`. It is called only when the command is given, and imports what it needs.
    """

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]


def _ours(name: str) -> Callable[[argparse.ArgumentParser], None]:
    def add(parser: argparse.ArgumentParser) -> None:
        from bpexplorer.cli.commands import ARGUMENTS

        ARGUMENTS[name](parser)

    return add


#: Every command by its name.
COMMANDS: dict[str, CommandEntry] = {
    name: CommandEntry(text, _ours(name))
    for name, text in {
        "train": "train a network for some epochs",
        "export": "write the weights of a project",
        "check": "check the gradients of backpropagation numerically",
        "inspect": "measure outputs, diagnose layers, and count a gradient with reuse and without",
        "info": "say what is in a project or weights file",
        "predict": "write what a network predicts for each row of a file of your own data",
        "data": "say what would be taken of a file of your own data",
        "warm": "compile the engine for small networks, where numba is installed",
        "options": "list what train can be told: every name with its range, default and formula",
    }.items()
}


class Parser(argparse.ArgumentParser):
    """A parser that says all it has to say by `output`, and proposes an option that is nearly what was written.

    ``fill`` adds the arguments, once they are needed: to know them all takes numpy, and a moment.
    """

    def __init__(
        self, *arguments: Any, fill: Callable[["Parser"], None] | None = None, **settings: Any
    ) -> None:
        super().__init__(*arguments, **settings)
        self._fill = fill
        self._given: Sequence[str] = ()

    def fill(self) -> None:
        """Have the arguments added, if they aren't yet."""
        fill, self._fill = self._fill, None
        if fill is not None:
            fill(self)

    @override
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.fill()
        self._given = args or ()
        return super().parse_known_args(args, namespace)

    @override
    def print_help(self, file: Any = None) -> NoReturn:
        raise SystemExit(output.write(self.format_help()))

    @override
    def error(self, message: str) -> NoReturn:
        problem, _, written = message.partition("unrecognized arguments: ")
        if not problem and written:
            from bpexplorer.core.vocabularies.vocabulary import nearest

            message += "." + nearest(written.split()[0].partition("=")[0], self._flags())
        output.say(
            tr(
                "{format_usage}{prog}: error: {message}",
                format_usage=self.format_usage(),
                prog=self.prog,
                message=message,
            )
        )
        raise SystemExit(codes.WRONG_USAGE)

    def _flags(self) -> list[str]:
        """The options there are, with those of the command that is given."""
        parsers = [parser for action in self._actions for parser in _given_of(action, self._given)]
        return [flag for parser in (self, *parsers) for flag in parser._option_string_actions]


class _Version(argparse.Action):
    """``--version``."""

    @override
    def __call__(self, *arguments: Any) -> NoReturn:
        raise SystemExit(output.write(f"bpexplorer {__version__}\n"))


def make_parser(prog: str = "bpexplorer") -> Parser:
    """The parser of all commands; ``command`` of what it gives is the function to call."""
    parser = Parser(
        prog=prog,
        usage="%(prog)s [FILE|EXAMPLE]\n       %(prog)s COMMAND [ARGUMENTS]",
        description=tr(
            "Without a command, the window opens: with a project, with weights, or with an "
            "example of this name, if one is given. The commands train, export and check "
            "networks without a window."
        ),
        epilog=codes.IN_WORDS,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=tr("show the version and exit"))
    commands = parser.add_subparsers(metavar="COMMAND", prog=prog)
    for name, command in COMMANDS.items():
        commands.add_parser(
            name,
            help=command.help,
            description=_sentence(command.help),
            epilog=codes.IN_WORDS,
            fill=partial(_fill, command),
        )
    return parser


def _fill(command: CommandEntry, parser: Parser) -> None:
    command.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help=tr("answer as one JSON object, for scripts"))


def _given_of(action: argparse.Action, given: Sequence[str]) -> Sequence["Parser"]:
    """The parsers of the commands that are given."""
    commands = action.choices if isinstance(action.choices, dict) else {}
    return [commands[word] for word in given[:1] if word in commands]


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
