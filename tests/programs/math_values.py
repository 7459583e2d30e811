"""The functions of math at many values, floats and large ints: the same bits as CPython."""
import math
class R:
    s=7
    @classmethod
    def n(c,k):
        c.s=(c.s*6364136223846793005+1442695040888963407)&0xffffffffffffffff
        return (c.s>>20)%k
def rf():
    k=R.n(8)
    if k==0: return float(R.n(60)-30)
    if k==1: return (R.n(60)-30)/2
    if k==2: return (R.n(1<<40)-(1<<39))/(1<<R.n(60))
    if k==3: return math.ldexp(R.n(1<<40)-(1<<39), R.n(1900)-950)
    if k==4: return [0.0,-0.0,1.0,-1.0,float('inf'),-float('inf'),float('nan'),5e-324,1.7976931348623157e308][R.n(9)]
    return (R.n(1<<44)-(1<<43))/(1<<43)*[1,10,100,700][R.n(4)]
def ri():
    v=R.n(1<<40)
    for _ in range(R.n(12)): v=v*(1<<R.n(64))+R.n(1<<44)
    return -v if R.n(3)==0 else v
def t(f,*a):
    try: r=repr(f(*a))
    except Exception as e: r=type(e).__name__+str(e)
    print(f.__name__,a,r)
for i in range(20):
    for n in 'acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs floor frexp gamma isfinite isinf isnan lgamma log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc ulp'.split(): t(getattr(math,n),rf())
    for n in 'atan2 copysign fmod isclose log nextafter pow remainder'.split(): t(getattr(math,n),rf(),rf())
    t(math.ldexp,rf(),R.n(3000)-1500)
    t(math.hypot,*[rf() for _ in range(R.n(5))])
    k=R.n(5); t(math.dist,[rf() for _ in range(k)],tuple(rf() for _ in range(k)))
    t(math.fsum,[rf() for _ in range(R.n(20))])
    x=[(R.n(1<<44)-(1<<43))*2.0**(R.n(60)-30) for _ in range(R.n(50))]; t(math.fsum,x+[-v for v in x[::2]])
    t(math.hypot,*[x/1e9 for x in x[:4]])
    a,b,c=ri(),ri(),ri()
    t(math.gcd,a*b,a*c); t(math.lcm,a,b); t(math.gcd,a,b,c); t(math.isqrt,abs(a)); t(math.isqrt,a*a); t(math.log,abs(a)**9+1); t(math.log2,abs(a)**7); t(math.log10,abs(b)**5); t(math.log, abs(a)**3, 10)
    t(math.gcd,(1<<R.n(300))*a,(1<<R.n(300))*b)
    t(math.comb,R.n(300),R.n(100)); t(math.perm,R.n(300),R.n(100)); t(math.factorial,R.n(200)); t(math.comb,abs(a),R.n(5)); t(math.perm,abs(a),R.n(5))
    t(math.prod,[R.n(100) for _ in range(R.n(30))]); t(math.prod,[rf() for _ in range(4)])
print(math.fsum([2.0 ** n - 2.0 ** (n + 50) + 2.0 ** (n + 52) for n in range(-1074, 972, 2)] + [-2.0 ** 1022]))
print(math.fsum([(-1.0) ** n * 2.0 ** n for n in range(-1070, 1020)]), math.fsum([2.0 ** n for n in range(-1074, 1023, 2)]))
