# The documentation's reports by the logging module: all of them, or what grew.
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))
import logging
import logging.handlers
import re
import tempfile
from memory_profiler import LogFile, profile
from memory_tables import form

path = os.path.join(tempfile.mkdtemp(), "log")
logger = logging.getLogger('memory_profile_log')
logger.setLevel(logging.DEBUG)
handler = logging.handlers.RotatingFileHandler(path, maxBytes=100000, backupCount=2)
handler.setFormatter(logging.Formatter('%(name)s - %(levelname)s - %(message)s'))
logger.addHandler(handler)


@profile(backend="ouro")
def my_func():
    a = [1] * (10 ** 6)
    del a
    return None


for flag in (False, True):
    sys.stdout = LogFile('memory_profile_log', reportIncrementFlag=flag)
    my_func()
    print("printed by the program")
    sys.stdout.flush()
    sys.stdout = sys.__stdout__
    with open(path) as file:
        text = form(file.read())
    print(re.sub(r"^.*====.*\n", "RULE\n", re.sub("(?m) +$", "", text), flags=re.MULTILINE))
    handler.doRollover()
print(sorted(os.listdir(os.path.dirname(path))))
