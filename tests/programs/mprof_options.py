# Options that are wrong, help that is there, versions.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import contextlib
import io
import tempfile
import mprof
from recordings import make, run

os.chdir(tempfile.mkdtemp())
make("mprofile_20240102030400.dat")
make("mprofile_notanumber!!.dat")
run("list")
for action in mprof.ACTIONS:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        with contextlib.suppress(SystemExit):
            mprof.main([action, "--help"])
        with contextlib.suppress(SystemExit):
            mprof.main([action, "--version"])
    print(printed.getvalue().splitlines()[0], printed.getvalue().splitlines()[-1])
for words in (["plot", "-w", "5"], ["plot", "-w", "a,b"], ["plot", "-w", "1,2,3"], ["plot", "-o", "x.pdf"], ["run"], ["run", "-T", "x", "p"], ["rm"],
              ["attach"], ["list", "--what"], ["run", "--backend", "ouro", "p"], ["plot", "-o", "no/such/x.svg"]):
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            status = mprof.main(words)
        except SystemExit as stop:
            status = stop.code
    print(words, status, errors.getvalue().strip().splitlines()[-1].partition("(choose")[0])
print(sorted(os.listdir()))
