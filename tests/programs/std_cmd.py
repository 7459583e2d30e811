# stdin: help\nhelp add\nhelp nothing\nadd 3 4\nadd x\n\n?list\n! ls -l\nlist\nunknown thing\nlast\n  add   5   6  \n.\nquit\nadd 9 9\n
"""cmd: a line-oriented interpreter over its own streams and over standard input: help, completion, empty lines, hooks, the end of input. Prints the dialogues."""
import cmd
import io
import sys


class Shell(cmd.Cmd):
    intro = "Welcome."
    prompt = "> "
    doc_header = "Commands"
    undoc_header = "Undocumented"
    misc_header = "Topics"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = []

    def precmd(self, line):
        if line.startswith("."):
            return "list"
        return line

    def postcmd(self, stop, line):
        self.stdout.write(f"  [{line!r} stop={stop}]\n")
        return stop

    def preloop(self):
        self.stdout.write("preloop\n")

    def postloop(self):
        self.stdout.write("postloop\n")

    def do_add(self, arg):
        """add A B: add two numbers
        and keep them"""
        try:
            a, b = map(int, arg.split())
        except ValueError as e:
            self.stdout.write(f"bad: {e}\n")
        else:
            self.items.append(a + b)
            self.stdout.write(f"{a + b}\n")

    def complete_add(self, text, line, begin, end):
        return [w for w in ("alpha", "beta", "alphabet") if w.startswith(text)]

    def do_list(self, arg):
        self.columnize([str(i) for i in self.items], 30)

    def help_list(self):
        self.stdout.write("list: what was added\n")

    def help_life(self):
        self.stdout.write("42\n")

    def do_shell(self, arg):
        self.stdout.write(f"shell {arg!r}\n")

    def do_quit(self, arg):
        return True

    def do_EOF(self, arg):
        self.stdout.write("eof\n")
        return 1


shell = Shell()
shell.use_rawinput = False
shell.cmdloop()
print("rest:", sys.stdin.readline().strip())
out = io.StringIO()
second = Shell(completekey=None, stdin=io.StringIO("help life\nhelp add\nadd 1\n!x\n"), stdout=out)
second.use_rawinput = False
second.cmdloop("Other intro")
print(out.getvalue())
print(shell.parseline("add 1 2"), shell.parseline("?x y"), shell.parseline("!ls"), shell.parseline(""), shell.parseline("  a-b c"), shell.parseline("123 x"))
print(shell.completenames("a"), shell.completenames(""), sorted(shell.complete_help("l")), shell.completedefault(1, 2))
print(shell.get_names()[:0], sorted(n for n in shell.get_names() if n.startswith("do_")), shell.lastcmd)
for line in ["shell x", "add 20 22", "", "nosuch", "EOF", "?", "help help"]:
    print("->", shell.onecmd(line))


class Quiet(cmd.Cmd):
    def emptyline(self):
        print("(empty)", file=self.stdout)

    def default(self, line):
        print("default", repr(line), file=self.stdout)
        return line == "bye"


q = Quiet(stdout=sys.stdout)
q.cmdqueue = ["a b", "", "help nothing", "bye", "never"]
q.use_rawinput = False
q.cmdloop()
print(q.cmdqueue)
q.onecmd("help")
columns = [f"item{i * i}" for i in range(25)]
q.columnize(columns, 60)
q.columnize([], 10)
q.columnize(["one"], 10)
try:
    q.columnize(["a", 1])
except TypeError as e:
    print(e)
