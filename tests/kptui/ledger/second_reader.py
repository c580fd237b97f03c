"""A second reader of the ledger, written from docs/ledger-format.md alone; it knows nothing of kptui."""

import json
import re
from typing import Any, NamedTuple
from zlib import crc32

HEAD = b'{"_default":{'
SEAL = re.compile(rb',"~":"([0-9a-f]{8})([0-9a-f]{8})"}')
LENGTH = 24

Rows = list[tuple[int, dict[str, Any]]]


class Found(NamedTuple):
    """What a file holds."""

    rows: Rows
    damaged: bool
    whole: bool


class Good(NamedTuple):
    """A line whose first CRC fits."""

    body: bytes
    stated: int
    key: int
    document: dict[str, Any]


def good(line: bytes) -> Good | None:
    seal = SEAL.fullmatch(line[-LENGTH:])
    body = line[:-LENGTH]
    if seal is None or int(seal[1], 16) != crc32(body):
        return None
    key, _, fields = body.partition(b":")
    return Good(body, int(seal[2], 16), int(key.strip(b'"')), json.loads(fields + b"}"))


def read(data: bytes) -> Found:
    """Return what the bytes of a sealed file say."""
    first, *pieces = data[len(HEAD) :].rstrip().split(b"\n")
    has_end = bool(pieces) and pieces[-1] == b"}}"
    counted: Rows = []
    gathered: Rows = []
    damaged, suspect = data[: len(HEAD)] != HEAD, first != b""
    running, between = crc32(HEAD), b"\n"
    for piece in pieces[: len(pieces) - has_end]:
        line = piece[: piece.rfind(b',"~":"') + LENGTH]
        found = good(line)
        if found is None:
            suspect = True
            continue
        suspect = suspect or crc32(found.body, crc32(between, running)) != found.stated
        running, between = crc32(line[-LENGTH:], found.stated), piece[len(line) :] + b"\n"
        number, size = found.document.pop("~part", [1, 1])
        if number == 1 and gathered:
            damaged, suspect = True, False
            counted, gathered = counted + gathered, []
        gathered.append((found.key, found.document))
        if len(gathered) == size:
            damaged, suspect = damaged or suspect, False
            counted, gathered = counted + gathered, []
    whole = has_end and between == b"\n" and not suspect and not gathered
    return Found(counted, damaged, whole)


def read_foreign(data: bytes) -> Rows:
    """Return what another program wrote, without seals."""
    rows = json.loads(data)["_default"]
    plain = {int(key): {name: row[name] for name in row if name not in ("~", "~part")} for key, row in rows.items()}
    return sorted(plain.items())
