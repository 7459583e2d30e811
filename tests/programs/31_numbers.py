"""Operators of int, float, bool and complex with each other; rounding, comparing and the errors of mixing."""
values = [0, 1, -1, 7, -7, True, 2.5, -0.5, 10**20, -(2**64), 1e300, 2 + 3j]


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


operations = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "divmod": divmod,
    "<": lambda a, b: a < b,
    "==": lambda a, b: a == b,
    "&": lambda a, b: a & b,
    "<<": lambda a, b: a << b if not (isinstance(b, int) and b > 200) else "big",
    ">>": lambda a, b: a >> b,
    "**": lambda a, b: a**b if not (isinstance(b, int) and abs(b) > 100) else "big",
}
for name, operation in operations.items():
    for a in values:
        print(name, a, *(attempt(operation, a, b) for b in values), sep=" | ")
for value in values + [0.5, 1.5, 2.5, -1.5, 1234.5678, 15, 25, 12345]:
    print(value, attempt(round, value), attempt(round, value, 1), attempt(round, value, -1), attempt(int, value),
          attempt(float, value), attempt(abs, value), attempt(lambda: ~value), attempt(lambda: -value), bool(value), sep=" | ")
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(2**61 - 1), hash(2**61), hash(-1), hash(-2), hash(0.5), hash(10**40))
print(float("inf") > 10**400, float("-inf") < -(10**400), float("nan") == float("nan"), 2**53 + 1 == float(2**53))
print(sum([0.1] * 10), sum([1, 2.5, 3]), sum([[1], [2]], []), max(1, 2.0, True), min(3, 1.0, True))
print(pow(3, 200, 1000007), pow(3, -1, 7), attempt(pow, 2, -1, 4), attempt(pow, 2, 3, 0), pow(2, -2), pow(0, 0))
print((12).bit_length(), (255).bit_count(), (-5).to_bytes(4, "big", signed=True), int.from_bytes(b"\x01\x02", "little"))
print((0.75).as_integer_ratio(), (2.0).is_integer(), (0.1).hex(), float.fromhex("0x1.8p+1"), (5).as_integer_ratio())
print(int("0b101", 0), int("z", 36), int(" -1_000 "), attempt(int, "1__0"), attempt(int, "0x10"), attempt(int, "9" * 20 + "x"))
print(float(" 1_0.5e1 "), attempt(float, "1e"), float("-Infinity"), float("nan"), complex("1+2j"), attempt(complex, "1 + 2j"))
print(1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0)
print(bool(0.0), bool(-0.0), bool(""), bool(" "), bool([]), bool({0}), bool(None), bool(...))
print(0x_ff, 0b1_0, 0o17, 1_000.5, 1e1_0, 3.j, .5)
