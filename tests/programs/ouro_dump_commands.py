# slow: it parses exports with thousands of objects
"""`ouro heap`, `ouro diff` and --dump-on-oom: what they print for a program that is known, in every form."""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()

PROGRAM = """
import ouro, sys

class Order:
    def __init__(self, number):
        self.number = number
        self.lines = ["line %d of order %d" % (i, number) for i in range(10)]

class Shop:
    def __init__(self):
        self.orders = {}
    def add(self, number):
        self.orders[number] = Order(number)

shop = Shop()
for i in range(300):
    shop.add(i)
ouro.dump("first.dump")
for i in range(300, 500):
    shop.add(i)
del shop.orders[0]
print(hex(id(shop.orders[7])))
ouro.dump("second.dump")
"""

GREEDY = """
class Item:
    def __init__(self, number):
        self.number = number
        self.text = "item %d" % number

def fill(store):
    while True:
        store.append(Item(len(store)))

store = []
try:
    fill(store)
except MemoryError:
    print("MemoryError", len(store) > 10000)
    del store
try:
    "x" * (1 << 40)
except MemoryError:
    print("again")
"""


def run(*words, ok=0):
    done = subprocess.run([sys.executable, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != ok:
        print("status", done.returncode, words, done.stderr)
    return done.stdout, done.stderr


def table(text, title):
    """The rows below a title, as lists of words."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(title))
    rows = []
    for line in lines[start + 1:]:
        if not line.startswith("  "):
            break
        rows.append(line.split())
    return rows


for name, source in (("shop.py", PROGRAM), ("greedy.py", GREEDY)):
    with open(os.path.join(folder, name), "w") as file:
        file.write(source)
id_of_seven = run("-X", "tracemalloc=5", "shop.py")[0].strip()

print("-- ouro heap")
summary = run("heap", "second.dump")[0]
print(re.sub(r"[\d,.]+ [KMG]?i?B", "SIZE", re.sub(r"[\d,]+ (objects|references)", r"N \1", summary.splitlines()[0])))
types = {row[0]: row for row in table(summary, "By type")}
print(types["__main__.Order"][1], types["str"][0], all(len(line) <= 101 for line in summary.splitlines()), len(summary.splitlines()) < 45)
print([row[0].replace(os.path.realpath(folder), "")[:10] for row in table(summary, "By line that allocated") if "shop.py:7" in row[0]][:1] != [])
largest = table(summary, "Retaining the most")[0]
print(largest[:2], largest[-2])
print(summary[summary.index("Running"):].splitlines()[1].replace(os.path.realpath(folder), "").strip())
listed = run("heap", "second.dump", "--type", "Order", "--sort", "bytes", "--limit", "3")[0].splitlines()
print(listed[0].split(",")[0], listed[1].split(), [line.split()[0] for line in listed[2:]])
print(run("heap", "second.dump", "--filter", "line 3 of order 499")[0].splitlines()[2].split()[:7])
print(len(run("heap", "second.dump", "--retained", "--limit", "4")[0].splitlines()))
one = run("heap", "second.dump", "--object", id_of_seven)[0]
print(re.sub(r"0x[0-9a-f]+", "ID", re.sub(r"[\d.,]+ [KMG]?i?B", "SIZE", one.replace(os.path.realpath(folder), ""))))

print("-- files")
for option in ("--csv", "--json", "--heapsnapshot"):
    run("heap", "second.dump", option, "out" + option[2:])
with open(os.path.join(folder, "outcsv"), encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
print(sum(row["type"] == "Order" for row in rows), {row["file"].rpartition("/")[2] for row in rows if row["type"] == "Order"})
with open(os.path.join(folder, "outjson"), "rb") as file:
    document = json.load(file)
found = next(o for o in document["objects"] if o["type"] == "Order")
print(sorted(document), found["module"], sorted(label for label, _ in found["references"]))
print(len(document["objects"]) == len(rows), {root["kind"] for root in document["roots"]} >= {"module", "frame"})
with open(os.path.join(folder, "outheapsnapshot"), "rb") as file:
    snapshot = json.load(file)
meta, nodes, edges, strings = snapshot["snapshot"]["meta"], snapshot["nodes"], snapshot["edges"], snapshot["strings"]
node_size, edge_size = len(meta["node_fields"]), len(meta["edge_fields"])
print(meta["node_fields"], meta["edge_fields"])
print(len(nodes) == snapshot["snapshot"]["node_count"] * node_size, len(edges) == snapshot["snapshot"]["edge_count"] * edge_size,
      len(rows) + 1 == snapshot["snapshot"]["node_count"], sum(nodes[4::node_size]) == snapshot["snapshot"]["edge_count"])
print(all(0 <= to < len(nodes) and to % node_size == 0 for to in edges[2::edge_size]),
      all(0 <= kind < len(meta["node_types"][0]) for kind in nodes[0::node_size]),
      all(0 <= name < len(strings) for name in nodes[1::node_size]),
      all(name < len(strings) for kind, name in zip(edges[0::edge_size], edges[1::edge_size]) if meta["edge_types"][0][kind] != "element"))
ids = nodes[2::node_size]
print(len(set(ids)) == len(ids), sum(nodes[3::node_size]) == sum(int(row["bytes"]) for row in rows))
at, by_name = 0, {}
for start in range(0, len(nodes), node_size):
    for edge in range(at, at + nodes[start + 4] * edge_size, edge_size):
        if strings[nodes[start + 1]] == "Order" and meta["edge_types"][0][edges[edge]] == "property":
            name = strings[edges[edge + 1]]
            by_name[name] = by_name.get(name, 0) + 1
    at += nodes[start + 4] * edge_size
print(sorted(by_name.items()))

print("-- ouro diff")
out = run("diff", "first.dump", "second.dump", "--limit", "40")[0]
print(re.sub(r"[+-][\d.,]+ ?([KMG]?i?B)?", "N", out.splitlines()[0]).split(":")[0])
order = next(row for row in table(out, "By type") if row[0] == "__main__.Order")
print(int(order[1]) - int(order[2]))
print([row[0].rpartition("/")[2] for row in table(out, "By line") if "shop.py:7" in row[0]])
rows = list(csv.DictReader(io.StringIO(run("diff", "first.dump", "second.dump", "--csv", "-", "--filter", "Order")[0])))
print([row["name"] for row in rows], int(rows[0]["new"]) - int(rows[0]["gone"]))
document = json.loads(run("diff", "first.dump", "second.dump", "--json", "-", "--sort", "new")[0])
print(sorted(document), document["same_process"], document["new"] > 2000)
print(run("diff", "second.dump", "second.dump")[0].splitlines()[1])

print("-- out of memory")
out, err = run("--memory-limit", "24M", "--dump-on-oom", "oom.dump", "greedy.py")
print(out, re.sub(r"\d+ objects", "N objects", err), sep="", end="")
out = run("heap", "oom.dump")[0]
print(table(out, "Retaining the most")[0][:2], [row[0] for row in table(out, "By type")[:4] if row[0] == "__main__.Item"])
print(out[out.index("Running"):].splitlines()[-2].replace(os.path.realpath(folder), "").strip())
out, err = run("--memory-limit", "24M", "-X", "dump_on_oom=oom2.dump", "greedy.py")
print(os.path.getsize(os.path.join(folder, "oom2.dump")) > 100000)
out, err = run("--memory-limit=24M", "--dump-on-oom=/no/such/oom.dump", "greedy.py")
print(out, err, sep="", end="")

print("-- what cannot be")
for words in (("heap", "no.dump"), ("heap", "shop.py"), ("heap", "second.dump", "--type", "Nothing"),
              ("heap", "second.dump", "--object", "0x1"), ("heap", "second.dump", "--object", "seven"),
              ("heap", "second.dump", "--limit", "-1"), ("heap", "second.dump", "--csv", "/no/such/file"),
              ("diff", "second.dump", "no.dump"), ("diff", "first.dump", "second.dump", "--csv", "/no/such/file"),
              ("diff", "shop.py", "second.dump")):
    print(run(*words, ok=2)[1], end="")
for command, *files in (("heap", "oom.dump"), ("diff", "oom.dump", "oom.dump")):
    print(run("--memory-limit", "20M", command, *files, ok=2)[1], end="")
for words in (("heap",), ("diff", "first.dump"), ("heap", "x", "--sort", "size")):
    print(run(*words, ok=2)[1].splitlines()[-1])
print(run("heap", "--help")[0].splitlines()[0], len(run("diff", "--help")[0].splitlines()) > 10)
for name in os.listdir(folder):
    os.remove(os.path.join(folder, name))
os.rmdir(folder)
