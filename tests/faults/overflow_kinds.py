# without: _datetime
import math
import traceback

for operation in (lambda: math.exp(1000),
                  lambda: 10.0 ** 400,
                  lambda: float(10 ** 400),
                  lambda: 10 ** 400 / 3,
                  lambda: 1.5 * 10 ** 400,
                  lambda: [1] * (1 << 62),
                  lambda: "a" * (1 << 64),
                  lambda: b"a" * (1 << 70),
                  lambda: range(1 << 70).__len__(),
                  lambda: len(range(1 << 64)),
                  lambda: chr(1 << 70),
                  lambda: (300).to_bytes(1, "big"),
                  lambda: bytes([1]).zfill(1 << 70),
                  lambda: [].insert(1 << 80, 1),
                  lambda: "a".ljust(1 << 70),
                  lambda: 1 << (1 << 70),
                  lambda: math.cosh(1e5),
                  lambda: math.ldexp(1.0, 5000),
                  lambda: int(float("inf")),
                  lambda: complex(10 ** 400),
                  lambda: "%c" % (1 << 40),
                  lambda: "{:c}".format(-5),
                  lambda: "%.99999999999f" % 1,
                  lambda: math.factorial(1 << 70),
                  lambda: hash(1 << 70) and (1e308 * 10j) ** 9,
                  lambda: __import__("time").sleep(1e300),
                  lambda: __import__("time").localtime(1e300),
                  lambda: __import__("datetime").date(10 ** 10, 1, 1)):
    try:
        operation()
    except Exception:
        traceback.print_exc()
2.0 ** 5000
