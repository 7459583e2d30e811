#!/usr/bin/python3.11
"""Writes src/modules/unicodedata_tables.h and src/syntax/tables/character_name_index.inc: what the module unicodedata tells.

Run with the Python whose Unicode version the language shall have (3.11: Unicode 14), in the root:
    python3.11 tools/unicodedata_tables.py [NAMEDSEQUENCES] [NAMEALIASES]
The two files of Debian's package unicode-data (in /usr/share/unicode) give candidates; what this Python does not know is left out.
"""
import ast
import re
import sys
import unicodedata

COUNT = 0x110000
OLD = unicodedata.ucd_3_2_0
FORMS = ("NFC", "NFKC", "NFD", "NFKD")


def rows(file, items, width=110):
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > width:
            print(line, file=file)
            line = "   "
        line += " " + item + ","
    print(line, file=file)


class Indexed(list):
    """A list of distinct strings, and the place of each."""
    def place(self, value):
        if value not in self:
            self.append(value)
        return self.index(value)


def records(file, name, ucd, categories, directions, widths):
    packed, runs, last, order = {}, [], None, []
    for code in range(COUNT):
        c = chr(code)
        record = (categories.place(ucd.category(c)) | directions.place(ucd.bidirectional(c)) << 5
                  | widths.place(ucd.east_asian_width(c)) << 10 | ucd.mirrored(c) << 13 | ucd.combining(c) << 14)
        if record != last:
            if record not in packed:
                packed[record] = len(order)
                order.append(record)
            runs.append(code << 11 | packed[record])
            last = record
    assert len(order) < 2048
    print(f"\nstatic const uint32_t {name}_records[] = {{", file=file)
    rows(file, map(hex, order))
    print(f"}};\n\n/* First code point of a run << 11 | its record. */\nstatic const uint32_t {name}_runs[] = {{", file=file)
    rows(file, map(hex, runs))
    print("};", file=file)


def hangul(code):
    return 0xAC00 <= code < 0xAC00 + 11172


def decompositions(file, tags):
    entries, data = [], []
    for code in range(COUNT):
        text = "" if hangul(code) else unicodedata.decomposition(chr(code))
        if not text:
            continue
        parts = text.split()
        tag = tags.place(parts.pop(0)) if parts[0][0] == "<" else tags.place("")
        entries.append("{%#x, %d, %d, %d}" % (code, len(data), len(parts), tag))
        data += ["0x" + part.lstrip("0").lower() for part in parts]
    print("\n/* Sorted; the characters stand at decomposed[start .. start + count - 1]. */\nstatic const decomposition decompositions[] = {",
          file=file)
    rows(file, entries)
    print("};\n\nstatic const uint32_t decomposed[] = {", file=file)
    rows(file, data)
    print("};", file=file)
    print("\n/* Canonical compositions: sorted pairs, first << 32 | second. */\nstatic const composition compositions[] = {", file=file)
    pairs = []
    for code in range(COUNT):
        text = "" if hangul(code) else unicodedata.decomposition(chr(code))
        if text and text[0] != "<" and len(text.split()) == 2 and unicodedata.normalize("NFC", chr(code)) == chr(code):
            first, second = (int(part, 16) for part in text.split())
            pairs.append((first, second, code))
    rows(file, ("{%#xull << 32 | %#x, %#x}" % pair for pair in sorted(pairs)))
    print("};", file=file)


def old_decompositions(file):
    print("\n/* Where Unicode 3.2 decomposed assigned characters otherwise. */\nstatic const old_decomposition old_decompositions[] = {", file=file)
    entries = []
    for code in range(COUNT):
        now, then = unicodedata.decomposition(chr(code)), OLD.normalize("NFD", chr(code))
        if OLD.category(chr(code)) != "Cn" and then != unicodedata.normalize("NFD", chr(code)):
            assert len(then) == 1 and OLD.decomposition(chr(code)) == now, hex(code)
            entries.append("{%#x, %#x}" % (code, ord(then)))
        elif OLD.category(chr(code)) != "Cn":
            assert OLD.decomposition(chr(code)) == now, hex(code)
    rows(file, entries)
    print("};", file=file)


def numbers(file):
    for what in ("digit", "numeric"):
        print(f"\n/* {what}() of those that are no decimal digits. */\nstatic const numeric_value {what}_values[] = {{", file=file)
        found = ((c, getattr(unicodedata, what)(chr(c), None)) for c in range(COUNT) if unicodedata.decimal(chr(c), None) is None)
        rows(file, ("{%#x, %r}" % (c, float(value)) for c, value in found if value is not None))
        print("};", file=file)
    print("\n/* Where Unicode 3.2 differed on assigned characters (nan: had none): decimal, digit, numeric. */", file=file)
    print("static const old_numeric old_numerics[] = {", file=file)
    entries = []
    for code in range(COUNT):
        c = chr(code)
        if OLD.category(c) == "Cn":
            assert OLD.numeric(c, None) is None
            continue
        now, then = ([ucd.decimal(c, None), ucd.digit(c, None), ucd.numeric(c, None)] for ucd in (unicodedata, OLD))
        if now != then:
            entries.append("{%#x, {%s}}" % (code, ", ".join("NAN" if value is None else repr(float(value)) for value in then)))
    rows(file, entries)
    print("};", file=file)


