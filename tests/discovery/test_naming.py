import pytest
from hypothesis import given
from hypothesis import strategies as st
from zeroconf import service_type_name  # type: ignore[attr-defined] # handed on without saying so

from xlab.discovery.naming import host_name, instance_name


def test_a_kit_keeps_its_name_and_the_next_ones_are_numbered() -> None:
    assert instance_name("Blue box", 1) == "Blue box"
    assert instance_name("Blue box", 2) == "Blue box (2)"


def test_a_dot_would_end_the_name_for_most_software() -> None:
    assert instance_name("Box v1.2", 1) == "Box v1·2"


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\x00"])
def test_a_name_of_nothing_gets_one(name: str) -> None:
    assert instance_name(name, 2) == "Xperience Lab (2)"


@given(st.text(max_size=200), st.integers(1, 99))
def test_any_name_is_one_that_dns_takes(name: str, number: int) -> None:
    made = instance_name(name.encode(errors="ignore").decode(), number)
    assert 0 < len(made.encode()) <= 63
    assert service_type_name(f"{made}._xlab._tcp.local.") == "_xlab._tcp.local."
    assert made.endswith(f"({number})") or number == 1


def test_the_host_name_is_the_end_of_the_id_for_it_is_random_in_every_kind_of_uuid() -> None:
    assert host_name("3F2C1B7A-0000-7000-8000-0000ABCD1234") == "xlab-abcd1234.local"
    assert host_name("kit-1") == "xlab-kit1.local"
