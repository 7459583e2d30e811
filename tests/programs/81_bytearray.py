"""bytearray: construction, items and slices, methods, arithmetic, growing and shrinking."""
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
B = bytearray
for a in [(), (5,), (-1,), (b'abc',), ('x',), ('x', 'utf-8'), ('é', 'ascii'), ('é','ascii','ignore'), (5, 'utf-8'), (b'', None),
          ([1, 2, 300],), ([1, 'a'],), (None,), (1.5,), ([],), (range(5),), (10**30,), (B(b'xy'),), ('x', 5), (1,2,3,4)]:
    t(lambda: B(*a))
t(lambda: B(source=b'q')); t(lambda: B(errors='x')); t(lambda: B(encoding='x')); t(lambda: B(10**15))
x = B(b'hello world')
print(x, str(x), len(x), bool(x), bool(B()), x == b'hello world', b'hello world' == x, x != B(b'a'), x < b'i', x >= B(b'hello'), x == 'a', B() == b'')
t(lambda: x < 5); t(lambda: hash(x)); t(lambda: x[0]); t(lambda: x[-1]); t(lambda: x[11]); t(lambda: x[-12]); t(lambda: x['a']); t(lambda: x[10**30])
print(x[1:4], x[::-1], x[::2], x[5:2], x[-3:])
print(104 in x, b'wor' in x, B(b'zz') in x); t(lambda: 300 in x); t(lambda: 'a' in x)
def s(k, v):
    y = B(b'0123456789')
    try:
        y[k] = v
        print(y)
    except BaseException as e: print(type(e).__name__, e)
for k, v in [(0, 65), (-1, 65), (10, 1), (-11, 1), (0, 256), (0, -1), (0, 'a'), (0, b'a'), ('a', 1), (0, 10**30), (slice(2, 4), b'abcdef'), (slice(2, 8), b''),
             (slice(0, 0), B(b'zz')), (slice(None), [1, 2]), (slice(None, None, 2), b'abcde'), (slice(None, None, 2), b'abc'), (slice(None, None, 2), b''),
             (slice(9, None, -3), b''), (slice(1, 3), 5), (slice(1, 3), 'ab'), (slice(1, 3), [1, 300]), (slice(1, 3), None), (slice(8, 2), b'Q'), (slice(20, 30), b'E'), (slice(1, 3), 1.5), (slice(1,3), 1j)]:
    s(k, v)
def d(k):
    y = B(b'0123456789')
    try:
        del y[k]
        print(y)
    except BaseException as e: print(type(e).__name__, e)
for k in [0, -1, 10, 'a', slice(0, 3), slice(3, None), slice(None), slice(None, None, 3), slice(None, None, -2), slice(5, 5), slice(1, 9, 4), slice(8, 0, -4)]:
    d(k)
y = B(b'abc'); y[:] = y; y[1:1] = y; print(y); t(lambda: y.__iadd__(y)); y *= 2; print(y, y * 0, 2 * B(b'ab'), y * -1); y *= 0; print(y)
t(lambda: B(b'ab') * 10**18); t(lambda: B(b'ab') * 10**30); t(lambda: B(b'a') + 'b'); t(lambda: B(b'a') + b'b'); t(lambda: b'a' + B(b'b')); t(lambda: 'a' + B(b'b'))
def iadd(o):
    y = B(b'a'); y += o; return y
t(lambda: iadd('b')); t(lambda: iadd(5)); t(lambda: iadd([1]))
y = B(b'abc')
for f in ['append', 'extend', 'insert', 'pop', 'remove', 'reverse', 'clear', 'copy']:
    for a in [(), (65,), (300,), ('a',), (b'ab',), (0, 66), (-100, 67), (100, 68), (0, 'a'), ('a', 1), ([1, 2],), (['a'],), (None,), (-1,), (10**30,), (10**30, 1), (1, 2, 3)]:
        def g():
            r = getattr(y, f)(*a)
            return r, y
        t(g)
