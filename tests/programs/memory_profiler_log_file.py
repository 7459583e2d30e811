# LogFile: a table into a logger, all of it or the rows that grew.
import logging
import re

from memory_profiler import LogFile, profile


class Lines(logging.Handler):
    def emit(self, record):
        print(record.name, record.levelname, repr(re.sub(r" *-?\d+\.\d+ MiB| *\d+ *(?=[@ ])|Filename: .*", "#", record.getMessage()).strip()))

handler = Lines()
for name, flag in (("all", False), ("growing", True)):
    logger = logging.getLogger(name)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)

    @profile(stream=LogFile(name, reportIncrementFlag=flag), backend="ouro")
    def f():
        a = bytearray(2 ** 22)
        del a
        return None
    f()
LogFile("all").flush()
