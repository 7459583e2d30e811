# mprof list, rm, clean and peak: by index, by negative index, by name.
import contextlib
import io
import os
import tempfile

import mprof

os.chdir(tempfile.mkdtemp())


def make():
    for second in range(4):
        with open("mprofile_2024010203040%d.dat" % second, "w") as file:
            file.write("CMDLINE a.py x\nMEM 10.000000 100.0000\nMEM %d.500000 100.1000\nMEM 20.000000 100.2000\n"
                       "FUNC m.f 10.0000 100.0000 20.2500 100.0500 0\n" % (30 + second))


def run(*words):
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            status = mprof.main(list(words))
        except SystemExit as stop:
            status = stop.code
    print("--", *words, "->", status)
    print(errors.getvalue(), end="")


run("peak")
run("list")
make()
open("mprofile_other.dat", "w").close()
run("list")
run("peak")
run("peak", "0", "-2", "mprofile_20240102030401.dat")
run("peak", "--func", "m.f", "0")
run("peak", "--func", "f", "0")
run("peak", "--func", "none", "0")
run("rm", "--dry-run", "0", "-1")
run("rm", "0", "-1")
run("list")
run("rm", "7")
run("rm", "no.dat")
run("clean", "--dry-run")
run("clean")
run("list")
print(os.listdir())
with open("broken.dat", "w") as file:
    file.write("MEM 1.000000 2.0\nMEM x y\nMEM 3.0")
run("peak", "broken.dat")
with open("cut.dat", "w") as file:
    file.write("CMDLINE a\nMEM 1.000000 2.0000\nMEM 3.5")
run("peak", "cut.dat")
run("nonsense")
run()
run("--version")
