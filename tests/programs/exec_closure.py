# exec() with a closure, sources as buffers.
def f():
    a = 1
    b = 2
    def g():
        nonlocal a
        a += b
        return a
    return g
g = f()
def t(fn):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
t(lambda: exec(g.__code__, {}, closure=g.__closure__)); print(g.__closure__[0].cell_contents)
t(lambda: exec(g.__code__, {}))
t(lambda: exec(g.__code__, {}, closure=g.__closure__[:1]))
t(lambda: exec(g.__code__, {}, closure=list(g.__closure__)))
t(lambda: exec(g.__code__, {}, closure=(1,2)))
t(lambda: exec("1", {}, closure=g.__closure__))
t(lambda: exec(compile("1","","exec"), {}, closure=g.__closure__))
t(lambda: exec(compile("1","","exec"), {}, closure=()))
t(lambda: exec(compile("print(7)","","exec"), {}, closure=None))
t(lambda: eval(g.__code__, {}))
for src in (bytearray(b"1 + 1"), memoryview(b"2 * 3"), memoryview(b"4 - 1 ")[:-1]):
    print(eval(src), eval(compile(src, "f", "eval")))
