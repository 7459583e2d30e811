"""Floats: repr, arithmetic, rounding, formats."""
for x in [0.1, 1.0, -0.0, 1e16, 1e15, 123456789.123, 1e-5, 0.0001, 1e300 * 10, 5e-324, 1.7976931348623157e308, 2 / 3, 1e22, 1e23, float("nan")]:
    print(x, repr(x), str(x))
print(0.1 + 0.2, 1 / 3, 7.5 // 2, -7.5 // 2, 7.5 % -2, -7.5 % 2, 2.0 ** 0.5, 2 ** -2, divmod(7.5, 2), 1e308 + 1e308)
print(round(2.5), round(3.5), round(2.675, 2), round(1234.5678, -2), round(-0.5), int(1e20), float("1e3"), float(" -inf "))
print((0.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (3.5).hex(), float.fromhex("0x1.8p1"), hash(0.5), hash(2.0) == hash(2))
print("%.3f %.0f %e %g %g %G" % (3.14159, 2.5, 12345.678, 1e-7, 123456789, 1e-10), f"{3.14159:10.2f}|{-1.5:+.1f}|{0.25:%}|{1e10:,.2f}")
print(float("nan") == float("nan"), float("inf") > 10 ** 400, 0.1 == 1 / 10, -0.0 == 0.0, 1.5 < 2, max(1, 1.5), sum([0.1] * 10))
for expression in ["1.0 / 0", "1.0 % 0", "0.0 ** -1", "float('x')", "float('')", "int(float('nan'))", "int(float('inf'))", "1.5 << 1",
                   "10.0 ** 400", "round(float('inf'))", "float([])"]:
    try:
        print(expression, "=", eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__ + ":", error)
total = 0.0
for i in range(1, 1001):
    total += 1.0 / i
print(total)
