"""Keys of files and of JSON output, and options of the command line, stay what they were when words change."""

import json
from pathlib import Path

from tests import kept_names


def test_no_key_and_no_option_has_gone(tmp_path: Path) -> None:
    before = json.loads(kept_names.FILE.read_text(encoding="utf-8"))
    now = kept_names.gather(tmp_path)
    assert {*now, "object names"} == set(before)
    gone = {name: sorted(set(before[name]) - set(found)) for name, found in now.items()}
    assert {name: names for name, names in gone.items() if names} == {}
