# A small language with closures, loops, lists and errors: a tokenizer with a regular expression, a parser by binding power into
# tuples, a tree walker with environments and a compiler to closures, that must agree. Prints programs' output and errors.
import operator
import re

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"(?:\\.|[^\"\\])*\")|(?P<name>[^\W\d]\w*)|(?P<op>==|!=|<=|>=|->|[-+*/%<>=(){}\[\],;!])|(?P<end>\Z)|(?P<bad>.))", re.S)
POWER = {"or": 1, "and": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
OPS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod, "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}


class Fault(Exception):
    def __init__(self, what, at=None):
        super().__init__(what if at is None else "%s at %d" % (what, at))


def tokens(source):
    at = 0
    while True:
        m = TOKEN.match(source, at)
        if m.lastgroup == "bad":
            raise Fault("bad character %r" % m["bad"], m.start("bad"))
        yield m.lastgroup, m[m.lastgroup], m.start(m.lastgroup)
        if m.lastgroup == "end":
            return
        at = m.end()


class Parser:
    def __init__(self, source):
        self.stream = tokens(source)
        self.advance()

    def advance(self):
        self.kind, self.value, self.at = next(self.stream)

    def accept(self, value):
        if self.kind in ("op", "name") and self.value == value:
            self.advance()
            return True

    def expect(self, value):
        if not self.accept(value):
            raise Fault("expected %r, not %r" % (value, self.value), self.at)

    def block(self):
        out = []
        self.expect("{")
        while not self.accept("}"):
            out.append(self.statement())
        return ("block", out)

    def statement(self):
        if self.accept("let") or self.accept("set"):
            name = self.name(); self.expect("="); value = self.expression(); self.expect(";")
            return ("let", name, value)
        if self.accept("while"):
            return ("while", self.expression(), self.block())
        if self.accept("if"):
            return ("if", self.expression(), self.block(), self.block() if self.accept("else") else ("block", []))
        if self.accept("return"):
            value = self.expression(); self.expect(";")
            return ("return", value)
        value = self.expression(); self.expect(";")
        return ("do", value)

    def name(self):
        name, kind = self.value, self.kind
        if kind != "name":
            raise Fault("expected a name, not %r" % name, self.at)
        self.advance()
        return name

    def expression(self, least=0):
        left = self.unary()
        while (power := POWER.get(self.value, 0)) > least and self.kind in ("op", "name"):
            op = self.value
            self.advance()
            left = ("and" if op == "and" else "or" if op == "or" else "binary", op, left, self.expression(power))
        return left

    def unary(self):
        if self.accept("-"): return ("binary", "-", ("constant", 0), self.unary())
        if self.accept("!"): return ("not", self.unary())
        value = self.atom()
        while True:
            if self.accept("("): value = ("call", value, self.items(")"))
            elif self.accept("["): value = ("item", value, self.expression()); self.expect("]")
            else: return value

    def items(self, end):
        out = []
        while not self.accept(end):
            out.append(self.expression())
            if not self.accept(","):
                self.expect(end)
                break
        return out

    def atom(self):
        kind, value, at = self.kind, self.value, self.at
        if kind == "number": self.advance(); return ("constant", float(value) if "." in value else int(value))
        if kind == "text": self.advance(); return ("constant", re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), value[1:-1]))
        if self.accept("("): value = self.expression(); self.expect(")"); return value
        if self.accept("["): return ("list", self.items("]"))
        if self.accept("fn"):
            self.expect("("); names = [n[1] for n in self.items(")")]
            return ("function", names, ("return", self.expression()) if self.accept("->") else self.block())
        if kind == "name": self.advance(); return ("name", value)
        raise Fault("unexpected %r" % value, at)


class Environment(dict):
    def __init__(self, outer=None): super().__init__(); self.outer = outer
    def __missing__(self, key):
        if self.outer is None: raise Fault("unknown name " + key)
        return self.outer[key]
    def assign(self, key, value):
        env = self
        while env is not None and key not in env: env = env.outer
        (self if env is None else env)[key] = value


class Return(Exception): pass


def call(f, args):
    if not callable(f): raise Fault("not a function: %r" % (f,))
    return f(*args)


def function(names, env, run):
    def made(*args):
        if len(args) != len(names): raise Fault("takes %d, not %d" % (len(names), len(args)))
        inner = Environment(env); inner.update(zip(names, args))
        try: run(inner)
        except Return as r: return r.args[0]
    return made


