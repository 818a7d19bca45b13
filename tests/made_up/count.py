"""A command from outside: how many parameters an example has."""

import argparse

from bpexplorer.cli.console.answer import Answer
from bpexplorer.cli.console.codes import OK
from bpexplorer.cli.parser import CommandEntry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="PROJECT|PRESET")
    parser.set_defaults(command=count)


def count(options: argparse.Namespace) -> Answer:
    from bpexplorer.cli.sources import open_source

    parameters = open_source(options.source).plan.spec.parameter_count
    return OK, {"parameters": parameters}, [f"{parameters:,} parameters"]


COUNT = CommandEntry("count the parameters of a network", add_arguments)
