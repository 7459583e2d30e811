"""difflib: ratios, matching blocks, opcodes, unified, context and n-diffs, restoring, close matches, tables in HTML. Prints them."""
import difflib
import re

OLD = """one
two
three
four
five
six
  indented line here
seven
eight
nine
ten
the quick brown fox
eleven
""".splitlines(keepends=True)
NEW = """one
two
3
four
five
six
 indented line there
seven
inserted
eight
nine
ten
the quick red fox
twelve""".splitlines(keepends=True)

print("".join(difflib.unified_diff(OLD, NEW, "old.txt", "new.txt", "2024-01-01", "2024-01-02")))
print("".join(difflib.unified_diff(OLD, NEW, n=0)))
print("".join(difflib.context_diff(OLD, NEW, "a", "b", n=1)))
nd = list(difflib.ndiff(OLD, NEW))
print("".join(nd))
print("".join(difflib.restore(nd, 1)) == "".join(OLD), "".join(difflib.restore(nd, 2)) == "".join(NEW))
try:
    list(difflib.restore(nd, 3))
except ValueError as e:
    print(e)
print(list(difflib.unified_diff([], [])), list(difflib.unified_diff(["a"], ["a"])), list(difflib.unified_diff([], ["x"], lineterm="")), list(difflib.context_diff(["x"], [], lineterm="")))
s = difflib.SequenceMatcher(None, "abxcd", "abcd")
print(s.ratio(), s.quick_ratio(), s.real_quick_ratio(), s.find_longest_match(), s.get_matching_blocks(), s.get_opcodes())
s.set_seq1("bcd")
print(s.ratio(), s.find_longest_match(0, 2, 1, 3))
s = difflib.SequenceMatcher(lambda x: x == " ", " abcd", "abcd abcd")
print(s.find_longest_match(0, 5, 0, 9), s.bjunk, s.bpopular)
long = "x" * 150 + "abc" + "x" * 150
print(difflib.SequenceMatcher(None, "abc", long).ratio(), difflib.SequenceMatcher(None, "xabc", long, autojunk=False).ratio(), sorted(difflib.SequenceMatcher(None, "", long).bpopular))
s = difflib.SequenceMatcher(None, range(40), [n for n in range(40) if n % 13])
print([list(g) for g in s.get_grouped_opcodes(2)])
for a, b in [("", ""), ("a", ""), ([1, 2], (1, 2)), ("kitten", "sitting"), ("private Thread currentThread;", "private volatile Thread currentThread;")]:
    print(round(difflib.SequenceMatcher(None, a, b).ratio(), 4), end=" ")
print()
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.get_close_matches("wheel", "while with wheels heel whee".split(), 2, 0.5), difflib.get_close_matches("x", []))
for args in [("a", ["a"], 0), ("a", ["a"], 1, 1.5)]:
    try:
        difflib.get_close_matches(*args)
    except ValueError as e:
        print(e)
try:
    difflib.SequenceMatcher(None, [[1]], [[1]])
except TypeError as e:
    print(e)
d = difflib.Differ(linejunk=lambda line: line.strip() in ("", "#"), charjunk=difflib.IS_CHARACTER_JUNK)
print(list(d.compare(["#\n", "private int x\n", "same\n"], ["same\n", "\n", "private  int xy\n"])))
print(difflib.IS_LINE_JUNK("  # \n"), difflib.IS_LINE_JUNK("x"), difflib.IS_CHARACTER_JUNK("\t"))
html = difflib.HtmlDiff(tabsize=4, wrapcolumn=20)
table = html.make_table(["same\n", "changed <one>\n", "a very long line that wraps around\n"], ["same\n", "changed <two>\n", "added & new\n"], "from", "to")
print(re.sub(r"(difflib_chg_to|from|to)\d+", r"\1N", table))
page = difflib.HtmlDiff().make_file(OLD, NEW, context=True, numlines=1)
print(len(page), page.count("diff_chg"), page.count("diff_add"), page.count("diff_sub"), page.splitlines()[1:3])
print(list(difflib.diff_bytes(difflib.unified_diff, [b"a\xff\n"], [b"b\n"], b"f\xe9", b"g")))
try:
    list(difflib.unified_diff([b"a"], ["b"]))
except TypeError as e:
    print(e)
try:
    list(difflib.diff_bytes(difflib.unified_diff, ["a"], [b"b"]))
except TypeError as e:
    print(e)
print(difflib.Match(1, 2, 3), difflib.SequenceMatcher.__class_getitem__(int))


def words(a, b):
    """The words of two texts, what is gone in [-brackets-] and what is new in {+braces+}."""
    a, b = a.split(), b.split()
    out = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b).get_opcodes():
        if tag == "equal":
            out += a[i1:i2]
        if tag in ("delete", "replace"):
            out.append("[-" + " ".join(a[i1:i2]) + "-]")
        if tag in ("insert", "replace"):
            out.append("{+" + " ".join(b[j1:j2]) + "+}")
    return " ".join(out)


print(words("the cat sat on the mat today", "a cat sat quietly on the red mat"))
