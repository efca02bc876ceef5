"""How the top of the likelihood is climbed; where it lies is in test_pooling_reference.py."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import log_expit

from data import likelihood
from data.likelihood import Slope, climb, grid, highest_peak, peak_at, slope, step_up, uphill

X, N = np.array([11.0, 6, 5]), np.array([21.0, 21, 26])


@pytest.fixture
def top():
    """The top of three made-up rates as a point of the climb."""
    peak = highest_peak(X, N)
    return slope(peak.mu, peak.tau, X, N)


@pytest.mark.parametrize("step", [[300.0, 0.0], [-300.0, 0.0], [0.0, 300.0]], ids=str)
def test_no_step_is_taken_downhill(top, step):
    """A step that leads down, however often it is halved, leaves the climber where it is."""
    assert step_up(top, np.array(step), X, N) is top


def test_a_step_is_halved_until_it_does_not_lead_down(top):
    """From one log-odds below, a step of four passes the top; half of it does not lose height."""
    below = slope(top.mu - 1, top.tau, X, N)
    there = step_up(below, np.array([4.0, 0.0]), X, N)
    assert there.value >= below.value
    assert there.mu - below.mu in (2.0, 1.0)


def test_a_climb_without_a_way_up_ends(top, monkeypatch):
    """Where every step leads down the climb stays, and ends."""
    monkeypatch.setattr(likelihood, "uphill", lambda _: np.array([300.0, 0.0]))
    assert climb(top, X, N) is top


@pytest.mark.parametrize(("tau", "largest"), [(0.0, 3.0), (1.0, 60.0), (20.0, 300.0)])
def test_the_grid_is_even_and_holds_the_whole_normal_density(tau, largest):
    """It reaches at least 10 standard deviations to both sides of 0, in equal steps."""
    z, step = grid(tau, largest)
    assert z == pytest.approx(-z[::-1])
    assert np.diff(z) == pytest.approx(step)
    assert z[-1] >= 10


def place(gradient, information) -> Slope:
    """A made-up point of the climb."""
    return Slope(0.5, 0.25, -10.0, np.array(gradient), np.array(information))


@pytest.mark.parametrize(
    ("gradient", "information", "step"),
    [
        ([0.1, 0.0], [[1.0, 0.0], [0.0, 1.0]], [0.1, 0.0]),
        ([0.1, 0.2], [[2.0, 0.0], [0.0, 4.0]], [0.05, 0.05]),
        ([5.0, 0.0], [[1.0, 0.0], [0.0, 1.0]], [1.0, 0.0]),  # at most one log-odds long
        ([0.1, 0.0], [[-1.0, 0.0], [0.0, 1.0]], [0.1, 0.0]),  # not concave: still uphill
        ([0.0, -0.1], [[1.0, 0.0], [0.0, 0.0]], [0.0, -1.0]),  # level: no division by zero
    ],
)
def test_the_step_is_newtons_and_leads_uphill(gradient, information, step):
    """Gradient over information along each axis, cut to a length of one."""
    assert uphill(place(gradient, information)) == pytest.approx(np.array(step))


@pytest.mark.parametrize(
    ("gradient", "information"),
    [
        ([0.1, 0.0], [[1.0, 0.0], [0.0, 1.0]]),  # it still rises
        ([0.0, 0.0], [[-0.5, 0.0], [0.0, 2.0]]),  # a saddle
        ([0.0, 0.0], [[2.0, 0.0], [0.0, 0.0]]),  # a ridge without an end
    ],
)
def test_an_end_that_is_no_top_is_no_peak(gradient, information):
    """A slope, a saddle and a level ridge have no standard error."""
    assert peak_at(place(gradient, information)) is None


def test_a_top_has_the_standard_error_of_both_parameters():
    """The inverse of [[4, 1], [1, 0.5]] begins with 0.5; τ is given without its sign."""
    peak = peak_at(Slope(0.5, -0.25, -10.0, np.zeros(2), np.array([[4.0, 1.0], [1.0, 0.5]])))
    assert (peak.mu, peak.tau) == (0.5, 0.25)
    assert peak.se == pytest.approx(math.sqrt(0.5))


def test_without_a_spread_the_value_is_that_of_one_rate():
    """At τ = 0 the log-likelihood is the binomial one without its coefficients."""
    expected = (X * 0.3 + N * log_expit(-0.3)).sum()
    assert slope(0.3, 0.0, X, N).value == pytest.approx(expected, abs=1e-12)


def test_the_largest_study_sets_the_grid():
    """Of 5, 20 and 1,000 patients; the integrals by a grid of a hundred thousand points."""
    x, n, mu, tau = np.array([3.0, 10.0, 500.0]), np.array([5.0, 20.0, 1000.0]), 0.5, 3.0
    z = np.linspace(-12, 12, 100_001)
    theta = mu + tau * z
    terms = x[:, None] * theta + n[:, None] * log_expit(-theta) - z**2 / 2
    step, scale = z[1] - z[0], math.sqrt(2 * math.pi)
    top = terms.max(axis=1)
    exact = (top + np.log(np.exp(terms - top[:, None]).sum(axis=1) * step / scale)).sum()
    assert slope(mu, tau, x, n).value == pytest.approx(exact, abs=1e-8)
