# What a text takes: its characters; with the room that is left behind them, its block, when it grew where it stands.
import sys

import ouro


def grown(length, start, more):
    text = start * 100
    while len(text) < length:
        text += more
    return text


def taken_by(make):
    """What the heap gives out for a text, and what the text says."""
    texts = [None] * 8
    before = ouro.heap_bytes()
    for i in range(8):
        texts[i] = make()
    return (ouro.heap_bytes() - before) / 8, sys.getsizeof(texts[0])


for start, more in ("a", "bcdef"), ("\xe9", "b\xe9"), ("\u20ac", "cd"), ("\U0001f600", "d"):
    for length in 200, 1000, 5000, 20000, 50000:
        plain = grown(length, start, more)
        copy = "".join([plain[:50], plain[50:]])
        if sys.getsizeof(copy) > sys.getsizeof(plain) or copy != plain:
            print("smaller than the characters", length)
        taken, told = taken_by(lambda: grown(length, start, more))
        # The block has more than the characters by the room; and the heap's rounding is not the text's.
        if not 0.85 * taken < told <= taken + 8:
            print(length, taken, told)
        taken, told = taken_by(lambda: "".join([plain[:50], plain[50:]]))
        if told != sys.getsizeof(copy) or told - len(copy) * (sys.getsizeof(copy) // len(copy)) > 64 * 4 + len(copy):
            print("a copy", length, taken, told)


def sizes(count):
    text, found = "a" * 5000, set()
    for _ in range(count):
        text += "z"
        found.add(sys.getsizeof(text))
    return len(found) < count / 2, text.__sizeof__() == sys.getsizeof(text) == ouro.retained(text)


print(*sizes(600))
print([sys.getsizeof("x" * n) - sys.getsizeof("") - n for n in (1, 30, 100)])
