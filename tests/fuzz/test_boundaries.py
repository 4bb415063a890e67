"""A bounded run over every boundary; `python -m tests.fuzz` goes on for as long as one likes."""

from __future__ import annotations

import warnings

import pytest

from tests.fuzz.boundaries import BOUNDARIES
from tests.fuzz.mutations import changed

ROUNDS = {"pdf": 120, "xlsx": 60, "eml": 150}
USUAL = 250


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", BOUNDARIES)
def test_no_changed_file_gets_past_a_boundary(name: str) -> None:
    boundary = BOUNDARIES[name]
    seeds = boundary.seeds()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # libraries warn of what is odd; that is what files are
        for number in range(ROUNDS.get(name, USUAL)):
            boundary.enter(changed(seeds[number % len(seeds)], number))


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_seed_is_read(name: str) -> None:
    for seed in BOUNDARIES[name].seeds():
        BOUNDARIES[name].enter(seed)


def test_a_number_names_the_same_file_again() -> None:
    (seed,) = BOUNDARIES["x12"].seeds()
    assert changed(seed, 7) == changed(seed, 7) != changed(seed, 8)
