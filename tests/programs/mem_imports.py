# ouro mem on a short program: the report costs little because it brings in little. And `ouro` gives all its names lazily.
import os
import re
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
with open(os.path.join(folder, "program.py"), "w") as file:
    file.write("kept = [str(n) for n in range(3000)]\n")
done = subprocess.run([sys.executable, "-X", "importtime", "mem", "--exact", "-o", "picture.svg", "program.py"], stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE, text=True, cwd=folder)
imported = set(re.findall(r"\| +([\w.]+)$", done.stderr, re.M))
heavy = "ast collections contextlib enum functools linecache re signal subprocess tempfile textwrap tokenize"
print(done.returncode, "ouro.report_picture" in imported, sorted(imported & set(heavy.split())))
print("program.py:1" in done.stdout, os.path.getsize(os.path.join(folder, "picture.svg")) > 4000)

code = """import sys, ouro
print(sorted(name for name in sys.modules if name.startswith('ouro')), set(ouro.__all__) <= set(dir(ouro)))
print([name for name in ouro.__all__ if not callable(getattr(ouro, name))])
from ouro import *
with track(max_bytes=1 << 20): kept = [1]
print(track is ouro.track, leak_point is ouro.leak_point)
try: ouro.none_such
except AttributeError as error: print(error)
"""
print(subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout, end="")
for name, text in (("latin.py", b"# -*- coding: latin-1 -*-\nname = '\xe9' * 400000 + str(1)\n"),
                   ("bom.py", b"\xef\xbb\xbfname = 'x' * 400000 + str(1)\r\n")):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(text)
    out = subprocess.run([sys.executable, "mem", "--exact", name], stdout=subprocess.PIPE, encoding="utf-8", cwd=folder).stdout
    print(re.findall(r"%%  %s:.*" % name, out)[:1])