def sequences(file, path):
    print("\n/* Named sequences, sorted by name: the characters end with 0. */\nstatic const named_sequence named_sequences[] = {", file=file)
    entries = []
    with open(path, encoding="utf-8") as source:
        for line in source:
            name, semicolon, _ = line.partition(";")
            if line[0] == "#" or not semicolon:
                continue
            try:
                entries.append((name, unicodedata.lookup(name)))
            except KeyError:
                pass
    rows(file, ('{"%s", {%s}}' % (name, ", ".join(hex(ord(c)) for c in text)) for name, text in sorted(entries)))
    print("};", file=file)


def name_index(path, alias_path):
    """Reads the packed names back, so that a character's name is found without walking over all of them."""
    with open("src/syntax/tables/character_names.inc", encoding="ascii") as source:
        text = source.read()
    literal = text[text.index("static const unsigned char names[] ="):]
    packed = ast.literal_eval("(" + "".join("b" + part for part in re.findall(r'"(?:[^"\\\n]|\\.)*"', literal)) + ")")
    at = code = number = 0
    index, per_code = [], {}
    while at < len(packed):
        if number % 64 == 0:
            index.append("{%#x, %d}" % (code, at))
        step = packed[at]
        at += 1
        if step == 255:
            step = int.from_bytes(packed[at:at + 3], "big")
            at += 3
        code += step
        per_code[code] = per_code.get(code, 0) + 1
        at += 1 + packed[at]
        number += 1
    aliases = {}
    with open(alias_path, encoding="utf-8") as source:
        for line in source:
            if line[0] != "#" and line.strip():
                alias_code, name, _ = line.split(";")
                aliases.setdefault(int(alias_code, 16), set()).add(name)
    real = []
    for code, count in per_code.items():
        name = unicodedata.name(chr(code), None)
        if name is None:
            real.append("{%#x, -1}" % code)
        elif count > 1:
            names = sorted(aliases[code] | {name})
            assert len(names) == count, (hex(code), names)
            if names.index(name):
                real.append("{%#x, %d}" % (code, names.index(name)))
    with open(path, "w", encoding="ascii") as file:
        print("/* Made by tools/unicodedata_tables.py: do not edit. */", file=file)
        print("enum { NAMES_PER_ENTRY = 64 };", file=file)
        print("/* Before every 64th name: the code reached, and the place in names. */", file=file)
        print("static const struct { uint32_t code, place; } name_index[] = {", file=file)
        rows(file, index)
        print("};\n/* Which of its names is a character's own, where that is not the first; -1: all are aliases. */", file=file)
        print("static const struct { uint32_t code; int32_t number; } own_names[] = {", file=file)
        rows(file, sorted(real, key=lambda text: int(text[1:text.index(",")], 16)))
        print("};", file=file)


def main():
    sequence_path = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode/NamedSequences.txt"
    alias_path = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/unicode/NameAliases.txt"
    categories, directions, widths, tags = Indexed(), Indexed(), Indexed(), Indexed()
    with open("src/modules/unicodedata_tables.h", "w", encoding="ascii") as file:
        print("/* Made by tools/unicodedata_tables.py from Unicode %s; do not edit. */" % unicodedata.unidata_version, file=file)
        print("#ifndef OURO_MODULES_UNICODEDATA_TABLES_H\n#define OURO_MODULES_UNICODEDATA_TABLES_H\n", file=file)
        print("#include <math.h>\n#include <stdint.h>\n", file=file)
        print("/* Records: category | bidirectional class << 5 | width << 10 | mirrored << 13 | combining class << 14. */", file=file)
        print("typedef struct decomposition {\n    uint32_t code;\n    uint16_t start;\n    uint8_t count, tag;\n} decomposition;", file=file)
        print("typedef struct composition {\n    uint64_t pair;\n    uint32_t composed;\n} composition;", file=file)
        print("typedef struct old_decomposition {\n    uint32_t code, then;\n} old_decomposition;", file=file)
        print("typedef struct numeric_value {\n    uint32_t code;\n    double value;\n} numeric_value;", file=file)
        print("typedef struct old_numeric {\n    uint32_t code;\n    double values[3];\n} old_numeric;", file=file)
        print("typedef struct named_sequence {\n    const char *name;\n    uint32_t chars[5];\n} named_sequence;", file=file)
        records(file, "unicode", unicodedata, categories, directions, widths)
        records(file, "old", OLD, categories, directions, widths)
        decompositions(file, tags)
        old_decompositions(file)
        numbers(file)
        sequences(file, sequence_path)
        for name, strings in (("categories", categories), ("directions", directions), ("widths", widths), ("tags", tags)):
            print(f"\nstatic const char *const {name}[] = {{", file=file)
            rows(file, ('"%s"' % string for string in strings))
            print("};", file=file)
        print("\n#endif", file=file)
    name_index("src/syntax/tables/character_name_index.inc", alias_path)


main()
