"""Installs into a folder of its own and uses what was installed as a program of somebody else would: examples/c through
pkg-config, shared and static; a CMake project; a C++ compiler; and the names that the shared libraries show."""
import glob
import os
import re
import shutil
import subprocess

from . import process

EXAMPLES = {"own_type": "ouro-core", "two_runtimes": "ouro", "what_holds": "ouro"}
STRICT = ["-Wall", "-Wextra", "-Werror"]

CONSUMER = """cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C)
find_package(ouro REQUIRED)
find_package(Threads REQUIRED)
foreach(kind ouro ouro_static)
  add_executable(two_${kind} %(examples)s/two_runtimes.c)
  target_link_libraries(two_${kind} PRIVATE ouro::${kind} Threads::Threads)
endforeach()
foreach(kind core core_static)
  add_executable(own_${kind} %(examples)s/own_type.c)
  target_link_libraries(own_${kind} PRIVATE ouro::${kind})
endforeach()
"""

CPP = """#include <ouro.h>
int main()
{
    ouro_options options = OURO_OPTIONS_INIT;
    ouro_core_config config = OURO_CORE_CONFIG_INIT;
    ouro_runtime *rt = config.size ? ouro_open(&options) : nullptr;
    if (!rt || ouro_exec(rt, "print('from C++')", "<here>") < 0)
        return 1;
    return ouro_close(rt) != 0;
}
"""


