# Chains of comparisons: each value evaluated once and dropped as soon as it is used up.
class N:
    def __init__(s, v): s.v = v
    def __lt__(s, o): print(s.v, '<', o.v); return s.v < o.v
    def __del__(s): print('del', s.v)
print(N(1) < N(2) < N(3) < N(4) < N(5) < N(6) < N(7) < N(8) < N(9) < N(10))
print(N(1) < N(2) < N(3) < N(4) < N(2) < N(6) < N(7) < N(8) < N(9) < N(10))
if N(1) < N(2) < N(3) < N(4) < N(2) < N(6) < N(7) < N(8) < N(9) < N(10): print('no')
if not (N(1) < N(2) < N(3)): print('no')
if N(1) < N(0) < N(3): print('no')
