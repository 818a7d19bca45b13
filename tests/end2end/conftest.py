"""A desktop for each test that asks for one; a failure brings what was on it, and what the program printed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop import Desktop, missing_tools


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    if sentence := missing_tools():
        if os.environ.get("CI"):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    with Desktop(tmp_path) as desktop:
        yield desktop


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    desktop = getattr(item, "funcargs", {}).get("desktop")
    if call.when == "call" and report.failed and desktop is not None:
        picture = desktop.screenshot(desktop.folder / "screen.png")
        report.sections.append(("The screen", f"{picture}\n{desktop.described()}"))
        report.sections.append(("What the program printed", desktop.logs()))
    return report
