"""csv: dictionaries in and out, the sniffer, files with odd newlines, dialect classes, a small report from a table. Prints rows and texts."""
import csv
import io
import os
import tempfile
from collections import defaultdict


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


TABLE = '''name,team,score,note
Ann,red,3,"says ""hi"", twice"
Bob,blue,2.5,"two
lines"
Cid,red,,
Dee,blue,7,x,extra,more
Eve
'''
reader = csv.DictReader(io.StringIO(TABLE), restkey="rest", restval="-")
print(reader.fieldnames, reader.line_num)
rows = []
for row in reader:
    rows.append(row)
    print(reader.line_num, row)
totals = defaultdict(float)
for row in rows:
    totals[row["team"]] += float(row["score"].strip("-") or 0)
print(dict(totals))
out = io.StringIO()
writer = csv.DictWriter(out, ["team", "name", "score"], extrasaction="ignore", lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
print(writer.writeheader())
writer.writerows(rows[:3])
writer.writerow({"name": 'q"q', "score": 1.50})
print(out.getvalue())
strict = csv.DictWriter(io.StringIO(), ["a", "b"], restval="?")
t(strict.writerow, {"a": 1, "z": 2, "y": 3})
t(strict.writerow, {"b": None})
t(strict.writerows, [{"a": "x,y"}, {"a": 'x"y'}])
print(repr(strict.writer.dialect.delimiter))
t(csv.DictWriter, io.StringIO(), [], extrasaction="maybe")
print(list(csv.DictReader(["a,b", "", "1,2", " ", "3"])), list(csv.DictReader([])), csv.DictReader([]).fieldnames, list(csv.DictReader(["1|2"], ["x", "y"], delimiter="|")))


class Bars(csv.Dialect):
    delimiter = "|"
    quotechar = "'"
    escapechar = "\\"
    doublequote = False
    lineterminator = ";\n"
    quoting = csv.QUOTE_MINIMAL
    skipinitialspace = True


csv.register_dialect("bars", Bars)
out = io.StringIO()
w = csv.writer(out, "bars")
w.writerow(["a|b", "it's", "", None, 1.0, 10 ** 20, True, "x\ny", "back\\slash"])
print(out.getvalue(), list(csv.reader(io.StringIO(out.getvalue()), Bars)))
print(sorted(csv.list_dialects()), csv.get_dialect("excel-tab").delimiter == "\t", csv.field_size_limit())


class Broken(csv.Dialect):
    delimiter = ",,"
    lineterminator = "\n"
    quoting = csv.QUOTE_NONE


t(Broken)
t(csv.Dialect)
Broken.delimiter = 3
t(Broken)
for quoting in range(4):
    out = io.StringIO()
    try:
        csv.writer(out, quoting=quoting, lineterminator="|", escapechar="/").writerows([[1, "a", None, 2.5, ""], ['q"', "c,d", " e "], [""], []])
    except csv.Error as e:
        print("Error", e)
    print(quoting, out.getvalue())
for row in [["a,b"], ["a\nb"], ['"'], [None], ["x"]]:
    out = io.StringIO()
    try:
        csv.writer(out, quoting=csv.QUOTE_NONE, lineterminator="|").writerow(row)
        print(out.getvalue())
    except csv.Error as e:
        print(row, "Error", e)
sniffer = csv.Sniffer()
for sample in ["a;b;c\n1;2;3\n4;5;6\n", "a\tb\n1\t2\n", "'x' , 'y'\n'1' , '2'\n", '"a","b"\n"c","d""e"\n', "one two three\n1 2 3\n4 5 6\n", "abc\ndef\n", "a:b|c\nd:e|f\n"]:
    try:
        d = sniffer.sniff(sample)
        print(repr(d.delimiter), repr(d.quotechar), d.doublequote, d.skipinitialspace, list(csv.reader(sample.splitlines(), d))[:2])
    except csv.Error as e:
        print("Error", e)
try:
    print(repr(sniffer.sniff("a;b,c\n1;2,3\n", delimiters=",").delimiter))
    print([sniffer.has_header(s) for s in ["name,age\nann,30\nbob,40\n", "1,2\n3,4\n", "k,v\naa,bb\ncc,dd\n", "a,b\n1.5,x\n2.5,y\n"]])
except csv.Error as e:
    print("Error", e)
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "t.csv")
    with open(path, "w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([["h\u00e9", "a\r\nb"], ["\u20ac", "c\nd"]])
    with open(path, "rb") as f:
        print(f.read())
    with open(path, newline="", encoding="utf-8") as f:
        print(list(csv.reader(f)))
    with open(path, encoding="utf-8") as f:
        print(list(csv.reader(f)))
csv.field_size_limit(5)
t(lambda: list(csv.reader(["abcdefgh,1"])))
t(csv.field_size_limit, "x")
