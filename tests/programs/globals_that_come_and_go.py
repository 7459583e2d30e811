"""Module-level names that are made, hidden and deleted between two uses of the same instruction."""
import sys


def shown():
    return len("abc"), value, hidden


value, hidden = 1, 2
seen = []
for turn in range(6):
    try:
        raise ValueError(turn)
    except ValueError as error:
        seen.append(error.args[0])
    if turn == 2:
        def len(s):
            return "our len"
    if turn == 4:
        del len
    value += turn
    seen.append(shown())
    seen.append(len("ab"))
print(seen, "error" in globals())

# Places are used again by other names, tables grow and shrink.
for turn in range(4):
    for i in range(50):
        globals()["name_%d" % i] = i
        value = name_1 + name_0 if turn and i else value
    total = name_0 + name_49 + value
    for i in range(50):
        del globals()["name_%d" % i]
    print(total, value, "name_3" in globals())
    for i in range(49, -1, -1):
        globals()["name_%d" % i] = -i
    print(name_0 + name_49, shown())
    for i in range(0, 50, 1 + turn % 2):
        globals().pop("name_%d" % i)
    for i in range(50):
        globals().pop("name_%d" % i, None)
    try:
        print(name_49)
    except NameError as error:
        print(error)

# A built-in that changes, one that is hidden by another mapping, and one in a class body.
import builtins
for turn in range(3):
    builtins.extra = turn
    print(extra, end=" ")
    del builtins.extra
try:
    extra
except NameError as error:
    print(error)
code = compile("for i in range(3):\n    result.append(len(str(i)))\n    x = i\n    del x", "<code>", "exec")
for names in ({"result": []}, {"result": [], "__builtins__": {"range": range, "len": lambda s: "ours", "str": str}},
              {"result": [], "len": lambda s: "global"}):
    for turn in range(2):
        exec(code, names)
    print(names["result"], "x" in names)


class Body:
    for len in range(3):
        other = len
    print(len, other)
    del len
    print(len("four"))


print(sys.getrefcount(value) > 0, sorted(n for n in globals() if n.startswith("name_")))
