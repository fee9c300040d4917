"""The first letters of the booker's name, as people write them."""

import pytest

from wok.bookings import door
from wok.bookings.models import Booking


@pytest.mark.parametrize(
    ("name", "typed", "is_right"),
    [
        ("Amina Haddad", " ami", True),
        ("Amina Haddad", "Am", False),
        ("O’Neil", "O'N", True),
        ("O'Neil", "one", True),
        ("d’Artagnan", "D’a", True),
        ("محمد بن عبد الله", "محم", True),
        ("Олександра", "оле", True),
        ("李娜", "李娜", True),
        ("Đặng", "đan", True),
        ("O’Neil", "’’’", False),
        ("Al Bo", "al", False),
        ("", "", False),
    ],
)
def test_the_letters_of_a_name_are_taken_as_people_write_them(name: str, typed: str, is_right: bool) -> None:
    assert door.is_name(Booking(contact_name=name), typed) is is_right
