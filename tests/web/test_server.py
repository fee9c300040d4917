"""The web server reads requests strictly: what two programs could read in two ways is refused (ASVS 4.2)."""

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from wok.cli import SERVER

HEAD = "POST /en/join HTTP/1.1\r\nHost: wok.example.lu\r\n"


def read(head: str):
    """What gunicorn, set as `wok serve` sets it, makes of these bytes."""
    config = Config()
    for name, value in SERVER.items():
        config.set(name, value)
    return next(RequestParser(config, iter([head.encode("latin-1")]), ("203.0.113.7", 40000)))


@pytest.mark.parametrize(
    "head",
    [
        HEAD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        HEAD + "Content-Length: +5\r\n\r\nabcde",
        HEAD + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        HEAD + "X-Odd: a\r\n folded\r\n\r\n",
        HEAD + "X-Odd: a\x00b\r\n\r\n",
        HEAD + "".join(f"X-{number}: a\r\n" for number in range(101)) + "\r\n",
        "POST /" + "x" * 5000 + " HTTP/1.1\r\nHost: wok.example.lu\r\n\r\n",
        HEAD.replace("POST", "POST\t") + "\r\n",
    ],
    ids=["both lengths", "two lengths", "signed", "unknown coding", "blank", "folded", "NUL", "many", "long", "tab"],
)
def test_a_request_that_can_be_read_in_two_ways_is_refused(head):
    assert read(HEAD + "Content-Length: 0\r\nX_Forwarded_For: 10.0.0.1\r\n\r\n").headers == [
        ("HOST", "wok.example.lu"),
        ("CONTENT-LENGTH", "0"),
    ]
    with pytest.raises(ParseException):
        read(head)
