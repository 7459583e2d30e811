"""Strings, bytes, numbers and their formats."""
words = "the quick brown fox jumps over the lazy dog".split()
print(" ".join(w.capitalize() for w in words))
print("{:>10}|{:<8}|{:^9}|{:08.3f}|{:,}".format("right", "left", "mid", 3.14159, 1234567))
name, value = "größe", 10 ** 30
print(f"{name!r:>12} = {value:,} {value % 97} {-value // 7}")
text = "naïve café \u20ac \U0001f40d"
print(text.upper(), len(text), text[::-1].encode("utf-8"), ascii(text))
print(b"bytes" + bytes([0, 255]), "%s and %05d and %.2e" % (words[:2], 42, 12345.678))
try:
    int("12x")
except ValueError as error:
    print(error)
for w in words:
    text += w
print(len(text), text.count("o"), text.find("lazy"))
