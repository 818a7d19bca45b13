"""Bugs in import and export: what a file says is dropped, and another kind of file is written than was chosen."""

from typing import Final

from tests.planted.planting import Bug

IMPORTING = ("unit/project/test_importing.py", "unit/cli/test_weights.py", "gui/window/test_import.py")
SAVE_DIALOG = ("gui/window/test_save_dialog.py",)
KINDS = ("unit/project/test_kinds.py", "gui/window/test_save_dialog.py")
SETTINGS = ("gui/document/test_settings.py",)

BUGS: Final = (
    Bug(
        name="an import drops the cost of the file",
        where="imported",
        old="        config = config.with_changes(cost=cost)\n",
        new="",
        tests=IMPORTING,
    ),
    Bug(
        name="an import keeps the scaling of the project's inputs",
        where="_scaled_as",
        old="return next((each for each in candidates if _same_scaling(weights.scaling, each.scaling)), here)",
        new="return here",
        tests=IMPORTING,
    ),
    Bug(
        name="the name of an exported file decides its format, whatever kind was chosen",
        where="Exchange._export_weights",
        old="format_name=kind.name",
        new="format_name=None",
        tests=SAVE_DIALOG,
    ),
    Bug(
        name="a name that says another kind of file is as good as any",
        where="contradiction",
        old="return None if said is None or kind.extension.endswith(said.extension) else said",
        new="return None",
        tests=KINDS,
    ),
    Bug(
        name="file dialogs open where the settings say, whether there is such a folder or not",
        where="_is_folder",
        old="return path.is_dir()",
        new="return True",
        tests=SETTINGS,
    ),
)
