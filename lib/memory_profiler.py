"""Memory over time and line by line, with the interface of memory_profiler 0.61.

Resident memory is read from /proc; nothing besides the standard library is needed.
"""
__version__ = "0.61.0"
