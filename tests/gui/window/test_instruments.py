"""Instruments in the window: the whole Jacobian, training without the sum, the gradient check, and the finder."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from bpexplorer.core.readings.jacobian import read_jacobian
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.checks.panel import ChecksPanel
from bpexplorer.panels.forecast.panel import ForecastPanel
from bpexplorer.panels.origin.jacobian import words
from bpexplorer.panels.origin.jacobian.training import TrainingApart
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.tug.arrows import TugArrows
from bpexplorer.project.presets import preset
from tests.windows import Desk


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk(preset("gaussians").project())
    desk.click_neuron(desk.frame.spec.depth, 0)
    desk.wait_for_calm()
    return desk


def test_the_whole_jacobian_is_of_the_step_on_screen_and_training_goes_beside_it(desk: Desk) -> None:
    desk.click("origin_whole_jacobian")
    desk.wait_for_calm()
    desk.click("jacobian_without_sum")
    desk.wait_for_calm()
    frame, picture = desk.frame, desk.window.picturing.picture
    assert picture is not None
    assert picture.jacobian is not None
    again = read_jacobian(
        picture.samples,
        frame.data,
        cost=frame.config.cost,
        row=picture.row,
        neuron=Neuron(frame.spec.depth, 0),
        step=frame.step,
    )
    assert words.written(float(again.without_sum[0])) in desk.text("jacobian_chosen")
    desk.click("jacobian_train")
    training = desk.window.findChild(TrainingApart)
    assert training is not None
    desk.wait(lambda: training.apart is not None and training.apart.is_over)
    assert training.apart is not None
    assert training.apart.error == ""
    assert training.apart.records[-1].epoch == 20
    assert desk.frame.step == 0, "nothing of the run has changed"
    assert "without the sum" in desk.text("jacobian_trained")


def test_hidden_it_is_asked_nothing(desk: Desk) -> None:
    desk.click("origin_whole_jacobian")
    desk.wait_for_calm()
    desk.window.docks["dock_origin"].close()
    desk.click("button_action_step")
    desk.wait(lambda: desk.frame.step == 1)
    desk.wait_for_calm()
    picture = desk.window.picturing.picture
    assert picture is not None
    assert picture.jacobian is None
    desk.open_panel("dock_origin")

    def shown_step() -> int | None:
        picture = desk.window.picturing.picture
        return None if picture is None or picture.jacobian is None else picture.jacobian.step

    desk.wait(lambda: shown_step() == 1)
    desk.wait(lambda: desk.find_all("jacobian_picture") != [])


def test_the_check_and_the_finder_work_on_what_is_open(desk: Desk) -> None:
    desk.open_panel("dock_checks")
    checks = desk.window.panels["dock_checks"]
    assert isinstance(checks, ChecksPanel)
    desk.click("checks_button")
    desk.wait(lambda: checks.checked is not None)
    assert checks.checked is not None
    assert checks.checked.check.passed
    assert desk.window.docks["dock_checks"].title_line.note.text() != ""
    desk.choose("Train", "Find a learning rate…")
    forecast = desk.window.panels["dock_forecast"]
    assert isinstance(forecast, ForecastPanel)
    desk.wait_for_measured()
    desk.click("forecast_find")
    desk.wait(lambda: forecast.finder.finding is not None)
    assert "η" in desk.text("forecast_finding")
    assert desk.frame.step == 0
    assert forecast.finder.finding is not None
    assert (forecast.finder.finding.proposal is None) == (desk.find_all("forecast_use") == [])


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_what_an_instrument_draws_is_in_sight_whole_and_large_enough(
    small_desk: Desk, size: tuple[int, int]
) -> None:
    desk = small_desk
    desk.window.resize(*size)
    desk.click_neuron(1, 0)
    for name, least in {
        "dock_slices": 75,
        "dock_activation": 75,
        "dock_neurons": 75,
        "dock_forecast": 75,
        "dock_tug": 120,
    }.items():
        desk.open_panel(name)
        panel = desk.window.panels[name]
        desk.wait(lambda panel=panel: pictures_of(panel) != [])
        desk.wait_for_measured()
        desk.wait(lambda panel=panel: any(is_in_sight(each) for each in pictures_of(panel)))
        heights = [
            each.inner_rect().height() if isinstance(each, Plot) else each.height()
            for each in pictures_of(panel)
        ]
        assert max(heights) >= least, name


def pictures_of(panel: QWidget) -> list[Plot | TugArrows]:
    """What is drawn on a panel now."""
    return [each for kind in (TugArrows, Plot) for each in panel.findChildren(kind) if each.isVisible()]


def is_in_sight(picture: Plot | TugArrows) -> bool:
    """Whether nothing of it is scrolled away, or lies below something else."""
    painted = picture.viewport if isinstance(picture, Plot) else picture
    return painted.visibleRegion().boundingRect() == painted.rect()
