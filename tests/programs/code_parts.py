# Code objects made from parts, and with some of them replaced.
import types

PARTS = """argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name qualname
firstlineno linetable exceptiontable freevars cellvars""".split()


def parts(code):
    return [getattr(code, "co_" + part) for part in PARTS]


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as error:
        return type(error).__name__, str(error)


def greet(name, greeting="hello", *rest, loud=False, **more):
    """Says hello."""
    text = f"{greeting} {name}"
    try:
        return text.upper() if loud else text + str(rest)
    except AttributeError:
        return [(n, more) for n in rest]


code = types.CodeType(*parts(greet.__code__))
print(code == greet.__code__, code is greet.__code__, code.co_varnames, list(code.co_positions()) == list(greet.__code__.co_positions()))
copy = types.FunctionType(code, globals(), "copy", greet.__defaults__)
copy.__kwdefaults__ = greet.__kwdefaults__
print(copy("you"), copy("you", "bye", 1, loud=True), copy.__doc__)

greet("x")
renamed = greet.__code__.replace(co_varnames=("who", "how") + greet.__code__.co_varnames[2:], co_name="hail", co_qualname="x.hail",
                                 co_filename="elsewhere", co_firstlineno=100)
greet.__code__ = renamed
print(greet(who="me", how="hi"), greet.__code__.co_name, renamed.co_filename, renamed.co_firstlineno, renamed.co_qualname)
print(attempt(greet, name="me"))


def look():
    return len([1]) + 1


look()
look.__code__ = look.__code__.replace(co_names=("sum",))
print(look())
print(look.__code__.replace(co_names=("sum", "more")).co_names)


def add(a, b, c):
    return a, b, c


print(add(1, 2, c=3))
add.__code__ = add.__code__.replace(co_argcount=1, co_kwonlyargcount=2)
print(add(1, b=2, c=3), attempt(add, 1, 2, 3))
add.__code__ = add.__code__.replace(co_argcount=3, co_kwonlyargcount=0, co_posonlyargcount=2)
print(add(1, 2, c=3), attempt(add, 1, b=2, c=3))
star = add.__code__.replace(co_argcount=2, co_posonlyargcount=0, co_flags=add.__code__.co_flags | 4)
print(types.FunctionType(star, {})(1, 2, 3, 4))


def constant():
    return 1, "two"[0:1], 3.5


print(constant.__code__.replace(co_consts=constant.__code__.co_consts + ("spare",)).co_consts[-1])


def outer():
    here = 1

    def inner():
        return here
    return inner


inner = outer()
freed = inner.__code__.replace(co_freevars=("there",))
print(freed.co_freevars, types.FunctionType(freed, {}, "f", None, inner.__closure__)())
held = outer.__code__.replace(co_cellvars=("held",))
print(held.co_cellvars)

for change in [dict(co_nlocals=1), dict(co_varnames=("a", "b")), dict(co_varnames=("a", "b", "c", "d")), dict(co_code=b"1"),
               dict(co_argcount=-1), dict(co_argcount=4), dict(co_name=1), dict(co_code="x"), dict(co_consts=[1])]:
    print(attempt(add.__code__.replace, **change))
print(attempt(types.CodeType))
print(attempt(types.CodeType, 1, 2))
