"""Writes character_names.inc: the names of Unicode characters, packed for character_names.c.

    python3.11 make_character_names.py [ALIASES] > character_names.inc

The names are those of this Python's unicodedata (Unicode 14.0 in Python 3.11), but for the ideographs and
syllables whose names are made by rule. ALIASES is any text that holds formal aliases, one a line (Perl's
unicore/Name.pl serves); those that unicodedata.lookup knows are added.
"""
import collections
import re
import sys
import unicodedata

COMMON = 192  # words of one byte
BLOCK = 64  # words between two entries of the index


def collect(alias_path):
    names = []
    for code in range(0x110000):
        name = unicodedata.name(chr(code), None)
        if name and not name.startswith(("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-")):
            names.append((code, name))
    if alias_path:
        with open(alias_path, encoding="latin-1") as file:
            candidates = set(re.findall(r"(?m)^[A-Z][A-Z0-9 -]*$", file.read()))
        known = {name for _, name in names}
        for name in sorted(candidates - known):
            try:
                found = unicodedata.lookup(name)
            except KeyError:
                continue
            if len(found) == 1 and unicodedata.name(found, "") != name and not name.startswith("CJK UNIFIED"):
                names.append((ord(found), name))
    return sorted(names)


def emit_bytes(name, data):
    print(f"static const unsigned char {name}[] =")
    for at in range(0, len(data), 48):
        text = ""
        for byte in data[at:at + 48]:
            plain = 32 <= byte < 127 and chr(byte) not in '"\\?'
            text += chr(byte) if plain else f"\\{byte:03o}"
        print(f'    "{text}"')
    print("    ;")


def main():
    names = collect(sys.argv[1] if len(sys.argv) > 1 else None)
    count = collections.Counter(word for _, name in names for word in name.split(" "))
    common = sorted(word for word, _ in count.most_common(COMMON))
    rare = sorted(set(count) - set(common))
    ids = {word: bytes([i]) for i, word in enumerate(common)}
    ids |= {word: bytes([COMMON + (i >> 8), i & 255]) for i, word in enumerate(rare)}
    stream, last = bytearray(), 0
    for code, name in names:
        packed = b"".join(ids[word] for word in name.split(" "))
        step = code - last
        last = code
        stream += bytes([step]) if step < 255 else bytes([255, step >> 16, step >> 8 & 255, step & 255])
        stream += bytes([len(packed)]) + packed
    words, index = bytearray(), []
    for i, word in enumerate(common + rare):
        if i >= COMMON and (i - COMMON) % BLOCK == 0:
            index.append(len(words))
        words += word.encode() + b"\n"
    print("/* Made by make_character_names.py: do not edit. */")
    print(f"enum {{ COMMON_WORDS = {COMMON}, BLOCK_WORDS = {BLOCK}, ALL_WORDS = {len(common) + len(rare)} }};")
    emit_bytes("words", words)
    print("static const uint32_t word_blocks[] = {" + ", ".join(map(str, index)) + "};")
    emit_bytes("names", stream)


if __name__ == "__main__":
    main()
