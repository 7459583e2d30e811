"""What math refuses, and with which words; the special methods that it calls."""
import math
def t(f,*a,**k):
    try: print(f.__name__,repr(f(*a,**k)))
    except Exception as e: print(f.__name__,ascii(a),type(e).__name__, e)
t(math.sqrt,-1);t(math.exp,1000);t(math.log,0);t(math.log,-5);t(math.log,10**400);t(math.log,0,3);t(math.log,2,1);t(math.log,'a');t(math.log2,0);t(math.sin,'a');t(math.sin);t(math.pow,0,-1);t(math.pow,10,400);t(math.fmod,1,0);t(math.ldexp,1,5000);t(math.ldexp,1,1.0);t(math.fsum,[1e308,1e308]);t(math.fsum,[float('inf'),-float('inf')]);t(math.fsum,'a');t(math.factorial,-1);t(math.factorial,1.0);t(math.factorial,10**20);t(math.comb,-1,2);t(math.comb,1,-2);t(math.perm,-1);t(math.perm,3,-1);t(math.comb,10**30,10**20);t(math.isqrt,-1);t(math.isqrt,1.0);t(math.gcd,1.0);t(math.hypot,'a');t(math.dist,[1],[1,2]);t(math.dist,1,2);t(math.isclose,1,1,rel_tol=-1);t(math.prod,[1,2],start='a');t(math.trunc,'a');t(math.ceil,'a');t(math.floor,float('inf'));t(math.ceil,float('nan'));t(math.gamma,0);t(math.gamma,200);t(math.lgamma,-1);t(math.frexp,'a');t(math.remainder,1,0);t(math.atanh,1);t(math.cosh,1000);t(math.log1p,-1);t(math.nextafter,1);t(math.ulp,'a'); t(math.modf,float('inf')); t(math.perm,5,None);t(math.perm,10**20,10**20);t(math.log,1,0);t(math.acos,2);t(math.copysign,1);t(math.log10,10**400);t(math.log2,2**5000);t(math.sin,10**400);t(math.gcd);t(math.lcm);t(math.comb,5,1.0);t(math.log,2,2,2);t(math.log);t(math.hypot);t(math.hypot,x=1);t(math.gcd,x=1);t(math.dist,(1,),('a',));t(math.isclose,1);t(math.fsum,[1e308,1e308,-1e308]);t(math.fsum,['a']);t(math.prod,3);t(math.gamma,-1.5);t(math.gamma,-float('inf'));t(math.atan2,1);t(math.pow,'a',1);t(math.floor,'a')
class A:
    def __ceil__(s): return 'c'
    def __floor__(s): return 'f'
    def __trunc__(s): return 't'
    def __float__(s): return 2.5
    def __index__(s): return 12
t(math.ceil,A());t(math.floor,A());t(math.trunc,A());t(math.sqrt,A());t(math.gcd,A(),8);t(math.factorial,A());t(math.ldexp,1.0,True);t(math.trunc,2.7);t(math.trunc,-10**30);t(math.floor,-2.5);t(math.ceil,True);t(math.prod,[],start=[3]);t(math.prod,[[1]],start=2)
print(sorted(n for n in dir(math) if n[0]!='_'))
