import traceback

for operation in (lambda: 1(),
                  lambda: "x"(),
                  lambda: None(),
                  lambda: [1](0),
                  lambda: 1[0],
                  lambda: None["x"],
                  lambda: len[0],
                  lambda: [1]["a"],
                  lambda: [1][1.0],
                  lambda: "a"["b"],
                  lambda: (1,)[None],
                  lambda: b"a"["x"],
                  lambda: range(3)["a"],
                  lambda: object()[0],
                  lambda: int[0],
                  lambda: {1}[0],
                  lambda: (n for n in [])[0],
                  lambda: [1].__setitem__("a", 1),
                  lambda: (1,).__setitem__,
                  lambda: [*1],
                  lambda: {*1},
                  lambda: {**1},
                  lambda: (*None,),
                  lambda: {**[1]},
                  lambda: print(*1),
                  lambda: [n for n in 5],
                  lambda: (yield_ for yield_ in 5),
                  lambda: "abc"[1:"x"],
                  lambda: [1, 2][::0],
                  lambda: [1]["a":]):
    try:
        operation()
    except Exception:
        traceback.print_exc()


def assign(action):
    try:
        exec(action, {"t": (1, 2), "s": "abc",
        "l": [1], "i": 5, "f": len, "d": {}, "n": None, "r": range(4), "b": b"ab"})
    except Exception:
        traceback.print_exc()


for action in ("t[0] = 1",
               "s[0] = 'x'",
               "del t[0]",
               "del s[0]",
               "i[0] = 1",
               "del i[0]",
               "l['a'] = 1",
               "l[0:1] = 5",
               "l[::2] = [1, 2, 3]",
               "d[[]] = 1",
               "n.x = 1",
               "r[0] = 1",
               "b[0] = 1",
               "n[0] = 1",
               "f[0] = 1",
               "a, b = 5",
               "a, b = 1, 2, 3",
               "a, b, c = 1, 2",
               "a, *b, c = [1]",
               "a, b = {}",
               "a, b = 'abc'",
               "[a, b] = n",
               "(a, b), c = 1, 2",
               "for a, b in [1, 2]: pass",
               "for x in 5: pass",
               "for x in n: pass",
               "with 5: pass",
               "with l as x: pass",
               "raise 5",
               "raise 'text'",
               "raise len",
               "raise ValueError from 5",
               "assert 0, 'why'",
               "import nosuch",
               "from os import nosuch",
               "l += 5",
               "i += 'x'",
               "t += [1]",
               "s += 1",
               "d |= 5",
               "del d['x']",
               "del undefined",
               "del n.x"):
    assign(action)
items = {"one": 1}
items.one()
