"""math and statistics in use: sums, roots, distances, number theory; means, medians, quantiles, regressions, normal curves, exact where exact. Prints numbers and errors."""
import math
import random
import statistics as st
from decimal import Decimal as D
from fractions import Fraction as F


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


def r(x, n=9):
    return round(x, n) if isinstance(x, float) else x


print(math.fsum([0.1] * 10), sum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.prod([2, 3.5, F(1, 7)]), math.prod([]), math.prod([1, 2], start=D(3)), math.hypot(3, 4), math.hypot(1, 2, 2), math.hypot(), math.dist((1, 2), (4, 6)), math.isqrt(10 ** 30 + 1), math.comb(50, 25), math.perm(10, 3), math.perm(5), math.factorial(25), math.gcd(), math.gcd(12, 18, -27), math.lcm(4, 6, 10), math.lcm(0, 5))
print(r(math.sin(1)), r(math.atan2(-1, -1)), r(math.log(8, 2)), math.log2(2 ** 70), math.log10(1000), r(math.log(10 ** 400)), math.log1p(0), math.exp(0), math.exp2(10), r(math.cbrt(27)), math.frexp(10.5), math.ldexp(0.65625, 4), math.modf(-3.25), math.fmod(-7, 3), math.remainder(-7, 3), math.copysign(3, -0.0), math.nextafter(1, 2), math.ulp(1.0), math.trunc(-2.7), math.floor(-2.5), math.ceil(2.1), math.isclose(1, 1 + 1e-10), math.isclose(0, 1e-12, abs_tol=1e-9), r(math.degrees(math.pi)), r(math.gamma(5.5)), r(math.lgamma(100)), r(math.erf(0.5)), math.tau, math.inf > 1, math.isnan(math.nan))
for bad in [lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.factorial(2.5), lambda: math.exp(1000), lambda: math.floor(math.inf), lambda: math.floor(math.nan), lambda: math.comb(-1, 2), lambda: math.gcd(1.5), lambda: math.isqrt(-1), lambda: math.dist((1,), (1, 2)), lambda: math.acos(2), lambda: math.pow(0, -1), lambda: math.fmod(1, 0), lambda: math.fsum(["x"]), lambda: math.isclose(1, 2, rel_tol=-1), lambda: math.sqrt("x"), lambda: math.log(2, 1), lambda: math.ldexp(1, 10 ** 10), lambda: math.gamma(-1), lambda: math.sin(math.inf)]:
    t(bad)
data = [2.5, 3.25, 5.5, 11.25, 11.75]
print(st.mean(data), st.fmean(data), st.fmean(data, weights=[1, 0, 0, 0, 1]), r(st.geometric_mean([54, 24, 36])), st.harmonic_mean([40, 60]), r(st.harmonic_mean([40, 60], weights=[5, 30])), st.median(data), st.median([1, 3, 5, 7]), st.median_low([1, 3, 5, 7]), st.median_high([1, 3, 5, 7]), r(st.median_grouped([1, 3, 3, 5, 7])), r(st.median_grouped([52, 52, 53, 54], interval=2)), st.mode("abca"), st.multimode("aabbc"), st.multimode([]))
print(r(st.pstdev(data)), r(st.pvariance(data)), r(st.stdev(data)), r(st.variance(data)), r(st.variance(data, 6.85)), r(st.pvariance(data, mu=6.85)), st.mean([F(1, 2), F(1, 3)]), st.mean([D("0.1"), D("0.2")]), st.variance([F(1, 6), F(1, 2), F(5, 3)]), st.pvariance([D("27.5"), D("30.25"), D("30.25"), D("34.5")]), st.mean([1, 2, 3, 4]), type(st.mean([1, 2])).__name__, st.mean([1e30, 1, 3, -1e30]), st.mean([True, False]), st.stdev([D(1), D(3)]), st.pstdev([F(1), F(2)]), st.median([D("1.5"), D("2.5")]))
print(st.quantiles(range(1, 11)), st.quantiles([1, 2, 3, 4, 5], n=10, method="inclusive"), [r(x) for x in st.quantiles(data, n=3)], r(st.covariance([1, 2, 3], [1, 2, 4])), r(st.correlation([1, 2, 3, 4], [2, 4, 6, 9])), st.linear_regression([1, 2, 3], [3, 5, 7]), st.linear_regression([1, 2, 3], [2, 4, 6.5], proportional=True))
for bad in [lambda: st.mean([]), lambda: st.median([]), lambda: st.mode([]), lambda: st.stdev([1]), lambda: st.mean(["a"]), lambda: st.harmonic_mean([1, -1]), lambda: st.geometric_mean([0, 1]), lambda: st.quantiles([1]), lambda: st.quantiles([1, 2], n=0), lambda: st.quantiles([1, 2], method="x"), lambda: st.correlation([1, 1], [1, 2]), lambda: st.covariance([1], [1]),
            lambda: st.linear_regression([1, 1], [1, 2]), lambda: st.fmean([1, 2], weights=[1]), lambda: st.fmean([]), lambda: st.variance(iter([])), lambda: st.NormalDist(0, -1), lambda: st.NormalDist(0, 0).pdf(1), lambda: st.NormalDist().inv_cdf(1), lambda: st.median_grouped([]), lambda: st.correlation([1], [1, 2])]:
    t(bad)
n = st.NormalDist(100, 15)
print(n, n.mean, n.variance, r(n.pdf(110)), r(n.cdf(115)), r(n.inv_cdf(0.975), 6), n.zscore(130), [r(q, 5) for q in n.quantiles()], n + 5, n * 2, n - st.NormalDist(10, 8), n / 3, -n, n == st.NormalDist(100, 15), hash(n) == hash(st.NormalDist(100, 15)), r(n.overlap(st.NormalDist(110, 10))), st.NormalDist.from_samples([1, 2, 3, 4]).stdev == st.stdev([1, 2, 3, 4]), n.median, n.mode, [r(x, 6) for x in n.samples(3, seed=5)], +n, 5 + n)
x = [1, 2, 3, 4, 5]
print(st.mean(iter(x)), st.mode(iter([2, 2, 1])), st.median((i for i in (3, 1, 2))), st.mean(range(10 ** 4)), st.fmean(range(7)), st.StatisticsError.__mro__[1].__name__)


def simpson(f, a, b, n=100):
    h = (b - a) / n
    return h / 3 * math.fsum(f(a + i * h) * (1 if i in (0, n) else 4 if i % 2 else 2) for i in range(n + 1))


def newton(f, df, x):
    while abs(step := f(x) / df(x)) > 1e-13:
        x -= step
    return x


print(r(simpson(math.sin, 0, math.pi), 7), r(simpson(lambda x: math.exp(-x * x), -5, 5) ** 2, 6), r(newton(lambda x: x ** 3 - 2, lambda x: 3 * x * x, 1.0)), r(math.fsum(1 / k ** 2 for k in range(1, 20000)), 4))
rng = random.Random(9)
inside = sum(math.hypot(rng.random(), rng.random()) <= 1 for _ in range(4000))
s = [rng.gauss(10, 2) for _ in range(500)]
print(inside, [r(v, 4) for v in (st.mean(s), st.stdev(s), *st.quantiles(s, n=4))])