t(lambda: B().pop())
y = B(b'Hello, World abc  ')
for e in ["capitalize()", "center(25)", "center(25,b'*')", "center(25,bytearray(b'*'))", "center(25,'*')", "count(b'l')", "count(108)", "count(b'')", "decode()", "decode('ascii','strict')", "endswith(b'  ')",
          "endswith((b'x',bytearray(b' ')))", "endswith(5)", "expandtabs()", "find(b'o')", "find(111,5)", "find('a')", "find(999)", "hex()", "hex(':')", "hex('-',4)", "index(b'zz')", "rindex(b'o')", "isalnum()", "isascii()", "istitle()", "isspace()", "isupper()",
          "join([b'a',bytearray(b'b')])", "join(['a'])", "join([])", "join(5)", "ljust(20)+b'|'", "lower()", "lstrip()", "lstrip(b'H')", "maketrans(b'ab',b'cd')[97]", "partition(b', ')", "partition(b'zz')", "rpartition(b'zz')", "rpartition(b'l')", "partition(b'')", "removeprefix(b'He')",
          "removesuffix(b' ')", "replace(b'l',b'LL')", "replace(b'l',b'',1)", "replace('a','b')", "rfind(b'l')", "rjust(20,b'0')", "rsplit()", "rsplit(b'l',1)", "rstrip()", "split()", "split(b'o')", "split(b'')", "splitlines()", "startswith(b'He')", "strip()", "strip(b' H')",
          "swapcase()", "title()", "translate(None,b'l')", "translate(bytes(range(256)))", "upper()", "zfill(30)", "islower()", "isdigit()", "isalpha()", "__reduce__()", "__reduce_ex__(4)", "__len__()", "__contains__(5)", "__iter__().__length_hint__()"]:
    t(lambda: eval('y.' + e))
p = B(b'abc').partition(b'x'); print(p[1] is p[2], B(b'').strip() is y)
print(B.fromhex('41 42'), type(B.fromhex(''))); t(lambda: B.fromhex('4')); t(lambda: B.fromhex('zz')); t(lambda: B.fromhex(5))
t(lambda: B(b'%d %s|%5b|%c|%x') % (5, b'q', B(b'w'), 65, 255)); t(lambda: B(b'%s') % 'a'); t(lambda: b'%b' % B(b'zz'))
class S(B):
    def __init__(self, *a): super().__init__(*a); self.tag = 1
z = S(b'xyz'); print(z, z.tag, type(z[:]), type(z.copy()), z + b'a', type(z.upper()), z.__reduce_ex__(2), z.__dict__)
z.me = z; del z
print(list(B(b'abc')), list(reversed(B(b'abc'))), sorted(B(b'cab')), max(B(b'az')), sum(B(b'\1\2')), tuple(B()), bytes(B(b'q')), ord(B(b'a')))
t(lambda: ord(B(b'ab'))); t(lambda: ''.join([B(b'a')])); t(lambda: b''.join([B(b'a'), b'c'])); t(lambda: str(B(b'abc'), 'ascii')); t(lambda: int(B(b'12'))); t(lambda: float(B(b'1.5'))); t(lambda: int(B(b'ff'), 16)); t(lambda: int(B(b'x')))
it = iter(B(b'ab')); print(type(it), next(it), list(it), list(it))
class Nasty:
    def __index__(self): q.clear(); return 1
q = B(b'0123456789' * 10)
def nast2(): q[0] = Nasty()
t(nast2); q = B(b'abcdef')
for n in range(200): q.append(n)
for n in range(150): del q[0]
print(len(q), q[-1]); del q[:1000]; print(q); q.extend(q); print(len(q)); q.insert(3, 9); q.pop(0); print(q[:5])
w = B()
for i in range(100000): w.append(i & 255)
print(len(w), w[99999], w.__alloc__() >= 100000)
while w: w.pop()
print(w, w.__alloc__() < 100)
print(B.__doc__ is None, B.__mro__, B.__hash__, isinstance(B(), bytes))
for m in (bytearray.append, bytearray.find): t(lambda: m(5)); t(lambda: m())
