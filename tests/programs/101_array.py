# array: every kind of item, methods, slices, buffers, pickles, errors.
import array
a = array.array


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for c in 'bBhHiIlLqQfdu':
    x=a(c)
    for v in ('x','xy',1.5,None,b'a',10**30,-1,-10**30,300,70000,2**31,2**32,2**63,2**64):
        try: x.append(v)
        except Exception as e: print(c,repr(v)[:8],type(e).__name__,e)
x=a('i',[1,2,3])
A = attempt
for f in (lambda: a(), lambda: a('x'), lambda:a('ii'), lambda:a(1), lambda:a(b'i'), lambda: a('i','abc'), lambda: a('u',[1]), lambda: a('i',a('u','a')), lambda: a('u',a('i',[1])), lambda:a('u',a('u','ab')), lambda:a('i',b'abc'), lambda:a('i',b'abcd'), lambda: a('i',5), lambda: a('i',[1],2), lambda:a('i',x=1), lambda: a('f',[1,2.5]), lambda: a('u','héé\U0001f600'),lambda: a('i',bytearray(b'abcd')),lambda: a('i',memoryview(b'abcd')),
 lambda: x.pop(5), lambda: a('i').pop(), lambda: x.index(9), lambda:x.remove(9), lambda: x.extend(a('b',[1])), lambda:x.extend(5), lambda: x.fromlist((1,)), lambda:x.fromlist([1,'x']), lambda:x.frombytes(b'abc'), lambda: x.frombytes('abcd'), lambda:x.frombytes(5), lambda: x.fromunicode('a'), lambda:x.tounicode(), lambda: a('u','x').fromunicode(5), lambda: a('u','ab').tounicode(), lambda:x.byteswap(), lambda: a('u','ab').buffer_info()[1], lambda: x.fromfile(5,1), lambda: x.tofile(5), lambda: x+5, lambda:x+a('b'), lambda:x*'a', lambda: x.__iadd__([1]), lambda:x.__iadd__(a('b')), lambda:x['a'], lambda:x[9], lambda: x.__setitem__(9,1), lambda:x.__setitem__('a',1), lambda:x.__setitem__(slice(0,1),[1]), lambda:x.__setitem__(slice(0,1),a('b')), lambda:x.__setitem__(slice(None,None,2),a('i',[1])), lambda:x.__setitem__(0,'x'), lambda: x.__delitem__(9), lambda: x==[1], lambda:x<5, lambda: hash(x), lambda: repr(a('u')), lambda: repr(a('i')), lambda: repr(a('u','a"\'')), lambda: x.typecode, lambda:x.itemsize, lambda: x.insert(1), lambda: x.index(1,5), lambda: x.index(16777216,0,-1), lambda: x.append(), lambda: x.__reduce_ex__(2), lambda:x.__reduce_ex__(3), lambda:a('u','ab').__reduce_ex__(3), lambda: x.__copy__(), lambda:x.__deepcopy__({}), lambda: a.__class_getitem__, lambda: x.count(1), lambda: a.__new__(a,'b'),  lambda: memoryview(a('u','a')).format, lambda: a('h',[1])==a('i',[1]), lambda: a('h',[1])<a('i',[2]), lambda:a('f',[float('nan')])==a('f',[float('nan')]), lambda: 2 in a('i',[2]), lambda: a('q',[2**63]), lambda: a('i',range(3)), lambda: a('u','ab')+a('u','c'), lambda: array.typecodes, lambda: array.ArrayType is a, lambda: array._array_reconstructor):
    A(f)
R=array._array_reconstructor
for args in ((a,'i',0,b'a'),(a,'i',22,b''),(a,'i',-1,b''),(int,'i',1,b''),(5,'i',1,b''),(a,'x',1,b''),(a,'i',1,'x'),(a,'H',2,b'\1\0\2\0'),(a,'i',7,b'\1\0\2\0'),(a,'f',15,b'\x3f\x80\0\0'),(a,'u',20,b'a\0\0\0'),(a,'u',18,b'a\0\xff\xd8'),(a,'L',8,b'\1\0\0\0\0\0\0\0'),(a,'d',17,b'\x3f\xf0'+b'\0'*6),(a,'b',6,b'\0\0\0\1'),(a,'i',8,b'abc'),(a,'i',9,b'abc'),(a,'f',15,b'abc'),(a,'b',0,b'a')):
    A(lambda: R(*args))
