# Wrong numbers of arguments of built-in methods: an unbound method names the class that has it, a bound one its object's.
import types


class Text(str): pass


class Number(int): pass


objects = [True, Number(3), 1.5, 1j, Text('a'), b'a', bytearray(b'a'), [1], (1,), {1: 2}, {1}, frozenset(), range(3), slice(1),
           None, ..., iter([1]), {}.items(), KeyError(1), OSError(1, 'x'), ExceptionGroup('x', [OSError()]),
           property(), types.SimpleNamespace(a=1), int | str, types.MappingProxyType({}), reversed([1]), zip(), enumerate('')]
SKIPPED = {'__class__', '__init_subclass__', '__subclasses__', '__new__', '__init__', 'with_traceback', 'add_note'}
for o in objects:
    for name in sorted(dir(type(o))):
        method = getattr(o, name, None)
        if name in SKIPPED or not isinstance(method, (types.BuiltinFunctionType, types.MethodWrapperType)):
            continue
        for args, kwargs in ((), {}), (('a', 'b', 'c', 'd', 'e', 'f'), {}), ((), {'none_such': 1}):
            try:
                method(*args, **kwargs)
            except TypeError as e:
                print(type(o).__name__, name, len(args), len(kwargs), e)
            except Exception as e:
                print(type(o).__name__, name, len(args), len(kwargs), type(e).__name__)

for call in (lambda: True.to_bytes(1, 2, 3, 4), lambda: True.conjugate(1), lambda: Number(1).bit_length(1),
             lambda: Text('a').upper(1), lambda: [].append(), lambda: [].append(1, 2), lambda: {}.get(), lambda: {}.keys(1),
             lambda: KeyError().with_traceback(), lambda: 'a'.count(), lambda: 'a'.count(x=1), lambda: {1}.union(x=1),
             lambda: [].sort(1), lambda: [].index(), lambda: (1).__getstate__(1), lambda: iter([]).__reduce__(1)):
    try:
        call()
    except TypeError as e:
        print(e)
