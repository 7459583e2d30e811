"""The switches that make a program check more: -b, -bb, -X dev, -X utf8, -X importtime."""
import re
import subprocess
import sys

BYTES = """
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
array = bytearray(b'a')
for f in (lambda: b'a' == 'a', lambda: 'a' != b'a', lambda: b'a' == 1, lambda: 1 == b'a', lambda: array == 'a',
          lambda: 'a' == array, lambda: array == 1, lambda: str(b'a'), lambda: str(array), lambda: '%s' % b'a',
          lambda: f'{b"a"}', lambda: format(b'a'), lambda: b'a' < 'b', lambda: 'a' in [b'a'], lambda: '%r' % b'a',
          lambda: b'a' == True, lambda: b'a' is None, lambda: b'a' == 1.0, lambda: str(b'a', 'utf-8'), lambda: b'a' == array):
    show(f)
"""
CODECS = """
import io, os
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for f in (lambda: ''.encode('xxx'), lambda: b''.decode('xxx'), lambda: 'a'.encode('utf-8', 'xxx'),
          lambda: b'a'.decode('utf-8', 'xxx'), lambda: str(b'', 'xxx'), lambda: bytearray().decode('xxx'),
          lambda: 'a'.encode('latin1', 'replace'), lambda: open(os.devnull, errors='xxx'),
          lambda: io.TextIOWrapper(io.BytesIO(), errors='xxx').errors, lambda: bytes('a', 'ascii', 'xxx')):
    show(f)
import sys
print(sys.flags.dev_mode, sys.warnoptions)
"""


def run(*arguments, **environment):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True,
                          env={"PATH": "/bin:/usr/bin", "PYTHONDONTWRITEBYTECODE": "1", **environment})
    return done.stdout, done.stderr


for switch in ("-B", "-b", "-bb"):
    print(switch)
    out, err = run(switch, "-c", BYTES)
    print(out, re.findall("BytesWarning: .*", err), sep="")
for switches in ((), ("-X", "dev")):
    print(*switches)
    print(run(*switches, "-c", CODECS)[0])
MODE = "import sys; print(sys.flags.utf8_mode)"
print(run("-X", "utf8", "-c", MODE), run("-X", "utf8=0", "-c", MODE), run("-c", MODE, PYTHONUTF8="1"),
      run("-c", MODE, LC_ALL="C"), run("-c", MODE, LC_ALL="C.UTF-8"), run("-c", MODE, LC_ALL="C", PYTHONUTF8="0"))
out, err = run("-X", "importtime", "-c", "import fnmatch\ntry: import nowhere\nexcept ImportError: pass")
lines = err.splitlines()
print(lines[0])
last = {line.split("|")[-1].strip(): line for line in lines[1:]}
for name in ("copyreg", "re._compiler", "re", "fnmatch", "nowhere"):
    print(re.sub("[0-9]+", "N", re.sub(" +[0-9]", " 0", last[name])))
print(all(int(line.split("|")[0].split()[2]) <= int(line.split("|")[1]) for line in lines[1:]))
print(run("-c", "import fnmatch", PYTHONPROFILEIMPORTTIME="1")[1][:12])
