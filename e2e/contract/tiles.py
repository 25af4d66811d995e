"""The log as monitors read it: C2SP tlog-tiles, entries and hashes."""

from collections.abc import Iterator

from checks import Fatal
from client import Client
from merkle import Tree

WIDTH = 256


def entries(client: Client, size: int) -> list[bytes]:
    """All entries of a log of this size. Raises Fatal when a bundle is not what it should be."""
    found: list[bytes] = []
    for index, width in tiles(size):
        bundle = list(unpack(content(client, "entries", index, width)))
        if len(bundle) != width:
            raise Fatal(f"entry bundle {index} holds {len(bundle)} entries instead of {width}")
        found += bundle
    return found


def differing(client: Client, tree: Tree) -> list[str]:
    """The tiles of hashes, on all levels, that are not what the entries give."""
    return [
        path
        for level, hashes in enumerate(tree.levels[::8])
        for index, width in tiles(len(hashes))
        for path in [tile_path(str(level), index, width)]
        if client.get(path).content != b"".join(hashes[index * WIDTH :][:width])
    ]


def tiles(count: int) -> Iterator[tuple[int, int]]:
    """Index and width of the tiles that hold so many nodes."""
    for first in range(0, count, WIDTH):
        yield first // WIDTH, min(WIDTH, count - first)


def content(client: Client, level: str, index: int, width: int) -> bytes:
    path = tile_path(level, index, width)
    answer = client.get(path)
    if answer.status != 200:
        raise Fatal(f"{path} gave {answer.status}")
    return answer.content


def tile_path(level: str, index: int, width: int) -> str:
    """Every group of three digits but the last has an x before it."""
    digits = f"{index:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"/log/tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def unpack(bundle: bytes) -> Iterator[bytes]:
    """Each entry stands after its length in two bytes."""
    while bundle:
        length = int.from_bytes(bundle[:2])
        if len(bundle) < 2 + length:
            raise Fatal("an entry bundle ends inside an entry")
        yield bundle[2 : 2 + length]
        bundle = bundle[2 + length :]
