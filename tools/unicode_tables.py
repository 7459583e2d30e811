#!/usr/bin/python3.11
"""Writes src/types/unicode_tables.h: properties and full case mappings of all code points.

Run with the Python whose Unicode version the language shall have (3.11: Unicode 14):
    python3.11 tools/unicode_tables.py > src/types/unicode_tables.h
"""
import ctypes
import unicodedata

COUNT = 0x110000
METHODS = ["isalpha", "isdecimal", "isdigit", "isnumeric", "islower", "isupper", "isspace", "isprintable"]
SIGMA, FINAL_SIGMA = "\u03a3", "\u03c2"


def properties(code):
    char = chr(code)
    bits = sum(1 << i for i, method in enumerate(METHODS) if getattr(char, method)())
    bits |= char.isidentifier() << 8
    bits |= ("a" + char).isidentifier() << 9
    bits |= (unicodedata.category(char) == "Lt") << 10
    if char == SIGMA or (char + SIGMA).lower()[-1] == FINAL_SIGMA:
        bits |= 1 << 11
    elif ("A" + char + SIGMA).lower()[-1] == FINAL_SIGMA:
        bits |= 1 << 12
    return bits


def rows(items, per_line=10):
    items = list(items)
    for i in range(0, len(items), per_line):
        print("    " + ", ".join(items[i:i + per_line]) + ",")


def main():
    table = [properties(code) for code in range(COUNT)]
    classes = sorted(set(table))
    print("/* Made by tools/unicode_tables.py from Unicode %s; do not edit. */" % unicodedata.unidata_version)
    print("#ifndef OURO_TYPES_UNICODE_TABLES_H\n#define OURO_TYPES_UNICODE_TABLES_H\n\n#include <stdint.h>\n")
    print("/* The combinations of properties (OURO_CHAR_ bits) that occur. */")
    print("static const uint16_t property_classes[] = {")
    rows(hex(c) for c in classes)
    print("};\n\n/* First code point of each run of equal properties << 8 | its class. */")
    print("static const uint32_t property_runs[] = {")
    rows(hex(code << 8 | classes.index(table[code])) for code in range(COUNT)
         if code == 0 or table[code] != table[code - 1])
    print("};\n\n/* Properties of Latin-1. */\nstatic const uint16_t latin1_properties[256] = {")
    rows(hex(c) for c in table[:256])
    print("};\n\n/* The zero of each run of ten decimal digits. */\nstatic const uint32_t decimal_zeros[] = {")
    rows(hex(c) for c in range(COUNT) if unicodedata.decimal(chr(c), None) == 0)
    print("};\n")
    for c in range(COUNT):
        value = unicodedata.decimal(chr(c), None)
        assert value is None or unicodedata.decimal(chr(c - value)) == 0

    library = ctypes.CDLL("libutf8proc.so.2")
    print("typedef struct case_entry {\n    uint32_t from;\n    uint32_t to[3]; /* ended by 0 when shorter */\n} case_entry;\n")
    for name in ("upper", "lower", "title", "casefold"):
        simple = library["utf8proc_to" + (name if name != "casefold" else "lower")]
        print("/* str.%s() where it is not what utf8proc_to%s gives. */" %
              (name, name if name != "casefold" else "lower"))
        print("static const case_entry %s_entries[] = {" % name)
        for code in range(COUNT):
            mapped = getattr(chr(code), name)()
            if [ord(c) for c in mapped] != [simple(code)]:
                print("    {%#x, {%s}}," % (code, ", ".join(hex(ord(c)) for c in mapped)))
        print("};\n")
    print("#endif")


main()
