"""Ints of any size: factorials, powers, digits both ways, shifts, masks, modular powers, square roots by Newton."""


def factorial(n):
    result = 1
    for k in range(2, n + 1):
        result *= k
    return result


def fibonacci(n):
    a, b = 0, 1
    for bit in bin(n)[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if bit == "1":
            a, b = b, a + b
    return a


def root(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print(factorial(60))
print(len(str(factorial(1000))), sum(map(int, str(factorial(1000)))))
print(fibonacci(300))
print(root(2 * 10**100))
print(gcd(factorial(30), 2**100 * 3**5), gcd(fibonacci(120), fibonacci(90)) == fibonacci(30))
print(pow(7, 10**18 + 9, 10**9 + 7), pow(2, 521) - 1)
print(hex(3**100), oct(-(5**50)), bin(10**20))
print(-(10**30) // 7, -(10**30) % 7, divmod(10**30, -7), 10**30 // -(10**15) - 1)
print(1 << 200 >> 195, -1 >> 500, (-(2**100)) >> 99, ~(2**70), (2**70) & -(2**66), (2**70) | 1, -(2**70) ^ (2**35))
print(int("123456789" * 12), int("-" + "z" * 30, 36), int("1" * 200, 2))
print(f"{10**24:,} {2**100:x} {2**100:#o} {-(3**50):_d} {10**30:e} {10**30:>40} {255:#010b}")
print((2**200).to_bytes(26, "little").hex(), int.from_bytes(b"\xff" * 20, "big", signed=True), (2**200).bit_length())
print(2**64 == 2.0**64, 2**64 + 1 > 2.0**64, float(3**80), 10**25 / 10**24, (10**400) / (10**399))
try:
    float(10**400)
except OverflowError as error:
    print(error)
try:
    10**400 / 3
except OverflowError as error:
    print(error)
try:
    1 << -1
except ValueError as error:
    print(error)
try:
    print(int("9" * 5000))
except ValueError as error:
    print(error)
try:
    print(str(10**5000))
except ValueError as error:
    print(error)
total = 0
for shift in range(0, 3000, 7):
    total += (3**shift) >> (shift // 2)
    total ^= total << 3
    total %= 2**1000 - 1
print(total)
digits = []
q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
while len(digits) < 60:
    if 4 * q + r - t < n * t:
        digits.append(str(n))
        q, r, n = q * 10, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
    else:
        q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2
print("".join(digits))
