# int from text in every base with underscores, spaces and foreign digits; to text; to and from bytes; bit methods; limits of
# conversion; and subclasses. Prints results and refusals.
import sys


def attempt(f, *args, **named):
    try:
        return f(*args, **named)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


for text in "0", "  12\n", "+5", "-0", "1_000", "_1", "1_", "1__0", "", " ", "+", "- 1", "0x1f", "٣٤", "१२", "1٣", "\u20031\u2003", "1.0", "1e3", "１２", "²", "0b1", "00", "007", "1\x00", "é", "--1", "0_0", "1 2":
    print(ascii(text), ascii(attempt(int, text)), ascii(attempt(int, text.encode())))
for text, base in ("ff", 16), ("0xFF", 16), ("0xff", 0), ("0b101", 0), ("0O17", 0), ("017", 0), ("0", 0), ("00_0", 0), ("0x_f", 0), ("0x_f", 16), ("0x", 16), ("z", 36), ("Zz_z", 36), ("z", 35), ("12", 2), ("0b12", 2), ("-0x1", 0), ("1", 1), ("1", 37), ("1", -1), ("b1", 16), ("0b1", 16), ("0b1", 2), ("1_0", 7), ("_1", 0), ("٣", 8), ("٩", 8), ("", 0), ("0_7", 8), ("0o_7", 8):
    print(ascii(text), base, ascii(attempt(int, text, base)))
print(attempt(int, 5, 10), "|", attempt(int, base=10), "|", attempt(int, "1", None), "|", attempt(int, bytearray(b"12"), 3), "|", attempt(int, b"\xff"), "|", attempt(int, memoryview(b"12")), "|", attempt(int, [1]), "|", attempt(int, None), "|", int("11", base=True + 1), int())

n = 0x0123456789abcdef0123
for length, order in (10, "big"), (10, "little"), (12, "big"), (9, "big"):
    packed = attempt(n.to_bytes, length, order)
    print(packed, isinstance(packed, bytes) and int.from_bytes(packed, order) == n)
for value, length, signed in (-1, 1, True), (-128, 1, True), (-129, 1, True), (128, 1, True), (127, 1, True), (255, 1, False), (256, 1, False), (-1, 1, False), (0, 0, False), (1, 0, False), (-1, 0, True), (-2**63, 8, True), (2**63, 8, True), (-2**71, 9, True), (0, 3, True):
    print(value, length, signed, attempt(value.to_bytes, length, "big", signed=signed), attempt(value.to_bytes, length, "little", signed=signed))
print((5).to_bytes(), attempt((5).to_bytes, -1), attempt((5).to_bytes, 1, "middle"), attempt((500).to_bytes), int.from_bytes(b""), int.from_bytes(b"\xff\x00"), int.from_bytes([1, 2], "big"), int.from_bytes(b"\xff", signed=True), attempt(int.from_bytes, "a", "big"), attempt(int.from_bytes, 5, "big"), attempt(int.from_bytes, [256], "big"))
for data in b"\x80", b"\x7f\xff", b"\x80\x00\x00", b"\xff" * 20, b"\x00" * 9 + b"\x80":
    print(data, int.from_bytes(data, "big", signed=True), int.from_bytes(data, "little", signed=True), int.from_bytes(data, "little"))


class Sub(int):
    def __repr__(self): return "Sub(%s)" % int.__repr__(self)
    def __str__(self): return "str Sub"


s = Sub.from_bytes(b"\x05", "big")
print(repr(s), str(s), s, [s], f"{s}", f"{s:d}", "%d %s %i" % (s, s, s), type(s + 0).__name__, type(+s).__name__, type(abs(s)).__name__, type(int(s)).__name__, type(s.real).__name__, type(s.conjugate()).__name__, type(s.__index__()).__name__, type(round(s)).__name__, type(Sub("12")).__name__)
print([(v, v.bit_length(), v.bit_count(), v.as_integer_ratio(), v.numerator, v.denominator) for v in (0, 1, -1, 255, -256, 2**64, -2**100 + 1, True)])
for v in 0, 1, -1, 255, -256, 2**64, -2**100, 10**30:
    print(bin(v), oct(v), hex(v), v.__format__("_x"), v.__format__(",d"), repr(v) == str(v) == "%d" % v)
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2, divmod(-7, -2), divmod(-10**30, 7), -10**30 >> 70, -1 >> 100, 1 << 100, ~(10**20), -5 & 3, -5 | 3, -5 ^ 3, -2**70 & 2**65 - 1, -2**70 | 1, -2**70 ^ -1)
print(attempt(lambda: 1 << -1), attempt(lambda: 1 >> -1), 1 >> 10**30, -1 >> 10**30, attempt(lambda: 1 << 10**30), attempt(lambda: 1 // 0), attempt(lambda: 1 % 0), attempt(lambda: divmod(1, 0)), attempt(lambda: 1 / 0), attempt(lambda: 0 ** -1), attempt(lambda: 10**400 / 3), 10**400 / 10**399, attempt(lambda: float(10**400)))
print(pow(3, 100, 7), pow(3, -1, 7), pow(-3, 5, -7), attempt(pow, 2, -1, 4), attempt(pow, 2, 5, 0), pow(5, 0, 1), pow(0, 0), 2**-2, (-2) ** 3, attempt(pow, 2, 5, 1.5), attempt(pow, 2.0, 5, 7), pow(2**100, 2**10, 10**9 + 7), (-8) ** (1 / 3))
print(sys.get_int_max_str_digits(), attempt(int, "1" * 5000), attempt(str, 10**5000), len(hex(10**5000)), len("%x" % 10**5000), int("1" * 5000, 16) % 1000, attempt(lambda: "%d" % 10**5000), attempt(lambda: f"{10**5000}"), attempt(sys.set_int_max_str_digits, 5), attempt(eval, "1" * 5000)[:60], len("_".join("1" * 4300)), int("_".join("1" * 4300)) % 7)
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), int("9" * 5000) == 10**5000 - 1)
sys.set_int_max_str_digits(640)
print(attempt(int, "1" * 641), len(str(10**639)))
print(round(15, -1), round(25, -1), round(-15, -1), round(12345, -2), round(10**20 + 5 * 10**9, -10), round(5, 3), round(0, -400), attempt(round, 5, 1.0), int(-1.99), int(1e22), attempt(int, float("inf")), attempt(int, float("nan")), int(True), hash(2**61 - 1), hash(-1), hash(2**61), hash(-2**61), hash(10**30) == hash(1e30) or "differs")