def walk(node, env):
    match node:
        case ("block", body):
            for n in body: walk(n, env)
        case ("let", name, value): env.assign(name, walk(value, env))
        case ("while", test, body):
            while walk(test, env): walk(body, env)
        case ("if", test, yes, no): walk(yes if walk(test, env) else no, env)
        case ("return", value): raise Return(walk(value, env))
        case ("do", value): walk(value, env)
        case ("and", _, a, b): return walk(a, env) and walk(b, env)
        case ("or", _, a, b): return walk(a, env) or walk(b, env)
        case ("binary", op, a, b): return OPS[op](walk(a, env), walk(b, env))
        case ("not", a): return not walk(a, env)
        case ("call", f, args): return call(walk(f, env), [walk(a, env) for a in args])
        case ("item", a, i): return walk(a, env)[walk(i, env)]
        case ("list", items): return [walk(a, env) for a in items]
        case ("constant", value): return value
        case ("name", name): return env[name]
        case ("function", names, body): return function(names, env, lambda inner: walk(body, inner))
        case _: raise AssertionError(node)


def raise_(error): raise error


def loop(test, body):
    def run(env):
        while test(env): body(env)
    return run


def build(node):
    kind, *parts = node
    if kind == "constant": return lambda env, v=parts[0]: v
    if kind == "name": return lambda env, n=parts[0]: env[n]
    if kind in ("block", "list"):
        built = [build(p) for p in parts[0]]
        return lambda env: [p(env) for p in built]
    if kind == "let": value = build(parts[1]); return lambda env: env.assign(parts[0], value(env))
    if kind == "while": return loop(*map(build, parts))
    if kind == "if": test, yes, no = map(build, parts); return lambda env: (yes if test(env) else no)(env)
    if kind in ("return", "do", "not"):
        value = build(parts[0])
        return {"return": lambda env: raise_(Return(value(env))), "do": value, "not": lambda env: not value(env)}[kind]
    if kind in ("and", "or", "binary"):
        op, a, b = parts[0], build(parts[1]), build(parts[2])
        return {"and": lambda env: a(env) and b(env), "or": lambda env: a(env) or b(env)}.get(kind) or (lambda env, f=OPS[op]: f(a(env), b(env)))
    if kind == "call": f, args = build(parts[0]), [build(p) for p in parts[1]]; return lambda env: call(f(env), [a(env) for a in args])
    if kind == "item": a, i = map(build, parts); return lambda env: a(env)[i(env)]
    names, body = parts[0], build(parts[1])
    return lambda env: function(names, env, body)


def run(source):
    answers = []
    for how in walk, lambda tree, env: build(tree)(env):
        out = []
        env = Environment()
        env.update(print=lambda *a: out.append(" ".join(map(str, a))), push=lambda l, x: l.append(x), len=len, text=str)
        try:
            how(Parser("{" + source + "}").block(), env)
        except (Fault, ZeroDivisionError, TypeError, IndexError, RecursionError) as error:
            out.append("%s: %s" % (type(error).__name__, str(error)[:32]))
        except Return as r:
            out.append("returned %s" % r.args)
        answers.append(out)
    print(*answers[0], sep=" | ")
    assert answers[0] == answers[1], answers


run('print(1 + 2 * 3 - -4, (1 + 2) * 3, 7 % 4 / 2, "a\\n\\"b" + "c", 1 < 2 == 2 > 1, !0, [1, [2]][1][0]);')
run('let fib = fn(n) { if n < 2 { return n; } return fib(n - 1) + fib(n - 2); }; print(fib(15));')
run('let make = fn(n) { return fn(by) { set n = n + by; return n; }; }; let c = make(10); let d = make(0); c(1); d(5); print(c(2), d(5));')
run('let i = 0; let out = []; while i < 5 { if i % 2 == 0 { push(out, i * i); } else { push(out, text(i)); } set i = i + 1; } print(out, len(out));')
run('let compose = fn(f, g) -> fn(x) -> f(g(x)); print(compose(fn(x) -> x * 2, fn(x) -> x + 1)(20));')
run('print(0 and nothing(), 1 or nothing(), 0 or "end"); nothing();')
run('let sieve = fn(n) { let marks = []; let i = 0; let found = []; while i < n { push(marks, 1); set i = i + 1; } return found; }; print(sieve(3)); return 5;')
for bad in "let = 5;", "print(1;", "let é = 1; print(é); $", "print(1 / 0);", '1 + "a";', "5();", "let f = fn(a) -> a; f();", "[1][5];", "let f = fn() -> f(); f();", "while 1 { return 3; }", "}", "1 +", '"open': run(bad)
