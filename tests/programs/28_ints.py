"""Integers of any size."""
big = 2 ** 200
print(big, -big, big // 3, big % 1000007, -big // 7, -big % 7, big >> 190, 1 << 70, big ^ (big - 1) == 2 * big - 1)
print(divmod(-17, 5), divmod(17, -5), -17 // 5, -17 % 5, 7 // -2, 7 % -2, 0 ** 0, pow(3, 200, 1000), pow(3, -1, 7))
print(9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775807 * 2, -(-9223372036854775808), 3037000500 ** 2)
print(int("ff", 16), int("0b101", 0), int("-12_345"), int(" 7 "), int(3.99), int(-3.99), int("z", 36), hex(255), oct(8), bin(-5))
print((10 ** 40).bit_length(), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "little"), (-1).bit_length(), (7).bit_count())
print(10 ** 20 == 1e20, 2 ** 53 + 1 == float(2 ** 53), hash(10 ** 20), hash(2 ** 61 - 1), hash(-1), hash(True), 10 ** 18 / 7)
print(True + True, True == 1, isinstance(True, int), ~5, -5 >> 1, -5 & 0xFF, 6 | 9, 6 ^ 3, bool(0), not 1)
print(round(12345, -2), round(15, -1), round(25, -1), round(-25, -1), abs(-big) == big, big.__class__, (5).real, (5).conjugate())
for text in ["", "x", "1.5", "0x", "1__0", "9" * 5000]:
    try:
        print(len(str(int(text))))
    except ValueError as error:
        print("ValueError:", error)
for expression in ["1 // 0", "1 % 0", "1 << -1", "pow(2, -1, 4)", "2 ** -1", "'a' + 1", "1 + 'a'", "[] + 1", "1 < 'a'", "-'a'", "int([])",
                   "int('5', 99)", "1 << (1 << 70)", "10 ** 400 / 3", "float(10 ** 400)", "0 ** -1"]:
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__ + ":", error)
factorial = 1
for n in range(1, 60):
    factorial *= n
print(factorial, factorial // 10 ** 60, sum(map(int, str(factorial))))
a, b = 12345678901234567890, 98765432109876543210
print(a * b, b // a, b % a, a - b, a & b, a | b, a ^ b, a < b, max(a, b), -a >> 3, a.__format__(","), f"{a:x} {b:_}")
