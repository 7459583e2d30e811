# Text that is added to step by step: it may grow where it stands, and whoever else holds it must not see that.
def lines(count):
    text = ""
    for n in range(count):
        text += "line %d\n" % n
    return text


def keep_all(count):
    text, kept, seen = "", [], {}
    for n in range(count):
        text += "ab"
        if n % 3 == 0:
            kept.append(text)
        if n % 5 == 0:
            seen[text] = n
    return kept, seen, text


text = lines(20000)
print(len(text), text[:14], text.count("\n"), hash(text) == hash("".join("line %d\n" % n for n in range(20000))))
kept, seen, text = keep_all(400)
print(all(k == "ab" * (1 + 3 * i) for i, k in enumerate(kept)), all(seen["ab" * (n + 1)] == n for n in range(0, 400, 5)), len(text))


def widen():
    text = "x" * 100
    hash(text)
    for c in ("a", "\xe9", "b", "\u20ac", "c", "\U0001f600", "d") * 40:
        text += c
    return text


text = widen()
print(len(text), text[100:107], text.isascii(), text.encode()[-8:], text == "x" * 100 + "a\xe9b\u20acc\U0001f600d" * 40)


def ascii_to_latin():
    text = "x" * 100
    text += "y"
    plain = text.isascii()
    text += "\xff"
    return plain, text.isascii(), len(text.encode())


def twice():
    text = "ab" * 50
    text += ""
    for _ in range(6):
        text += text
    return len(text), text == "ab" * 3200


def while_iterated():
    text = "abc" * 30
    for c in text:
        text += c
    return len(text), text == "abc" * 60


def chain(a, b, c, d):
    return a + b + c + d + a * 2 + "end"


def generator():
    text = "_" * 70
    while len(text) < 80:
        text += (yield text)


def closure():
    text = "_" * 70

    def add(more):
        nonlocal text
        before = text
        text += more
        return before
    return [len(add("xy")) for _ in range(4)], len(text)


print(ascii_to_latin(), twice(), while_iterated())
print(chain("a" * 80, "b" * 9, "c\u0394", "d"), chain("", "", "", ""))
g = generator()
parts = [next(g)]
try:
    while True:
        parts.append(g.send("+-"))
except StopIteration:
    print([len(p) for p in parts], parts[0] == "_" * 70, parts[-1][-4:])
print(closure())


class Text(str):
    def __add__(self, other):
        return Text("(" + str(self) + "+" + other + ")")


def subclass():
    text = Text("a")
    for c in "bc":
        text += c
    plain = "p" * 70
    plain += Text("q")
    return text, type(text).__name__, plain[-3:], type(plain).__name__


def wrong():
    text = "t" * 70
    for other in (1, None, b"x"):
        try:
            text += other
        except TypeError as error:
            print(error, len(text))
    text += "u"
    return text[-2:]


print(subclass(), wrong())
