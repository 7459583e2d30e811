# What pickle and copy make of objects of the built-in types, in every protocol.
import collections
import copy
import functools
import itertools
import operator
import pickle
import re
import types


class C:
    def m(self): pass

    @classmethod
    def cm(cls): pass


class S:
    __slots__ = ('a', 'b')


class NS(types.SimpleNamespace): pass
class L(list): pass
class D(dict): pass
class I(int): pass


class Named:
    __slotnames__ = ['spam']

    def __getattr__(self, name):
        if name == 'spam':
            return 42
        raise AttributeError(name)


def f(a): pass


s, l, d = S(), L([1]), D(a=1)
s.a = l.q = d.q = 1
e = OSError(2, 'no', 'f')
e.q = 1
started = iter([1, 2, 3])
next(started)
objects = [
    types.SimpleNamespace(a=1, b=[2]), NS(a=1), list[int], dict[str, list[int]], tuple[int, ...], (*tuple[int],)[0],
    iter(list[int]), int | str, int | None | list[int], slice(1, 2, 3), range(1, 9, 2), 1 + 2j, property(f),
    classmethod(f), staticmethod(f), C().m, C.cm, f, C, len, [1].append, list.append, int.__add__, (1).__add__,
    dict.fromkeys, type.__dict__['__dict__'], slice.start, S.a, complex.real, type(None), type(...), None, ...,
    NotImplemented, object(), s, l, d, I(5), e, KeyError(1), ImportError('a', name='n'), StopIteration(3),
    ExceptionGroup('m', [ValueError(1)]), started, iter((1, 2)), iter('ab'), iter(b'ab'), iter(range(3)), iter({1: 2}),
    iter({1: 2}.items()), iter({1}), reversed([1, 2]), enumerate('ab'), zip([1], [2]), map(f, [1]), filter(None, [1]),
    iter([]), types, types.MappingProxyType({}), memoryview(b''), (i for i in ()), types.CellType(1), {}.keys(), super(C, C()),
    frozenset([1]), bytearray(b'a'), collections.deque([1], 3), collections.OrderedDict(a=1), functools.partial(f, 1),
    operator.itemgetter(1), itertools.count(3), Named(),
]


def shown(o, depth=0):
    if type(o) in (list, tuple) and depth < 5:
        return type(o).__name__ + str([shown(i, depth + 1) for i in o])
    if hasattr(o, '__next__'):
        return type(o).__name__
    return re.sub(' at 0x[0-9a-f]+', '', repr(o))[:120]


def outcome(function, *args):
    try:
        return shown(function(*args))
    except Exception as e:
        return type(e).__name__ + ': ' + re.sub(' at 0x[0-9a-f]+', '', str(e))


def back(o, protocol):
    again = pickle._loads(pickle._dumps(o, protocol))
    return [again, list(again)] if hasattr(again, '__next__') and not isinstance(again, itertools.count) else again


for o in objects:
    print(shown(o))
    for protocol in range(6):
        print(' ', protocol, outcome(o.__reduce_ex__, protocol), '|', outcome(back, o, protocol))
    print('  copy', outcome(copy.copy, o), outcome(copy.deepcopy, o))
