"""What a command works on: an example or a project, with the weights of a file if it is told to; or such a file."""

from pathlib import Path

from bpexplorer.cli.console.output import say
from bpexplorer.cli.names import is_there
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import start_run
from bpexplorer.core.vocabularies.vocabulary import nearest
from bpexplorer.project import sources, weights
from bpexplorer.project.importing import imported
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.project import Project
from bpexplorer.project.tables import TABLES
from bpexplorer.project.weights import WeightsFile
from bpexplorer.translation import tr


def open_source(source: str, weights_path: Path | None = None) -> Project:
    """The example of this name, or else the project file; at a new start from the weights of another file if asked for.

    What was taken over from that file, and what it has otherwise, is said on stderr.

    Raises BpExplorerError, for a source that holds weights alone, too: there are no data in it.
    """
    return project_of(read_source(source), source, weights_path)


def project_of(content: Project | WeightsFile, source: str, weights_path: Path | None) -> Project:
    """What was read from a source, as `open_source` gives it."""
    if isinstance(content, WeightsFile):
        raise BpExplorerError(
            tr(
                "“{source}” holds weights and no data. Name the project or the example with "
                "the data to go with them, and add --weights {source}.",
                source=source,
            )
        )
    return content if weights_path is None else _with_weights(content, weights_path)


def read_source(source: str) -> Project | WeightsFile:
    """The example of this name, or else what a file of projects or of weights holds; raises BpExplorerError."""
    if source in PRESETS:
        return Project.at_start(preset(source).plan)
    if not is_there(source) and not Path(source).suffix:
        raise BpExplorerError(
            tr(
                "There is no file “{source}”, and no example of that name.{nearest} Examples: {presets}. "
                "Tables to train on: {tables}.",
                source=source,
                nearest=nearest(source, [*PRESETS, *TABLES]),
                presets=", ".join(PRESETS),
                tables=", ".join(TABLES),
            )
        )
    return sources.load(Path(source))


def _with_weights(project: Project, path: Path) -> Project:
    taken = imported(project.plan, weights.import_weights(path))
    say(" ".join([tr("With the weights of “{name}”.", name=path.name), *taken.changes, *taken.differences]))
    plan = taken.plan
    state = start_run(plan.spec, plan.config, taken.prepared.training, parameters=taken.parameters)
    return Project(plan, state)
