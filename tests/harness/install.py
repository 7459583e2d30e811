"""Installs into a folder of its own and builds examples/c against what was installed."""
import glob
import os
import shutil
import subprocess

from . import process

EXAMPLES = {"own_type": "ouro-core", "two_runtimes": "ouro"}


def flags(prefix, package, what):
    env = dict(os.environ, PKG_CONFIG_PATH=":".join(glob.glob(prefix + "/lib*/pkgconfig") + glob.glob(prefix + "/lib/*/pkgconfig")))
    return subprocess.run(["pkg-config", what, package], env=env, check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def check_example(prefix, name, package, static):
    source = "examples/c/%s.c" % name
    program = "%s/%s%s" % (prefix, name, "-static" if static else "")
    library = flags(prefix, package, "--libs")
    folder = next(flag[2:] for flag in library if flag.startswith("-L"))
    if static:
        archive = "%s/lib%s.a" % (folder, package)
        library = [archive if flag == "-l" + package else flag for flag in flags(prefix, package, "--static") or []] or library
        library = [archive if flag == "-l" + package else flag
                   for flag in subprocess.run(["pkg-config", "--static", "--libs", package], check=True, text=True, stdout=subprocess.PIPE,
                                              env=dict(os.environ, PKG_CONFIG_PATH=folder + "/pkgconfig")).stdout.split()]
    done = subprocess.run(["cc", "-std=c17", "-Wall", "-Wextra", "-Werror", source, "-o", program] + flags(prefix, package, "--cflags") + library +
                          ["-Wl,-rpath," + folder, "-pthread"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        return done.stdout
    result = process.run([program])
    with open("examples/c/%s.expected" % name) as file:
        expected = file.read()
    if result.status or result.out != expected:
        return "exit status %d\n%s%s" % (result.status, process.difference(expected, result.out), result.err)
    return None


def run(report, stress):
    prefix = os.path.abspath("build/installed")
    shutil.rmtree(prefix, ignore_errors=True)
    done = subprocess.run(["cmake", "--install", "build/release", "--prefix", prefix], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    report.add("install", done.stdout if done.returncode else None)
    if done.returncode:
        return
    for name, package in EXAMPLES.items():
        for static in [False, True]:
            report.run_all([("example %s%s" % (name, " static" if static else ""),
                             lambda name=name, package=package, static=static: check_example(prefix, name, package, static))])
