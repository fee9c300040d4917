"""Copies sealed with a key of the house: nobody reads one without it, and what was cut or changed is found (PROMISES F5).

A sealed file is MARK, 16 random bytes, 16 bytes that know the right key, the copy in AES-256 (counter mode, written by
OpenSSL's own program), and at the end HMAC-SHA256 over all of that. Both keys come from WOK_BACKUP_KEY and the random
bytes by scrypt. Nothing is opened before its end was found to be right. Files of any size go through in pieces.
"""

import hashlib
import hmac
import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from wok.kernel.values import dataclass

SUFFIX = ".sealed"
MARK = b"wok: a sealed copy, 1\n"
SALT = KNOWS = 16
END = 32
PIECE = 2**20
PROGRAM = "openssl"
STRETCHED = ("-md", "sha256", "-pbkdf2", "-iter", "1")  # the secret is random: scrypt has done the work


class BadCopy(RuntimeError):
    """What was written cannot be read again, or lacks something."""


@dataclass(frozen=True)
class Keys:
    """What belongs to one file: the secret of its cipher, the key of its end, and how the right key is known."""

    secret: bytes
    ending: bytes
    knows: bytes


def _keys(key: str, salt: bytes) -> Keys:
    made = hashlib.scrypt(key.encode(), salt=salt, n=2**14, r=8, p=1, dklen=80)
    return Keys(made[:32].hex().encode(), made[32:64], made[64:])


def is_sealed(path: Path) -> bool:
    """Whether this file begins like a sealed one."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def seal(plain: Path, sealed: Path, key: str) -> None:
    """Write `sealed`, for this account alone. Raises BadCopy where OpenSSL is missing or fails."""
    salt = secrets.token_bytes(SALT)
    keys = _keys(key, salt)
    end = hmac.new(keys.ending, digestmod="sha256")
    sealed.touch(mode=0o600)
    with (
        sealed.open("wb") as file,
        plain.open("rb") as given,
        _cipher(keys, stdin=given, stdout=subprocess.PIPE) as run,
    ):

        def write(piece: bytes) -> None:
            end.update(piece)
            file.write(piece)

        write(MARK + salt + keys.knows)
        assert run.stdout is not None
        while piece := run.stdout.read(PIECE):
            write(piece)
        file.write(end.digest())


def unseal(sealed: Path, plain: Path, key: str) -> None:
    """Write what `sealed` holds. Raises BadCopy: damaged or cut, another key, or no OpenSSL."""
    if not key:
        raise BadCopy(f"{sealed.name} is sealed: WOK_BACKUP_KEY must be the key it was made with")
    keys = _keys_of(sealed, key)
    end = hmac.new(keys.ending, digestmod="sha256")
    _each_piece(sealed, end.update)
    with sealed.open("rb") as file:
        file.seek(-END, os.SEEK_END)
        if not hmac.compare_digest(file.read(), end.digest()):
            raise BadCopy(f"{sealed.name} is damaged or was cut short")
    plain.touch(mode=0o600)
    with plain.open("wb") as taken, _cipher(keys, "-d", stdin=subprocess.PIPE, stdout=taken) as run:
        assert run.stdin is not None
        _each_piece(sealed, run.stdin.write, skip=len(MARK) + SALT + KNOWS)


def _keys_of(sealed: Path, key: str) -> Keys:
    with sealed.open("rb") as file:
        head = file.read(len(MARK) + SALT + KNOWS)
    if sealed.stat().st_size < len(MARK) + SALT + KNOWS + END:
        raise BadCopy(f"{sealed.name} is damaged or was cut short")
    keys = _keys(key, head[len(MARK) : len(MARK) + SALT])
    if not hmac.compare_digest(head[len(MARK) + SALT :], keys.knows):
        raise BadCopy(f"{sealed.name} was sealed with another key: WOK_BACKUP_KEY must be the one it was made with")
    return keys


def _each_piece(sealed: Path, take: Callable[[bytes], object], *, skip: int = 0) -> None:
    """All but the end, a piece at a time."""
    left = sealed.stat().st_size - END - skip
    with sealed.open("rb") as file:
        file.seek(skip)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            take(piece)
            left -= len(piece)


@contextmanager
def _cipher(
    keys: Keys, *words: str, stdin: IO[bytes] | int, stdout: IO[bytes] | int
) -> Iterator["subprocess.Popen[bytes]"]:
    """OpenSSL at work; its secret goes through a pipe and stands in no list of processes. Every file has its own."""
    reading, writing = os.pipe()
    os.write(writing, keys.secret)
    os.close(writing)
    asked = (PROGRAM, "enc", "-aes-256-ctr", *words, "-nosalt", *STRETCHED, "-pass", f"fd:{reading}")
    try:
        with subprocess.Popen(
            asked, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL, pass_fds=(reading,)
        ) as program:
            yield program
    except (FileNotFoundError, BrokenPipeError) as fault:
        raise BadCopy(f"{PROGRAM} is missing or stopped: sealing copies needs it") from fault
    finally:
        os.close(reading)
    if program.returncode:
        raise BadCopy(f"{PROGRAM} failed")
