"""Seeds for fuzz_dump: python3.11 make_dump_corpus.py FOLDER; small dumps, each behind a control byte. Written from
docs/formats.md alone."""
import os
import random
import sys
import zlib

STRING, TYPE, PLACE, OBJECT, REFERENCES, ROOT = range(1, 7)
OTHER, NEXT, INDEX, ATTRIBUTE, VALUE, KEY, NAMED, END = range(8)


def number(value):
    result = bytearray()
    while value > 127:
        result.append(value & 127 | 128)
        value >>= 7
    result.append(value)
    return bytes(result)


def signed(value):
    return value * 2 if value >= 0 else -value * 2 - 1


def text(value):
    encoded = value.encode()
    return number(len(encoded)) + encoded


def block(kind, payload):
    head = kind.to_bytes(4, "little") + len(payload).to_bytes(4, "little")
    return head + zlib.crc32(head + payload).to_bytes(4, "little") + payload


def dump(objects, roots, blocks=1):
    """objects: {id: (type, flags, preview, [(kind, target, value)])}; roots: [(kind, id)]."""
    strings = ["int", "list", "a", "file.py", "f", "module"]
    records = [bytes([STRING]) + text(string) for string in strings]
    records += [bytes([TYPE]) + number(i + 1) + number(6) for i in range(2)]
    records.append(bytes([PLACE]) + number(0) + number(4) + number(5) + number(12))
    records.append(bytes([PLACE]) + number(1) + number(4) + number(5) + number(13))
    last = 0
    count = references = 0
    for id, (type, flags, preview, edges) in objects.items():
        record = bytes([OBJECT]) + number(flags) + number(signed(id - last)) + number(type) + number(48) + number(1)
        record += number(2) if flags & 8 else b""
        records.append(record + (text(preview) if flags & 16 else b""))
        last = target_before = id
        count += 1
        if edges:
            record = bytes([REFERENCES])
            for kind, target, value in edges:
                record += number(signed(target - target_before) << 3 | kind)
                record += number(value) if kind in (INDEX, ATTRIBUTE, NAMED) else b""
                target_before = target
                references += 1
            records.append(record + number(END))
    last = 0
    for kind, id in roots:
        records.append(bytes([ROOT]) + number(kind) + number(3) + number(1) + number(signed(id - last)))
        last = id
    totals = (count, references, len(strings), 2, 2, len(roots), 4096, 0)
    result = b"\x89HEAP\r\n\x1a" + (1).to_bytes(4, "little") + (1 | 3 << 8).to_bytes(4, "little")
    result += zlib.crc32(result).to_bytes(4, "little")
    size = (len(records) + blocks - 1) // blocks
    for i in range(0, len(records), size):
        result += block(1, b"".join(records[i:i + size]))
    result += block(0x80000001, b"skipped")
    return result + block(2, b"".join(value.to_bytes(8, "little") for value in totals))


def seeds():
    yield dump({}, [])
    yield dump({7: (0, 16, "12", [])}, [(1, 7)])
    yield dump({8: (1, 1, "", [(NEXT, 9, 0), (INDEX, 9, 5), (ATTRIBUTE, 8, 3)]), 9: (0, 24, "'a'", [])}, [(2, 8), (0, 9)], 3)
    yield dump({8: (1, 1, "", [(KEY, 9, 0), (VALUE, 10, 0), (NAMED, 77, 2)]), 9: (0, 20, "'k'", []), 10: (1, 2, "", [])},
               [(3, 10), (0, 99)])
    random.seed(3)
    for size in (20, 100):
        yield dump({id: (1, random.choice((0, 1, 9, 16)), "x" * (id % 9), [(random.choice((OTHER, NEXT)),
                   random.randrange(size), 0) for _ in range(random.randrange(5))]) for id in range(size)}, [(0, 0)], 4)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for position, seed in enumerate(seeds()):
        for control in (0, 1):
            with open(os.path.join(sys.argv[1], f"dump{position}-{control}"), "wb") as file:
                file.write(bytes([control]) + seed)
