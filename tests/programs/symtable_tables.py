# The compiler's symbol tables, by _symtable and the system's symtable.
import _symtable
import symtable

SOURCE = '''
import q
def f(a, /, *b, c: int = 1, **k) -> x:
    global g
    d = a + e
    def h():
        nonlocal d
        d += 1
        z: int
        return [i for i in d if (n := 3)]
    yield lambda: (yield)
class C:
    x = [[i for j in i] for i in b]
    __private = 1
    def m(self):
        return __class__, super().x, self.__private
@dec
async def co():
    return {k: v async for k, v in g}, {x for x in y}, (x for x in y)
'''


def show(table, depth=0):
    print(' ' * depth, table.name, table.type, table.lineno, table.nested, sorted(table.symbols.items()), table.varnames)
    for child in table.children:
        show(child, depth + 2)


top = _symtable.symtable(SOURCE, 'f', 'exec')
show(top)
print(type(top), repr(top).split('(')[0], type(top.id))
show(_symtable.symtable(b'lambda x: x + y', b'f', 'eval'))
show(_symtable.symtable('x = 1', 'f', 'single'))
print(sorted((k, v) for k, v in vars(_symtable).items() if isinstance(v, int)))
for args in (('x', 'f', 'z'), (3, 'f', 'exec'), ('x', 3, 'exec'), ('x\0', 'f', 'exec'), ('x =', 'f', 'exec'),
             ('def f():\n  x = 1\n  global x', 'f', 'exec'), ('nonlocal x', 'f', 'exec')):
    try:
        print(_symtable.symtable(*args))
    except Exception as e:
        print(type(e).__name__, e)
try:
    type(top)()
except TypeError as e:
    print(e)

table = symtable.symtable(SOURCE, '?', 'exec')
print(table, table.get_type(), table.get_name(), sorted(table.get_identifiers()))
f = table.lookup('f').get_namespace()
print(f, f.get_parameters(), sorted(f.get_locals()), sorted(f.get_globals()), f.get_nonlocals(), f.get_frees())
h = f.lookup('h').get_namespace()
print(h.is_nested(), h.get_frees(), h.get_nonlocals(), h.lookup('d').is_nonlocal(), h.lookup('z').is_annotated())
C = table.lookup('C').get_namespace()
print(C, sorted(C.get_methods()), [s for s in C.get_symbols() if s.get_name() == '_C__private'])
print(f.lookup('a').is_parameter(), f.lookup('g').is_declared_global(), f.lookup('e').is_global(), f.lookup('d').is_local(),
      table.lookup('q').is_imported(), f.lookup('h').is_namespace(), f.lookup('d').is_assigned(), f.lookup('d').is_referenced())
