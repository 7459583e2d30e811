"""A tokenizer and a recursive-descent calculator with variables, functions and error positions: prints each input and its value."""


class Token:
    __slots__ = ("kind", "text", "position")

    def __init__(self, kind, text, position):
        self.kind, self.text, self.position = kind, text, position

    def __repr__(self):
        return f"{self.kind}({self.text!r}@{self.position})"


class CalculatorError(Exception):
    def __init__(self, message, position):
        super().__init__(f"{message} at {position}")
        self.position = position


def tokenize(source):
    position = 0
    while position < len(source):
        start, char = position, source[position]
        if char.isspace():
            position += 1
            continue
        if char.isdigit() or char == ".":
            while position < len(source) and (source[position].isdigit() or source[position] == "."):
                position += 1
            kind = "number"
        elif char.isalpha() or char == "_":
            while position < len(source) and (source[position].isalnum() or source[position] == "_"):
                position += 1
            kind = "name"
        elif source[position:position + 2] in ("**", "//"):
            position += 2
            kind = "operator"
        elif char in "+-*/%()=,":
            position += 1
            kind = "operator"
        else:
            raise CalculatorError(f"unexpected {char!r}", position)
        yield Token(kind, source[start:position], start)
    yield Token("end", "", len(source))


class Calculator:
    functions = {"max": max, "min": min, "abs": abs, "sum": lambda *a: sum(a)}
    levels = [{"+": lambda a, b: a + b, "-": lambda a, b: a - b},
              {"*": lambda a, b: a * b, "/": lambda a, b: a / b, "//": lambda a, b: a // b, "%": lambda a, b: a % b}]

    def __init__(self):
        self.variables = {}

    def run(self, source):
        self.tokens = list(tokenize(source))
        self.at = 0
        if len(self.tokens) > 2 and self.tokens[0].kind == "name" and self.tokens[1].text == "=":
            self.at = 2
            value = self.variables[self.tokens[0].text] = self.binary(0)
        else:
            value = self.binary(0)
        if self.peek().kind != "end":
            raise CalculatorError(f"unexpected {self.peek().text!r}", self.peek().position)
        return value

    def peek(self):
        return self.tokens[self.at]

    def accept(self, *texts):
        token = self.peek()
        if token.kind == "operator" and token.text in texts:
            self.at += 1
            return token
        return None

    def expect(self, text):
        if not self.accept(text):
            raise CalculatorError(f"expected {text!r}, not {self.peek().text!r}", self.peek().position)

    def binary(self, level):
        if level == len(self.levels):
            return self.unary()
        value = self.binary(level + 1)
        while token := self.accept(*self.levels[level]):
            right = self.binary(level + 1)
            try:
                value = self.levels[level][token.text](value, right)
            except ZeroDivisionError as error:
                raise CalculatorError("division by zero", token.position) from error
        return value

    def unary(self):
        if self.accept("-"):
            return -self.unary()
        base = self.atom()
        return base ** self.unary() if self.accept("**") else base

    def atom(self):
        token = self.peek()
        self.at += 1
        if token.kind == "number":
            try:
                return float(token.text) if "." in token.text else int(token.text)
            except ValueError:
                raise CalculatorError(f"bad number {token.text!r}", token.position) from None
        if token.kind == "name":
            if self.accept("("):
                arguments = []
                while not self.accept(")"):
                    arguments.append(self.binary(0))
                    if not self.accept(","):
                        self.expect(")")
                        break
                if token.text not in self.functions:
                    raise CalculatorError(f"no function {token.text!r}", token.position)
                return self.functions[token.text](*arguments)
            if token.text in self.variables:
                return self.variables[token.text]
            raise CalculatorError(f"no variable {token.text!r}", token.position)
        if token.text == "(":
            value = self.binary(0)
            self.expect(")")
            return value
        raise CalculatorError(f"unexpected {token.text or 'end'!r}", token.position)


calculator = Calculator()
print(list(tokenize("x1 = 3.5*(y // 2)")))
for line in ["1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "x = 10 // 3", "x * x - 1", "max(x, 7, min(2, 1)) % 4", "1 / 0", "1 +", "(1", "1 2", "y", "f(1)", "3 $ 4", "1.2.3", "sum(1, 2, 3,)", "100 * (2 + 3) / 8", "2 ** 200", "((((((1))))))"]:
    try:
        print(f"{line:30} = {calculator.run(line)}")
    except CalculatorError as error:
        print(f"{line:30} ! {error} (cause: {error.__cause__!r})")
        print(" " * error.position + "^")
