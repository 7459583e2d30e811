"""What `ouro leaks` does with a program's source: it marks functions as points of a run, and finds whether what a
program has gathered is read once the gathering is over. """
import ast

ADDING = {"append", "appendleft", "add", "extend", "insert", "setdefault", "update"}
REMOVING = {"clear", "discard", "pop", "popitem", "popleft", "remove"}
SLIGHT = {"bool", "callable", "getsizeof", "hasattr", "id", "isinstance", "len", "type"}  # look at nothing inside
JUDGING = ast.Expr, ast.If, ast.While, ast.UnaryOp, ast.BoolOp  # whether it is empty, at most
LOOPS = ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda


# ---- Marks ------------------------------------------------------------------------------------------------

def _named_functions(tree, name):
    """The functions of this qualified name."""
    *classes, last = name.split(".")
    bodies = [tree]
    for part in classes:
        bodies = [node for body in bodies for node in _definitions(body)
                  if isinstance(node, (ast.ClassDef, *FUNCTIONS)) and node.name == part]
    return [node for body in bodies for node in _definitions(body)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == last]


def _definitions(body):
    """The classes and functions defined in a body, in whatever blocks of it."""
    for node in ast.iter_child_nodes(body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node
        elif isinstance(node, ast.stmt) or isinstance(node, ast.excepthandler):
            yield from _definitions(node)


def mark(tree, name, hook):
    """Lets each call of the functions of this name call hook(), a built-in's name, first. How many there are."""
    functions = _named_functions(tree, name)
    for function in functions:
        call = ast.parse("%s(%r)" % (hook, name)).body[0]
        for node in ast.walk(call):
            if hasattr(node, "lineno"):
                node.lineno = node.end_lineno = function.lineno
                node.col_offset, node.end_col_offset = function.col_offset, function.col_offset
        has_text = ast.get_docstring(function, clean=False) is not None
        function.body.insert(1 if has_text else 0, call)
    return len(functions)


# ---- Who repeats ------------------------------------------------------------------------------------------

def repeats(frames, own, trees):
    """Whether the program itself does again and again what `frames`, its callers from the outermost on, did: not when
    it called a library once, which then did it. `own` tells of a file whether it is the program's; trees(file) gives
    its tree or None."""
    own_frames = [own(file) for file, _ in frames]
    if not any(own_frames) or all(own_frames):
        return True
    last = len(own_frames) - 1 - own_frames[::-1].index(True)
    if last == len(frames) - 1 or False in own_frames[own_frames.index(True):last]:
        return True  # its own line allocates, or a library has called it back
    for file, line in frames[:last + 1]:
        tree = trees(file) if own(file) else None
        if tree is not None and _later_statements(_body_at(tree, line), line)[1]:
            return True
    functions = [frame for frame, is_own in zip(frames, own_frames) if is_own]
    return len(functions) != len(set(functions))  # it calls itself


# ---- What is read later -----------------------------------------------------------------------------------

def _holds(node, line):
    return getattr(node, "lineno", line + 1) <= line <= (getattr(node, "end_lineno", None) or 0)


def _has_loop_at(node, line):
    return any(isinstance(part, LOOPS) and _holds(part, line) for part in ast.walk(node))


def _later_statements(body, line):
    """The statements behind that at a line which run after it, and whether it is in a loop."""
    later, in_loop = [], False
    while body:
        at = next((i for i, statement in enumerate(body) if _holds(statement, line)), None)
        if at is None:
            break
        later += body[at + 1:]
        statement = body[at]
        if isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            later += statement.orelse
            in_loop = True
            break
        blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
        blocks += [handler.body for handler in getattr(statement, "handlers", [])]
        body = next((block for block in blocks
                     if isinstance(block, list) and any(_holds(part, line) for part in block)), None)
        if body is None or isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            in_loop = _has_loop_at(statement, line)
            break
    return later, in_loop


class _Uses(ast.NodeVisitor):
    """How a stretch of code uses what is called by a name (a variable or an attribute), and what it calls."""

    def __init__(self, name):
        self.name = name
        self.adds = False
        self.read_at = None  # the line
        self.called = set()
        self.parents = []

    def generic_visit(self, node):
        self.parents.append(node)
        super().generic_visit(node)
        self.parents.pop()

    def visit_Call(self, node):
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name:
            self.called.add(name)
        self.generic_visit(node)

    def visit_Name(self, node):
        if node.id == self.name:
            self._use(node)

    def visit_Attribute(self, node):
        if node.attr == self.name:
            self._use(node)
        self.generic_visit(node)

    def _use(self, node):
        parent = self.parents[-1]
        above = self.parents[-2] if len(self.parents) > 1 else None
        if isinstance(parent, ast.Attribute):
            if parent.attr in ADDING:
                self.adds = True
            elif isinstance(above, ast.Call) and parent.attr not in REMOVING:
                self._read(node)
        elif isinstance(parent, ast.Subscript) and node is parent.value:
            if isinstance(parent.ctx, ast.Store):
                self.adds = True
            elif isinstance(parent.ctx, ast.Load):
                self._read(node)
        elif isinstance(parent, ast.AugAssign) and node is parent.target:
            self.adds = True
        elif not isinstance(node.ctx, ast.Load) or isinstance(parent, JUDGING):
            pass
        elif isinstance(parent, ast.Call) and node is not parent.func:
            if (getattr(parent.func, "id", None) or getattr(parent.func, "attr", None)) not in SLIGHT:
                self._read(node)
        else:
            self._read(node)

    def _read(self, node):
        if self.read_at is None:
            self.read_at = node.lineno


def _uses(node, name):
    uses = _Uses(name)
    uses.parents = [node]
    uses.visit(node)
    return uses


def _functions_by_name(tree):
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ClassDef):
            found.setdefault(node.name, []).extend(
                part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__")
    return found


def read_later(tree, name, frames):
    """The line where a program reads what it has gathered under a name, after the gathering, whose callers are the
    lines `frames`, outermost first; None when it does not."""
    functions = _functions_by_name(tree)
    later = []
    for line in frames:
        body = _body_at(tree, line)
        statements, in_loop = _later_statements(body, line)
        later += statements
        if in_loop:
            break
    return _Effects(name, functions).of(later)[1]


class _Effects:
    """What code does, in the order in which it does that, to what is called by a name: whether it adds to it, and the
    line that first reads it once it adds no more."""

    def __init__(self, name, functions):
        self.name, self.functions = name, functions
        self.known = {}  # of functions, by name

    def of(self, body):
        adds, read_at = False, None
        for statement in body:
            more, read = self._of_statement(statement)
            if more:
                adds, read_at = True, read
            elif read_at is None:
                read_at = read
        return adds, read_at

    def _of_statement(self, statement):
        if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            return False, None
        if isinstance(statement, (ast.If, ast.With, ast.AsyncWith, ast.Try)):
            blocks = list(getattr(statement, "items", ())) + statement.body
            for handler in getattr(statement, "handlers", ()):
                blocks += handler.body
            return self.of(blocks + getattr(statement, "orelse", []) + getattr(statement, "finalbody", []))
        uses = _uses(statement, self.name)
        adds, read_at = uses.adds, None if uses.adds else uses.read_at
        for called in sorted(uses.called & self.functions.keys()):
            more, read = self._of_function(called)
            if more:
                adds, read_at = True, read
            elif read_at is None:
                read_at = read
        again = isinstance(statement, (ast.For, ast.AsyncFor, ast.While))
        return adds, None if adds and again else read_at

    def _of_function(self, name):
        if name not in self.known:
            self.known[name] = False, None  # while it is looked at: it may call itself
            self.known[name] = self.of([statement for function in self.functions[name] for statement in function.body])
        return self.known[name]


def _body_at(tree, line):
    """The body of the innermost function that a line stands in."""
    innermost = tree
    for node in ast.walk(tree):
        if (isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _holds(node, line) and
                node.body[0].lineno <= line):
            innermost = node
    return innermost.body
