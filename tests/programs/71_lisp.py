"""A Lisp interpreter: reader, environments, lambda, macros by quasi-quotation, tail calls in a loop, errors. Prints each form and its value."""


class LispError(Exception):
    pass


class Symbol(str):
    __slots__ = ()

    def __repr__(self):
        return str(self)


def read(text):
    for old, new in (("(", " ( "), (")", " ) "), ("'", " ' "), ("`", " ` "), (",", " , ")):
        text = text.replace(old, new)
    tokens = text.split()
    at = 0

    def form():
        nonlocal at
        if at >= len(tokens):
            raise LispError("unexpected end")
        token = tokens[at]
        at += 1
        if token == "(":
            items = []
            while at < len(tokens) and tokens[at] != ")":
                items.append(form())
            if at >= len(tokens):
                raise LispError("missing )")
            at += 1
            return items
        if token == ")":
            raise LispError("unexpected )")
        if token in "'`,":
            return [Symbol({"'": "quote", "`": "quasi", ",": "unquote"}[token]), form()]
        for kind in (int, float):
            try:
                return kind(token)
            except ValueError:
                pass
        return Symbol(token)

    while at < len(tokens):
        yield form()


def show(x):
    match x:
        case True: return "#t"
        case False: return "#f"
        case None: return "nil"
        case list(): return "(" + " ".join(map(show, x)) + ")"
        case Lambda(): return f"<lambda {show(x.parameters)}>"
    return str(x)


class Environment(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope:
                return scope
            scope = scope.outer
        raise LispError(f"unbound {name}")


class Lambda:
    __slots__ = ("parameters", "body", "scope", "macro")

    def __init__(self, parameters, body, scope, macro=False):
        self.parameters, self.body, self.scope, self.macro = parameters, body, scope, macro

    def bind(self, args):
        if len(args) != len(self.parameters):
            raise LispError(f"expected {len(self.parameters)} arguments, got {len(args)}")
        return Environment(self.parameters, args, self.scope)


def quasi(x, scope):
    if not isinstance(x, list):
        return x
    if x and x[0] == "unquote":
        return evaluate(x[1], scope)
    return [quasi(item, scope) for item in x]


def evaluate(x, scope):
    while True:
        match x:
            case Symbol(): return scope.find(x)[x]
            case [] | int() | float() | None: return x
            case ["quote", value]: return value
            case ["quasi", value]: return quasi(value, scope)
            case ["if", test, then, *otherwise]:
                x = then if evaluate(test, scope) not in (False, None) else otherwise[0] if otherwise else None
            case ["define", [name, *parameters], *body]:
                scope[name] = Lambda(parameters, body, scope)
                return name
            case ["define", Symbol() as name, value]:
                scope[name] = evaluate(value, scope)
                return name
            case ["macro", [name, *parameters], *body]:
                scope[name] = Lambda(parameters, body, scope, True)
                return name
            case ["set", name, value]:
                scope.find(name)[name] = result = evaluate(value, scope)
                return result
            case ["lambda", parameters, *body]: return Lambda(parameters, body, scope)
            case ["let", bindings, *body]:
                scope = Environment([b[0] for b in bindings], [evaluate(b[1], scope) for b in bindings], scope)
                for part in body[:-1]:
                    evaluate(part, scope)
                x = body[-1]
            case [head, *rest]:
                function = evaluate(head, scope)
                if isinstance(function, Lambda):
                    inner = function.bind(rest if function.macro else [evaluate(a, scope) for a in rest])
                    for part in function.body[:-1]:
                        evaluate(part, inner)
                    if function.macro:
                        x = evaluate(function.body[-1], inner)
                    else:
                        x, scope = function.body[-1], inner
                elif callable(function):
                    return function(*[evaluate(a, scope) for a in rest])
                else:
                    raise LispError(f"{show(function)} is no function")


def divide(a, b):
    if b == 0:
        raise LispError("division by zero")
    return a / b


top = Environment()
top.update({"+": lambda *a: sum(a), "-": lambda a, *b: a - sum(b) if b else -a, "*": lambda a, b: a * b, "/": divide, "<": lambda a, b: a < b, "=": lambda a, b: a == b, "list": lambda *a: list(a), "car": lambda a: a[0], "cdr": lambda a: a[1:], "cons": lambda a, b: [a] + b, "null": lambda a: a == [], "not": lambda a: a in (False, None), "#t": True, "#f": False, "nil": None, "apply": lambda f, a: f(*a)})
program = """
(+ 1 2 3) (- 5) (* 3 (- 10 4)) (define x 7) (set x (+ x 1)) x '(1 (2 x) y) (if (< x 5) 'small 'big)
(define (square n) (* n n)) (square 12) square ((lambda (a b) (list b a)) 1 2)
(define (fact n) (if (= n 0) 1 (* n (fact (- n 1))))) (fact 50)
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n)))) (loop 20000 0)
(define (map f l) (if (null l) '() (cons (f (car l)) (map f (cdr l))))) (map square '(1 2 3 4))
(define (compose f g) (lambda (v) (f (g v)))) ((compose square (lambda (v) (+ v 1))) 4)
(define (counter) (let ((n 0)) (lambda () (set n (+ n 1))))) (define c (counter)) (c) (c) (c)
(macro (unless test body) `(if ,test nil ,body)) (unless (< 1 2) (undefined)) (unless (< 2 1) 'ran)
(macro (swap a b) `(let ((old ,a)) (set ,a ,b) (set ,b old))) (define p 1) (define q 2) (swap p q) (list p q)
(let ((a 1) (b 2)) (set a 10) (+ a b)) (/ 7 2) (/ 1 0) (nope) (fact 1 2) (1 2) (car '())
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 15) 3.5 -2 #t nil ()
"""
for form in read(program):
    try:
        print(show(form), "=>", show(evaluate(form, top)))
    except (LispError, IndexError) as error:
        print(show(form), "!!", type(error).__name__, error)
for bad in ["(1 2", ")", "'"]:
    try:
        print(list(read(bad)))
    except LispError as error:
        print(bad, "!!", error)
try:
    evaluate(next(read("(fact 100000)")), top)
except RecursionError as error:
    print(type(error).__name__)
