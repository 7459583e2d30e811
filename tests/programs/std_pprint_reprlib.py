"""pprint, reprlib, textwrap: wide and deep data set out in lines, widths, sorting, recursion, dataclasses; short representations; paragraphs wrapped. Prints them."""
import collections
import dataclasses
import io
import pprint
import reprlib
import textwrap
import types
from pprint import PrettyPrinter, pformat, pp


@dataclasses.dataclass
class Point:
    name: str
    values: list
    hidden: int = dataclasses.field(default=0, repr=False)


class Own:
    def __repr__(self):
        return "Own(\n  lines)"


DATA = {"name": "A name of some length", "list": list(range(25)), "nested": {"k%d" % i: {"deep": [i] * i} for i in range(5)}, "tuple": ("one",), "long": "word " * 30, "bytes": bytes(range(60)), "set": set(range(12)), "frozen": frozenset(["a"]), (2, 1): None, "empty": [[], {}, (), set()]}
del DATA[(2, 1)]
pprint.pprint(DATA)
for options in [dict(width=40), dict(indent=4, width=60), dict(depth=2), dict(compact=True, width=50), dict(sort_dicts=False, width=200), dict(underscore_numbers=True), dict(width=1)]:
    print(options)
    pprint.pprint({"b": [1000000, 2, [3, [4, [5]]]], "a": ("x" * 30, "y" * 30, {"z": 1234567})}, **options)
loop = [1]
loop.append(loop)
d = {"l": loop}
d["d"] = d
print(pprint.saferepr(d).replace(str(id(loop)), "ID1").replace(str(id(d)), "ID2"), pprint.isrecursive(loop), pprint.isreadable(loop), pprint.isreadable([1, "x"]), pprint.isreadable(Own()))
pp({"z": 1, "a": 2})
for v in [collections.OrderedDict((i, "v" * 20) for i in range(4)), collections.defaultdict(list, {"k" * 30: ["v" * 30, "w" * 30]}), collections.Counter("a" * 5 + "b" * 3 + "ccc"), collections.deque(["item number %d" % i for i in range(6)], maxlen=9), collections.ChainMap({"a" * 40: 1}, {"b" * 40: 2}), types.SimpleNamespace(x="x" * 40, y="y" * 40), types.MappingProxyType({"m" * 40: "n" * 40}),
          Point("p" * 40, list(range(20))), collections.UserDict({"u" * 30: "v" * 50}), collections.UserList(["w" * 40, "x" * 40]), bytearray(b"q" * 100), "line one\nline two " * 4, Own(), [Own(), Own()], {"a" * 20: "text with 'quotes' and \"more\" " * 3}, ("single " * 15,), 10 ** 90, {frozenset({1}), frozenset({2})} and {1: 2, "a": 3, None: 4, (1, 2): 5}]:
    pprint.pprint(v, width=60)


class Hex(PrettyPrinter):
    def format(self, o, context, maxlevels, level):
        if isinstance(o, int):
            return hex(o), True, False
        return super().format(o, context, maxlevels, level)


Hex(width=30).pprint([10, {"k": [255, 256]}, list(range(12))])
out = io.StringIO()
pprint.pprint([1, 2], stream=out)
print(repr(out.getvalue()), pformat("x" * 5), pformat([]), repr(pformat("a b " * 30, width=30)))
for bad in [dict(indent=-1), dict(depth=0), dict(width=0)]:
    try:
        PrettyPrinter(**bad)
    except ValueError as e:
        print(e)

r = reprlib.Repr()
print(r.repr(list(range(20))), r.repr("x" * 100), r.repr({i: i for i in range(9)}), r.repr(set(range(9))), r.repr(tuple("abcdefghij")), r.repr(10 ** 100), r.repr(frozenset(range(8))), r.repr(collections.deque(range(9))), r.repr([[[[[[[1]]]]]]]), r.repr({"k": {"k": {"k": {"k": {"k": {"k": {"k": 1}}}}}}}), reprlib.repr(b"z" * 99), sep="\n")
r.maxlist, r.maxstring, r.maxlevel, r.fillvalue = 2, 12, 2, "~"
print(r.repr([1, 2, 3]), r.repr("abcdefghijklmnop"), r.repr([[[[]]]]), r.repr(Own()), r.repr([1]))


class Node(list):
    @reprlib.recursive_repr("<again>")
    def __repr__(self):
        return "Node" + list.__repr__(self)


n = Node([1])
n.append(n)
print(n, Node.__repr__.__name__)

TEXT = "The quick brown fox, which is well-known for jumping over lazy dogs -- and (sometimes) for an extraordinarilylongword-with-hyphens; it never tires.  New sentence."
for options in [dict(width=30), dict(width=20, break_long_words=False), dict(width=25, break_on_hyphens=False), dict(width=30, initial_indent="* ", subsequent_indent="  "), dict(width=30, max_lines=2), dict(width=30, max_lines=2, placeholder="~"), dict(width=40, fix_sentence_endings=True), dict(width=1)]:
    print(options, textwrap.wrap(TEXT, **options) if options["width"] > 1 else len(textwrap.wrap(TEXT, **options)))
print(textwrap.fill("a\tb\nc   d", width=20, tabsize=4, expand_tabs=True), textwrap.wrap("a\n\n b", replace_whitespace=False), textwrap.wrap(""), textwrap.wrap("   "), textwrap.wrap(" lead", drop_whitespace=False), textwrap.shorten("Hello   big  world", 12), textwrap.shorten("Hello world", width=10, placeholder="..."), textwrap.shorten("toolongword", 9))
for bad in [lambda: textwrap.wrap("x y", 0), lambda: textwrap.shorten("some text", 2), lambda: textwrap.wrap("a b", width=3, max_lines=1, placeholder="xxxxx")]:
    try:
        print(bad())
    except ValueError as e:
        print(e)
print(repr(textwrap.dedent("""
    one
      two
\t
    three
  """)), repr(textwrap.dedent("  a\n\tb\n")), repr(textwrap.dedent("\ta\n\t  b")), repr(textwrap.indent("a\n\n b\n", "> ")), repr(textwrap.indent("a\n\nb", "- ", lambda line: True)))
