"""operator in use: sorting by several keys, tables of functions, getters through structures, in-place forms, index and length hints. Prints results and errors."""
import functools
import operator as op
import pickle


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class Person:
    def __init__(self, name, age, **more):
        self.name, self.age = name, age
        self.__dict__.update(more)

    def greet(self, word, end="."):
        return f"{word} {self.name}{end}"

    def __repr__(self):
        return self.name


people = [Person("Cid", 30), Person("Ann", 25), Person("Bob", 30)]
print(sorted(people, key=op.attrgetter("age", "name")), max(people, key=op.attrgetter("age")), sorted(people, key=op.methodcaller("greet", "hi", end="!")))
boss = Person("Dee", 50, team=Person("Team", 1, lead=people[0]))
print(op.attrgetter("team.lead.name")(boss), op.attrgetter("name", "team.lead")(boss), op.methodcaller("upper")("abc"), op.itemgetter(1)("xyz"), op.itemgetter(-1, 0, slice(1, 3))("abcd"), op.itemgetter("k")({"k": 5}))
for bad in [lambda: op.attrgetter(), lambda: op.attrgetter(3), lambda: op.attrgetter("no")(boss), lambda: op.attrgetter("team.no.x")(boss), lambda: op.itemgetter(), lambda: op.itemgetter(9)("x"), lambda: op.itemgetter("a")([1]), lambda: op.methodcaller(), lambda: op.methodcaller(3), lambda: op.methodcaller("nope")(1), lambda: op.itemgetter(1)(1, 2)]:
    t(bad)
for g in [op.attrgetter("a", "b.c"), op.itemgetter(1, "x"), op.methodcaller("m", 1, k=2)]:
    print(repr(g), repr(pickle.loads(pickle.dumps(g))))
table = {"+": op.add, "-": op.sub, "*": op.mul, "/": op.truediv, "//": op.floordiv, "%": op.mod, "**": op.pow, "<<": op.lshift, "&": op.and_, "|": op.or_, "^": op.xor, "@": op.matmul, "<": op.lt, "==": op.eq, "is": op.is_, "in": lambda a, b: op.contains(b, a)}


def rpn(text):
    stack = []
    for word in text.split():
        if word in table:
            b, a = stack.pop(), stack.pop()
            stack.append(table[word](a, b))
        elif word == "neg":
            stack.append(op.neg(stack.pop()))
        elif word == "~":
            stack.append(op.invert(stack.pop()))
        else:
            stack.append(float(word) if "." in word else int(word))
    return stack


for text in ["1 2 + 3 *", "2 10 ** 7 %", "1 0 /", "6 3 & 8 |", "5 neg ~", "1.5 2 *", "1 2 <", "3 4 @", "1 2.0 <<", "+", "7 -2 // 7 -2 %"]:
    t(rpn, text)


class Log:
    """Answers every special method with what was asked."""
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

    for _name in "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul radd rsub iadd isub imul ilshift ior concat".split():
        exec(f"def __{_name}__(self, other, _n='{_name}'): return f'{{_n}}({{other!r}})'")
    for _name in "neg pos invert abs".split():
        exec(f"def __{_name}__(self, _n='{_name}'): return _n")

    def __index__(self):
        return 7

    def __length_hint__(self):
        return 3


x = Log()
print([getattr(op, n)(x, 1) for n in "add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor matmul iadd isub imul itruediv ior ilshift ixor ipow".split()], [op.neg(x), op.pos(x), op.invert(x), op.abs(x)], op.index(x), op.length_hint(x), op.add(1, x), op.sub(1, x))
li = [3, 1, 2]
same = li
li = op.iadd(li, [9])
op.setitem(li, 0, "z")
op.delitem(li, slice(1, 2))
print(li is same, li, op.getitem(li, slice(None, None, -1)), op.countOf([1, 2, 1.0, True], 1), op.indexOf("abc", "c"), op.concat([1], [2]), op.iconcat([1], (2,)), op.contains({1: 2}, 1), op.not_([]), op.truth("x"), op.is_not(1, None), op.length_hint(iter([1, 2])), op.length_hint(3, 8), op.index(True), op.call(max, 3, 4), op.call(dict, a=1))
for bad in [lambda: op.indexOf([1], 5), lambda: op.concat(1, 2), lambda: op.index(1.5), lambda: op.length_hint(1, "x"), lambda: op.add(1), lambda: op.add(1, "x"), lambda: op.iadd((), [1]), lambda: op.contains(5, 1), lambda: op.delitem((1,), 0), lambda: op.countOf(5, 1), lambda: op.call(), lambda: op.matmul(1, 2), lambda: op.not_(), lambda: op.lt(1, "a"), lambda: op.inv("x")]:
    t(bad)
print(functools.reduce(op.or_, [{1}, {2}, {1, 3}]), functools.reduce(op.mul, range(1, 6)), list(map(op.mul, [1, 2], [3, 4])), sum(map(op.mul, (1, 2, 3), (4, 5, 6))), dict(map(op.itemgetter(0, 2), ["abc", "def"])), op.__add__ is op.add, op.add.__name__, [n for n in op.__all__ if n.startswith("i")][:8], len(op.__all__))
