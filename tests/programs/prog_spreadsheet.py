"""A spreadsheet: cells with formulas parsed by ast, ranges, functions, dependencies in order, cycles and errors that spread, saved as CSV. Prints the sheets."""
import ast
import csv
import io
import operator
import re
from functools import reduce
from graphlib import CycleError, TopologicalSorter

CELL = re.compile(r"\b([A-Z]{1,2})(\d{1,3})\b")
RANGE = re.compile(r"\b([A-Z]{1,2}\d{1,3}):([A-Z]{1,2}\d{1,3})\b")
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow, ast.Mod: operator.mod, ast.USub: operator.neg, ast.UAdd: operator.pos,
             ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq, ast.NotEq: operator.ne}


class SheetError(Exception):
    """What stands in a cell that has no value."""


def column(name):
    return reduce(lambda n, c: n * 26 + ord(c) - 64, name, 0)


def letters(n):
    return (letters((n - 1) // 26) if n > 26 else "") + chr(65 + (n - 1) % 26)


def cells(first, last):
    (c1, r1), (c2, r2) = CELL.match(first).groups(), CELL.match(last).groups()
    return [f"{letters(c)}{r}" for r in range(int(r1), int(r2) + 1) for c in range(column(c1), column(c2) + 1)]


FUNCTIONS = {
    "SUM": lambda *v: sum(flat(v)), "AVG": lambda *v: sum(flat(v)) / len(flat(v)), "MAX": lambda *v: max(flat(v)), "COUNT": lambda *v: len(flat(v)), "IF": lambda test, yes, no: yes if test else no,
    "ROUND": round, "UPPER": str.upper, "JOIN": lambda sep, *v: sep.join(map(str, flat(v))), "LEN": len,
}


def flat(values):
    return [x for v in values for x in (flat(v) if isinstance(v, list) else [v]) if x != ""]


class Sheet:
    def __init__(self):
        self.formulas, self.values = {}, {}

    def __setitem__(self, name, text):
        self.formulas[name] = text

    def parse(self, text):
        text = RANGE.sub(lambda m: "[" + ",".join(cells(*m.groups())) + "]", text[1:]).replace("<>", "!=")
        text = re.sub(r"(?<![<>=!])=(?!=)", "==", text).replace("^", "**")
        return ast.parse(text.strip(), mode="eval").body

    def compute(self):
        trees, needs = {}, {}
        self.values = {}
        for name, text in self.formulas.items():
            if text.startswith("="):
                try:
                    trees[name] = self.parse(text)
                    needs[name] = [n.id for n in ast.walk(trees[name]) if isinstance(n, ast.Name) and CELL.fullmatch(n.id)]
                except SyntaxError:
                    self.values[name] = SheetError("#SYNTAX")
            else:
                try:
                    self.values[name] = int(text) if text.lstrip("-").isdigit() else float(text)
                except ValueError:
                    self.values[name] = text
        while True:
            try:
                order = list(TopologicalSorter(needs).static_order())
                break
            except CycleError as e:
                for name in e.args[1]:
                    self.values[name] = SheetError("#CYCLE")
                    needs.pop(name, None)
        for name in order:
            if name in needs and name not in self.values:
                try:
                    self.values[name] = self.evaluate(trees[name])
                except SheetError as e:
                    self.values[name] = e
                except ZeroDivisionError:
                    self.values[name] = SheetError("#DIV/0")
                except (TypeError, ValueError, AttributeError):
                    self.values[name] = SheetError("#VALUE")

    def evaluate(self, node):
        match node:
            case ast.Constant(value=v):
                return v
            case ast.Name(id=name):
                value = self.values.get(name, "") if CELL.fullmatch(name) else SheetError("#NAME")
                if isinstance(value, SheetError):
                    raise value
                return value
            case ast.BinOp(left=a, op=op, right=b):
                x, y = self.evaluate(a), self.evaluate(b)
                return OPERATORS[type(op)](0 if x == "" else x, 0 if y == "" else y)
            case ast.UnaryOp(op=op, operand=a):
                return OPERATORS[type(op)](self.evaluate(a))
            case ast.Compare(left=a, ops=[op], comparators=[b]):
                return OPERATORS[type(op)](self.evaluate(a), self.evaluate(b))
            case ast.List(elts=items):
                return [self.evaluate(i) for i in items]
            case ast.Call(func=ast.Name(id="IF"), args=[test, yes, no]):
                return self.evaluate(yes if self.evaluate(test) else no)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                return FUNCTIONS[name](*map(self.evaluate, args))
        raise SheetError("#NAME")

    def show(self):
        used = [CELL.match(n).groups() for n in self.formulas]
        columns = range(1, max(column(c) for c, _ in used) + 1)
        print("   " + "".join(f"{letters(c):>10}" for c in columns))
        for r in range(1, max(int(r) for _, r in used) + 1):
            row = []
            for c in columns:
                v = self.values.get(f"{letters(c)}{r}", "")
                row.append(f"{v:>10.2f}" if isinstance(v, float) else f"{v!s:>10}")
            print(f"{r:>3}" + "".join(row))

    @classmethod
    def load(cls, text):
        sheet = cls()
        for r, row in enumerate(csv.reader(io.StringIO(text)), 1):
            for c, value in enumerate(row, 1):
                if value:
                    sheet[f"{letters(c)}{r}"] = value
        return sheet

    def save(self):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for r in range(1, 1 + max(int(CELL.match(n)[2]) for n in self.formulas)):
            writer.writerow([self.formulas.get(f"{letters(c)}{r}", "") for c in range(1, 6)])
        return out.getvalue()


s = Sheet.load('''item,price,count,total,share
apple,1.25,4,=B2*C2,=D2/D$5*100
pear,0.5,10,=B3*C3,=ROUND(D3/D5*100)
plum,3,,=B4*C4,"=IF(D4>0, D4/D5, ""none"")"
sum,,"=SUM(C2:C4)",=SUM(D2:D4),"=JOIN(""-"", A2:A4)"
''')
s.compute()
s.show()
s["E2"] = "=D2/D5*100"
s["C4"] = "2"
s["A6"] = "=UPPER(A2)"
s["B6"] = "=AVG(B2:B4)^2"
s["C6"] = "=D6+1"
s["D6"] = "=C6*2"
s["E6"] = "=D6"
s["A7"] = "=1/0"
s["B7"] = "=A7+1"
s["C7"] = "=NOPE(1)"
s["D7"] = "=A2*A3"
s["E7"] = "=-(2+3)%4"
s["A8"] = "=MAX(B2:C4)"
s["B8"] = "=1+"
s["C8"] = "=COUNT(A1:E5)"
s["D8"] = "=A2=A2"
s["E8"] = '=IF(1<>2, LEN("four"), A7)'
s.compute()
s.show()
print(s.save())
again = Sheet.load(s.save())
again.compute()
print({k: str(v) for k, v in again.values.items()} == {k: str(v) for k, v in s.values.items()}, [letters(n) for n in (1, 26, 27, 52, 702)], [column(x) for x in ("A", "Z", "AA", "ZZ")], cells("B2", "C3"))
