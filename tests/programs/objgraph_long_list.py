# A linked list longer than any recursion: counted, searched and drawn.
# slow: a minute under a collection at each allocation
import contextlib
import io
import os
import tempfile
import objgraph

LENGTH = 20000


class Link:
    __slots__ = ("next",)

    def __init__(self, next):
        self.next = next


top = None
for _ in range(LENGTH):
    top = Link(top)
print(objgraph.count("Link") == LENGTH, objgraph.typestats(objgraph.by_type("Link")))
chain = objgraph.find_ref_chain(top, lambda o: type(o) is Link and o.next is None, max_depth=LENGTH)
print(len(chain) == LENGTH, chain[0] is top)
back = objgraph.find_backref_chain(chain[-1], lambda o: o is top, max_depth=LENGTH, extra_ignore=[id(chain)])
print(len(back) == LENGTH, back[0] is top)
del back
os.chdir(tempfile.mkdtemp())
tempfile.tempdir = os.getcwd()
os.environ["PATH"] = "/nowhere"
output = io.StringIO()
objgraph.show_refs([top], max_depth=LENGTH, output=output, filter=lambda o: type(o) is Link)
print(output.getvalue().count(" -> "))
with contextlib.redirect_stdout(io.StringIO()) as printed:
    objgraph.show_refs([top], max_depth=600, filename="long.svg", filter=lambda o: type(o) is Link)
print("(601 nodes)" in printed.getvalue(), os.path.getsize("long.svg") > 100000)
while top:  # from the top: no deallocation nests
    top = top.next