print([n for n in dir(a) if n[0]!='_'], [n for n in dir(array) if n[0]!='_'])
x=a('i',range(5)); m=memoryview(x)
for f in (lambda:x.append(1),lambda:x.pop(),lambda:x.__delitem__(0),lambda:x.extend([1]),lambda:x.frombytes(b'abcd'),lambda:x.__imul__(2),lambda:x.__iadd__(x),lambda:x.__setitem__(slice(0,1),a('i')),lambda:x.insert(0,1),lambda:x.fromlist([1]),lambda:x.byteswap(),lambda:x.__imul__(1),lambda:x.fromlist([]),lambda:x.__setitem__(slice(None,None,2),a('i')),lambda:x.remove(0),lambda:x.reverse(), lambda:x.__imul__(0)):
    A(f)
print(x.__array__ if hasattr(x,'__array__') else '', type(iter(x)), iter(x).__reduce__()[0:1], next(iter(x)))
it=iter(x); next(it); print(it.__reduce__()[2]); it.__setstate__(3); print(list(it)); print(it.__reduce__())


class Sub(array.array):
    pass


s = Sub("h", [1, 2, 3])
s.name = "x"
print(s, s.__reduce_ex__(2), s.__reduce_ex__(3)[1][1:], s.__reduce_ex__(3)[2], type(s[1:]).__name__, type(s + s).__name__, s == a("h", [1, 2, 3]))
attempt(lambda: Sub("h", x=1).typecode if False else 0)


class File:
    def __init__(self, data=b""):
        self.data = data

    def read(self, n):
        piece, self.data = self.data[:n], self.data[n:]
        return piece

    def write(self, piece):
        self.data += piece


f = File()
a("H", range(50000)).tofile(f)
print(len(f.data))
x = a("H")
x.fromfile(f, 10)
print(x)
attempt(lambda: x.fromfile(File(b"abc"), 2))
attempt(lambda: x.fromfile(File(b"ab"), 2))
print(x)
attempt(lambda: x.fromfile(File("text"), 2))
attempt(lambda: x.fromfile(File(), -1))
x = a("i", range(10))
for key in (slice(2, 5), slice(None, None, -2), slice(8, 2, -3), slice(5, 2), slice(-3, None)):
    y = a("i", x)
    print(y[key], end=" ")
    del y[key]
    print(y, end=" ")
    y = a("i", x)
    y[key] = y[key]
    print(y == x)
y = a("i", x)
y[2:4] = y
print(y)
y[5:5] = a("i", [7])
y[-1:] = a("i")
y *= 2
y += y
print(len(y), y[3], y.count(7), y.index(7), y.pop(0), y.pop())
y.insert(-100, 5)
y.insert(100, 6)
y.reverse()
y.byteswap()
print(y[0], y[-1], y.tobytes()[:4], a("d", [1, 2.5]).tolist(), a("u", "h\u20ac").tolist())
m = memoryview(a("d", [1, 2, 3]))
print(m.format, m.itemsize, m.shape, m[1], m.tolist(), m.readonly, m.nbytes)
m[1] = 9
print(m.obj, b"".join([a("b", [65, 66])]), bytes(a("h", [1])), bytearray(a("h", [1])), b"x" + a("b", [67]), a("B", b"abc") == memoryview(b"abc"))
print(memoryview(a("i", [1, 2])) == a("h", [1, 2]), int(a("b", b"12")), a("i", [1]) < a("i", [1, 2]), a("i", [2]) > a("i", [1, 2]), a("f", [1]) == a("i", [1]))


class Evil:
    def __init__(self, action):
        self.action = action

    def __index__(self):
        self.action()
        return 1

    def __eq__(self, other):
        self.action()
        return False


x = a("i", [1, 2, 3])
x = a("i", [1, 2, 3])
attempt(lambda: x.index(Evil(lambda: x and x.pop())))
x = a("i", [1, 2, 3])
attempt(lambda: x.count(Evil(lambda: x and x.pop())))
x = a("i", [1, 2, 3])
attempt(lambda: x[Evil(lambda: x.__delitem__(slice(None))):])
items = [1, 2, 3]
items[1] = Evil(items.clear)
attempt(lambda: x.fromlist(items))
print(x)
print(array.array.__name__, array.array.__module__, array.array)
match a("i", [1, 2]):
    case [p, q]:
        print(p, q)
