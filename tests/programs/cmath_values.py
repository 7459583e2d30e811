"""Every function of cmath at special and at ordinary values: the same bits as CPython."""
import cmath
class R:
    s=9
    @classmethod
    def n(c,k):
        c.s=(c.s*6364136223846793005+1442695040888963407)&0xffffffffffffffff
        return (c.s>>20)%k
S=[0.0,-0.0,1.0,-1.0,float('inf'),-float('inf'),float('nan'),5e-324,1.7976931348623157e308,2.3,-710.0,1e-310,-2.5]
def rf():
    k=R.n(5)
    if k==0: return float(R.n(60)-30)
    if k==1: return (R.n(60)-30)/2
    if k==2: return (R.n(1<<40)-(1<<39))/(1<<R.n(60))
    if k==3: return (R.n(1<<40)-(1<<39))*2.0**(R.n(1900)-950)
    return (R.n(1<<44)-(1<<43))/(1<<43)*[1,10,100,700][R.n(4)]
def t(f,*a):
    try: r=repr(f(*a))
    except Exception as e: r=type(e).__name__+str(e)
    print(f.__name__,a,r)
F='acos acosh asin asinh atan atanh cos cosh exp isfinite isinf isnan log log10 phase polar sin sinh sqrt tan tanh'.split()
for a in S:
    for b in S:
        for n in F: t(getattr(cmath,n),complex(a,b))
        t(cmath.rect,a,b)
for i in range(60):
    for n in F: t(getattr(cmath,n),complex(rf(),rf()))
    t(cmath.rect,rf(),rf()); t(cmath.log,complex(rf(),rf()),complex(rf(),rf())); t(cmath.isclose,complex(rf(),rf()),complex(rf(),rf()))
t(cmath.sqrt,'a');t(cmath.sqrt);t(cmath.log,1,1);t(cmath.log,0);t(cmath.log,2,0);t(cmath.isclose,1,1.0000000001)
class C:
    def __complex__(s): return 1+2j
t(lambda: cmath.sqrt(C()))
print(sorted(n for n in dir(cmath) if n[0]!='_'), cmath.infj, cmath.nanj)
