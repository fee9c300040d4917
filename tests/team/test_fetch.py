"""Fetching a colleague's calendar: the open net over https, once, in time, at most 1 MiB, and never this house (S10)."""

import gzip
import ssl
import time

import pytest

from tests.team.busy_files import calendar
from tests.team.tls_server import HOST, LOOPBACK, answer, drip, head, serving
from wok.team.busy.limits import MOST_BYTES, Fault
from wok.team.fetch import Ways, fetch, https_address, is_public

FILE = calendar("DTSTART:20261120T100000Z\nDURATION:PT1H")
ADDRESSES = {
    "webcal://cal.example/me.ics": "https://cal.example/me.ics",
    " http://cal.example/me.ics?k=1#x ": "https://cal.example/me.ics?k=1",
    "https://cal.example:8443/me.ics": "https://cal.example:8443/me.ics",
    "HTTPS://Cal.Example/Me.ics": "https://Cal.Example/Me.ics",
    "https://kalender.exämple/me.ics": "https://kalender.exämple/me.ics",
    **dict.fromkeys(
        ["", "me.ics", "ftp://cal.example/me.ics", "file:///etc/passwd", "https://", "https://a:b@cal.example/x",
         "https://cal.example:22/x", "https://cal.example:99999/x", "https://cal.example:x/", "https://[::1/x",
         "https://cal.example/ä", "https://cal.example/a b", "https://" + "a" * 70 + ".example/", "javascript:alert(1)",
         "https://cal.example/" + "x" * 2000, "https://a\\@b/", "gopher://cal.example", "https://..", "https://[fe80::1%25lo]/"]
    ),
}  # fmt: skip
INWARD = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "192.0.2.1",
    "168.63.129.16",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%lo",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fec0::1",
    "localhost",
    "x",
]


@pytest.mark.parametrize("pasted", ADDRESSES, ids=lambda text: text[:40] or "empty")
def test_what_is_pasted_becomes_an_https_address_or_nothing(pasted):
    assert https_address(pasted) == ADDRESSES[pasted]


@pytest.mark.parametrize("address", INWARD)
def test_no_address_of_this_house_is_public(address):
    assert not is_public(address)
    with pytest.raises(Fault, match="not_public"):
        fetch("https://cal.example/", ways=Ways(resolve=lambda _host, _port: ["9.9.9.9", address]))


def test_addresses_of_the_open_net_are_public():
    assert all(is_public(address) for address in ("9.9.9.9", "158.64.1.1", "2a00:1450:4001:80b::200e"))


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_no_spelling_of_this_machine_gets_through(host):
    with pytest.raises(Fault) as refused:
        fetch(f"https://{host}/")
    assert refused.value.code in ("not_public", "no_address", "no_host")


def test_a_calendar_is_fetched_from_the_checked_address_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    with serving(
        tmp_path, answer(FILE, 'ETag: "v1"', "Set-Cookie: a=b"), lambda c: c.sendall(head("304 Not Modified"))
    ) as server:
        got = fetch(server.address, ways=server.ways())
        again = fetch(server.address, etag=got.etag, ways=server.ways())
    assert (got.body, got.etag, again.body) == (FILE, '"v1"', None)
    assert server.names == [HOST, HOST]
    assert f"Host: {HOST}:{server.port}\r\n" in server.asked[0] and "identity" in server.asked[0]
    assert 'If-None-Match: "v1"' in server.asked[1] and "Cookie" not in server.asked[1]


def test_the_name_is_looked_up_once_and_only_what_was_checked_is_dialled(tmp_path):
    looks = []
    with serving(tmp_path, answer(FILE)) as server:
        ways = server.ways()
        once = Ways(lambda *asked: looks.append(asked) or ways.resolve(*asked), ways.is_public, ways.context)
        assert fetch(server.address, ways=once).body == FILE
    assert len(looks) == 1


SCRIPTS = {
    "redirect": (lambda client: client.sendall(head("302 Found", "Location: https://169.254.169.254/")), "moved"),
    "login": (lambda client: client.sendall(head("401 Unauthorized")), "locked"),
    "gone": (lambda client: client.sendall(head("404 Not Found")), "gone"),
    "broken": (lambda client: client.sendall(head("500 Oops")), "no_answer"),
    "not asked for": (lambda client: client.sendall(head("304 Not Modified")), "no_answer"),
    "no http": (lambda client: client.sendall(b"220 mail.example ESMTP\r\n"), "no_answer"),
    "silence": (lambda client: None, "no_answer"),
    "too long, said": (answer(b"x" * (MOST_BYTES + 1)), "too_big"),
    "too long, not said": (lambda client: client.sendall(head() + b"x" * (MOST_BYTES + 1)), "too_big"),
    "too long when unpacked": (answer(gzip.compress(b"x" * 50_000_000), "Content-Encoding: gzip"), "too_big"),
    "not gzip at all": (answer(b"abc", "Content-Encoding: gzip"), "no_answer"),
    "cut off": (lambda client: client.sendall(head("200 OK", "Content-Length: 99999") + FILE), "no_answer"),
    "a thousand headers": (lambda client: client.sendall(head("200 OK", *["X: y"] * 1000)), "no_answer"),
    "drips its head": (drip(), "slow_answer"),
    "drips its body": (drip(head()), "slow_answer"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_answers_badly_is_a_fault_in_time(tmp_path, name):
    script, code = SCRIPTS[name]
    with serving(tmp_path, script) as server:
        began = time.monotonic()
        with pytest.raises(Fault) as refused:
            fetch(server.address, ways=server.ways(seconds=0.5 if "slow" in code else 5))
        assert (refused.value.code, time.monotonic() - began < 4) == (code, True)
        assert "secret" not in repr(refused.value) and refused.value.__cause__ is None


def test_who_accepts_and_says_nothing_is_left_in_time(tmp_path):
    with serving(tmp_path, is_silent=True) as server, pytest.raises(Fault, match="slow_answer"):
        fetch(server.address, ways=server.ways(seconds=0.3))


def test_a_look_up_that_hangs_is_left_in_time():
    with pytest.raises(Fault, match="slow_answer"):
        fetch("https://cal.example/", ways=Ways(lambda _host, _port: time.sleep(1) or [], seconds=0.2))


def test_a_certificate_of_nobody_we_know_or_of_another_name_is_refused(tmp_path):
    with serving(tmp_path, answer(FILE)) as server:
        ways = server.ways()
        stranger = Ways(ways.resolve, ways.is_public, ssl.create_default_context)
        with pytest.raises(Fault, match="not_secure"):
            fetch(server.address, ways=stranger)
        with pytest.raises(Fault, match="not_secure"):
            fetch(server.address.replace(HOST, "other.example"), ways=ways)


def test_when_one_address_of_a_name_is_dead_the_next_is_dialled(tmp_path):
    with serving(tmp_path, answer(FILE)) as server:
        ways = server.ways(found=["127.0.0.2", LOOPBACK])
        alive = Ways(ways.resolve, lambda _address: True, ways.context)
        assert fetch(server.address, ways=alive).body == FILE
