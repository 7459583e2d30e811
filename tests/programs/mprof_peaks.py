# mprof peak: of a recording, of a function, of each child process.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import tempfile
from recordings import make, run

os.chdir(tempfile.mkdtemp())
make("mprofile_20240102030400.dat", peak=40)
make("mprofile_20240102030500.dat", peak=90, children=[(77, 30), (78, 12.5)], functions=[("m.f", 1, 2, 0), ("m.f", 4, 6, 0), ("m.g", 0, 1, 1)])
run("peak")
run("peak", "0", "1")
run("peak", "0", "-2", "--func", "m.f")
run("peak", "--func", "m.f", "-1")
run("peak", "--func=g", "mprofile_20240102030500.dat")
run("peak", "5")
run("peak", "missing.dat")
os.mkdir("mprofile_folder.dat")
run("peak", "mprofile_folder.dat")
