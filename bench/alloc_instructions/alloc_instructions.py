#!/usr/bin/env python3
"""Counts, with callgrind, the instructions of one allocation and one free of a 48-byte block.

The loop's own instructions (allocator "none") are taken off. Prints a table."""
import os
import re
import subprocess
import sys

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "alloc_instructions")
OPERATIONS = 64 * 2000


def count(allocator, function):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
               f"--toggle-collect={function}_*", PROGRAM, allocator]
    environment = dict(os.environ, GLIBC_TUNABLES="glibc.rtld.optional_static_tls=65536")
    run = subprocess.run(command, capture_output=True, text=True, env=environment)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        return None
    return int(found.group(1)) / OPERATIONS


def main():
    names = sys.argv[1:] or ["ouro", "ouro-call", "glibc", "mimalloc", "jemalloc", "pymalloc"]
    base = {f: count("none", f) for f in ("allocate_batch", "free_batch")}
    print(f"{'':10} {'allocate':>9} {'free':>6}")
    for name in names:
        counts = {f: count(name, f) for f in base}
        if None in counts.values():
            print(f"{name:10} not installed")
            continue
        print(f"{name:10} {counts['allocate_batch'] - base['allocate_batch']:9.1f} "
              f"{counts['free_batch'] - base['free_batch']:6.1f}")


if __name__ == "__main__":
    main()
