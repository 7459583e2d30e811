# The messages for arguments of the wrong type, for many functions and operations.
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
for v in (None, ..., NotImplemented, 1):
    t(lambda: "a".join(v)); t(lambda: [].extend(v)); t(lambda: f(*v)); t(lambda: dict(v)); t(lambda: {}.update(v)); t(lambda: print(**v))
    t(lambda: "".join([v])); t(lambda: b"".join([v])); t(lambda: len(v)); t(lambda: v()); t(lambda: v[0]); t(lambda: v.x)
    t(lambda: "abc".startswith(v)); t(lambda: "abc".replace(v, "a")); t(lambda: "abc".find(v)); t(lambda: v in "abc"); t(lambda: int(v)); t(lambda: float(v)); t(lambda: complex(v))
    t(lambda: "abc".split(v, v)); t(lambda: "abc".encode(v)); t(lambda: b"abc".decode(v)); t(lambda: str(b"a", v)); t(lambda: bytes(v, "a"));
    t(lambda: getattr(1, v)); t(lambda: setattr(1, v, 1)); t(lambda: isinstance(1, v)); t(lambda: issubclass(v, int)); t(lambda: type(v, v, v)); t(lambda: type("a", v, {})); t(lambda: type("a", (), v)); t(lambda: type(v, (), {}))
    t(lambda: sorted([v, v])); t(lambda: sum(v)); t(lambda: sum([v])); t(lambda: max(v)); t(lambda: iter(v)); t(lambda: next(v)); t(lambda: reversed(v)); t(lambda: enumerate(v)); t(lambda: zip(v)); t(lambda: map(v)); t(lambda: map(1, v)); t(lambda: filter(v, v)); t(lambda: range(v)); t(lambda: slice(1)[v])
    t(lambda: chr(v)); t(lambda: ord(v)); t(lambda: hex(v)); t(lambda: abs(v)); t(lambda: round(v)); t(lambda: divmod(v, 1)); t(lambda: pow(v, 1)); t(lambda: -v); t(lambda: v + 1); t(lambda: v < 1); t(lambda: 1 @ v)
    t(lambda: print(sep=v, end=3) if v is None else print(sep=v)); t(lambda: print(end=...)); t(lambda: exec(v)); t(lambda: eval(v)); t(lambda: compile(v, v, v)); t(lambda: format(1, v)); t(lambda: format(v, "d")); t(lambda: "%d" % v); t(lambda: "%s" % v); t(lambda: "{:d}".format(v)); t(lambda: "%c" % v)
    t(lambda: "a" + v); t(lambda: b"a" + v); t(lambda: [] + v); t(lambda: () + v); t(lambda: [1] * v); t(lambda: "a" * v); t(lambda: {} | v); t(lambda: {1} | v); t(lambda: {1}.union(v)); t(lambda: [1].index(v)); t(lambda: [1].insert(v, 1)); t(lambda: [1].pop(v)); t(lambda: [1][v]); t(lambda: (1,)[v]); t(lambda: "a"[v]); t(lambda: b"a"[v]); t(lambda: [1].sort(key=v)); t(lambda: [2, 1].sort(reverse=v))
    t(lambda: int("1", v)); t(lambda: int(v, 1)); t(lambda: "a".center(v)); t(lambda: "a".center(9, v)); t(lambda: "a".translate(v)); t(lambda: str.maketrans(v)); t(lambda: "a".zfill(v)); t(lambda: "a".expandtabs(v)); t(lambda: "a".strip(v)); t(lambda: "a".partition(v)); t(lambda: "a".count(v)); t(lambda: "a".format_map(v)); t(lambda: "{a}".format_map(v)); t(lambda: bytes.fromhex(v)); t(lambda: int.from_bytes(v, "big")); t(lambda: (1).to_bytes(v, "big")); t(lambda: (1).to_bytes(1, v)); t(lambda: dict.fromkeys(v)); t(lambda: float.fromhex(v)); t(lambda: property(v).__get__(1)); t(lambda: super(v)); t(lambda: super(int, v)); t(lambda: classmethod(v).__get__(1)()); t(lambda: hash([v])); t(lambda: vars(v)); t(lambda: dir(v) and 0); t(lambda: __import__(v)); t(lambda: id(v) and 0)
    def g(): raise v
    t(g)
    def g():
        try: 1/0
        except v: pass
    t(g)
    def g():
        with v: pass
    t(g)
    def g():
        raise ValueError from v
    t(g)
    def g():
        a, b = v
    t(g)
    def g():
        yield from v
    t(lambda: list(g()))
    def g():
        class C(v): pass
    t(g)
    def g():
        del v.x
    t(g)
    def g():
        v[0] = 1
    t(g)
    def g():
        del v[0]
    t(g)
    def g():
        v.x = 1
    t(g)
