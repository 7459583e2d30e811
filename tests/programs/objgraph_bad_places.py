# Files that cannot be written: an error that says so, and no half of a picture.
import contextlib
import io
import os
import tempfile
import objgraph

os.chdir(tempfile.mkdtemp())
tempfile.tempdir = os.getcwd()
os.environ["PATH"] = "/nowhere"
for name in ("no/such/folder/x.dot", "no/such/folder/x.svg"):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            objgraph.show_refs([[1]], filename=name)
    except OSError as error:
        print(type(error).__name__, error.filename)


class Full:
    def write(self, text):
        raise OSError(28, "No space left on device")


try:
    objgraph.show_refs([[1]], output=Full())
except OSError as error:
    print(error)
for arguments in ({"filename": "a.dot", "output": Full()},):
    try:
        objgraph.show_backrefs([], **arguments)
    except ValueError as error:
        print(error)
print([name for name in os.listdir() if not name.startswith("objgraph-")])
