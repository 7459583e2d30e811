"""Three packages at work, Debian's own and unmodified: CPU seconds and peak resident memory, beside CPython 3.11."""
from . import programs


def run(options):
    programs.compare(options, "Three packages", "bench/packages/*.py")