def command(*words, cwd=None):
    """None when it succeeded, else what it said."""
    done = subprocess.run(words, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return None if done.returncode == 0 else "%s\n%s" % (" ".join(words), done.stdout)


class Installed:
    def __init__(self, prefix):
        self.prefix = prefix
        self.folder = os.path.dirname(os.path.dirname(glob.glob(prefix + "/lib*/**/ouro.pc", recursive=True)[0]))

    def flags(self, *arguments):
        env = dict(os.environ, PKG_CONFIG_PATH=self.folder + "/pkgconfig")
        return subprocess.run(["pkg-config"] + list(arguments), env=env, check=True, stdout=subprocess.PIPE, text=True).stdout.split()

    def libraries(self, package, static):
        if not static:
            return self.flags("--libs", package) + ["-Wl,-rpath," + self.folder]
        archive = "-l:lib%s.a" % package
        return [archive if flag == "-l" + package else flag for flag in self.flags("--static", "--libs", package)]


def expect_output(program, name):
    result = process.run([program])
    with open("examples/c/%s.expected" % name) as file:
        expected = file.read()
    if result.crash() or result.status or result.out != expected or result.err:
        return "%s: %s\n%s\n%s" % (program, result.crash() or "exit status %d" % result.status,
                                   process.difference(expected, result.out), result.err)
    return None


def check_example(installed, name, package, static):
    program = "%s/%s%s" % (installed.prefix, name, "-static" if static else "")
    problem = command("cc", "-std=c17", *STRICT, "examples/c/%s.c" % name, "-o", program,
                      *installed.flags("--cflags", package), *installed.libraries(package, static), "-pthread")
    if problem:
        return problem
    linked = subprocess.run(["ldd", program], stdout=subprocess.PIPE, text=True).stdout
    if ("lib%s.so" % package in linked) == static:
        return "linked the wrong kind of library:\n" + linked
    return expect_output(program, name)


def check_cmake(installed):
    folder = installed.prefix + "/consumer"
    os.makedirs(folder)
    with open(folder + "/CMakeLists.txt", "w") as file:
        file.write(CONSUMER % {"examples": os.path.abspath("examples/c")})
    problem = command("cmake", "-S", folder, "-B", folder + "/build", "-DCMAKE_PREFIX_PATH=" + installed.prefix,
                      "-DCMAKE_C_FLAGS=" + " ".join(STRICT)) or command("cmake", "--build", folder + "/build")
    if problem:
        return problem
    for kind in ["", "_static"]:
        problem = (expect_output("%s/build/two_ouro%s" % (folder, kind), "two_runtimes") or
                   expect_output("%s/build/own_core%s" % (folder, kind), "own_type"))
        if problem:
            return problem
    return None


def check_cpp(installed):
    source, program = installed.prefix + "/embed.cc", installed.prefix + "/embed"
    with open(source, "w") as file:
        file.write(CPP)
    problem = command("c++", "-std=c++17", "-pedantic", *STRICT, source, "-o", program,
                      *installed.flags("--cflags", "ouro"), *installed.libraries("ouro", False))
    if problem:
        return problem
    result = process.run([program])
    return None if result.status == 0 and result.out == "from C++\n" else result.out + result.err


def check_readme(installed):
    """The C program in README.md compiles and prints what README.md says, linked both ways."""
    with open("README.md") as file:
        text = file.read()
    source, program = installed.prefix + "/readme.c", installed.prefix + "/readme"
    after = text[text.index("```c\n") + 5:]
    with open(source, "w") as file:
        file.write(after[:after.index("```")])
    expected = after[after.index("```text\n") + 8:]
    expected = expected[:expected.index("```")]
    for static in [False, True]:
        problem = command("cc", "-std=c17", *STRICT, source, "-o", program, *installed.flags("--cflags", "ouro"),
                          *installed.libraries("ouro", static))
        if problem:
            return problem
        result = process.run([program])
        if result.status or result.out != expected:
            return process.difference(expected, result.out) + result.err
    return None


def check_headers(installed):
    """Each header compiles alone, first and twice."""
    for path in sorted(glob.glob(installed.prefix + "/include/**/*.h", recursive=True)):
        name = os.path.relpath(path, installed.prefix + "/include")
        source = installed.prefix + "/header.c"
        with open(source, "w") as file:
            file.write("#include <%s>\n#include <%s>\nint unused;\n" % (name, name))
        problem = command("cc", "-std=c17", *STRICT, "-pedantic", "-fsyntax-only", "-I" + installed.prefix + "/include", source)
        if problem:
            return problem
    return None


def declared(installed, but=()):
    """The names that the installed headers declare as OURO_API."""
    names = set()
    for path in glob.glob(installed.prefix + "/include/ouro/*.h"):
        if os.path.basename(path) in but:
            continue
        with open(path) as file:
            for declaration in re.findall(r"^OURO_API\s+([^;(]+)\(", file.read(), re.MULTILINE):
                names.add(re.findall(r"\w+", declaration)[-1])
    return names


def check_symbols(installed, library, but):
    """The shared library shows what the headers declare, all of it and nothing else."""
    done = subprocess.run(["nm", "-D", "--defined-only", "%s/lib%s.so" % (installed.folder, library)], check=True,
                          stdout=subprocess.PIPE, text=True)
    shown = {line.split()[2].partition("@")[0] for line in done.stdout.splitlines()}
    wanted = declared(installed, but)
    problems = ["declared, not there: " + name for name in sorted(wanted - shown)]
    problems += ["there, not declared: " + name for name in sorted(shown - wanted)]
    return "\n".join(problems) or None


def check_manual(installed):
    path = installed.prefix + "/share/man/man1/ouro.1"
    if not os.path.exists(path):
        return "no man page"
    with open(path) as file:
        page = file.read()
    text = process.run([installed.prefix + "/bin/ouro", "--help"]).out
    missing = [option for option in re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", text) if option.replace("-", "\\-") not in page]
    return "the man page lacks " + ", ".join(missing) if missing else None


def check_modules(installed):
    """The modules that come with the command are found where they were installed, behind PYTHONPATH and the standard library."""
    code = "import sys, memory_profiler, os; print(sys.path[-1]); print(os.path.dirname(memory_profiler.__file__))"
    folder = os.path.realpath(installed.prefix + "/share/ouro/lib")
    result = process.run([installed.prefix + "/bin/ouro", "-I", "-c", code])
    return None if result.out == "%s\n%s\n" % (folder, folder) else result.out + result.err


def check_tour(installed):
    """The tour runs, and what it shows of identity, counting, cycles and limits is so."""
    result = process.run([installed.prefix + "/bin/ouro", "examples/tour.py"])
    if result.crash() or result.status or result.err:
        return "%s\n%s" % (result.crash() or "exit status %d" % result.status, result.err)
    with open("examples/tour.expected") as file:
        missing = [line for line in file.read().splitlines() if line not in result.out.splitlines()]
    return "missing lines:\n%s\nin\n%s" % ("\n".join(missing), result.out) if missing else None


def run(report, stress):
    prefix = os.path.abspath("build/installed")
    shutil.rmtree(prefix, ignore_errors=True)
    problem = command("cmake", "--install", "build/release", "--prefix", prefix)
    report.add("install", problem)
    if problem:
        return
    installed = Installed(prefix)
    tests = [("example %s%s" % (name, " static" if static else ""),
              lambda name=name, package=package, static=static: check_example(installed, name, package, static))
             for name, package in EXAMPLES.items() for static in [False, True]]
    tests += [("install cmake", lambda: check_cmake(installed)),
              ("install c++", lambda: check_cpp(installed)),
              ("install readme", lambda: check_readme(installed)),
              ("install headers", lambda: check_headers(installed)),
              ("install symbols ouro", lambda: check_symbols(installed, "ouro", [])),
              ("install symbols ouro-core", lambda: check_symbols(installed, "ouro-core", ["python.h", "capture.h"])),
              ("install manual", lambda: check_manual(installed)),
              ("install modules", lambda: check_modules(installed)),
              ("tour", lambda: check_tour(installed))]
    report.run_all(tests)
