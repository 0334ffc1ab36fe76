"""Line numbers written as ranges are the set they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.audit import ranges

numbers = st.sets(st.integers(1, 60))


def of(wanted: set[int]) -> ranges.Ranges:
    made: ranges.Ranges = []
    for number in sorted(wanted):
        ranges.add(made, number)
    return made


def members(found: ranges.Ranges) -> set[int]:
    return {number for first, last in found for number in range(first, last + 1)}


@given(numbers)
def test_what_is_written_is_read_back(wanted: set[int]) -> None:
    assert members(of(wanted)) == wanted
    assert ranges.read(ranges.written(of(wanted))) == of(wanted)


@given(numbers, numbers)
def test_union_and_difference_are_those_of_the_sets(one: set[int], other: set[int]) -> None:
    assert ranges.merged(of(one), of(other)) == of(one | other)
    assert members(ranges.without(of(one), of(other))) == one - other


@pytest.mark.parametrize("text", ["x", "1-", "3-1", "1-2,3", "2,1", "0-4", "-1", "1,,2", "01"])
def test_what_is_no_set_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (int's own words for some)
        ranges.read(text)
