import importlib
import traceback

for source in ("import os.nosuch",
               "from os import nosuch",
               "from os.path import *; nosuch",
               "import helpers.nosuch",
               "from helpers import nosuch",
               "from helpers.computing import devide",
               "from .x import y",
               "from .. import y",
               "import sys.x",
               "from math import sqroot",
               "from nosuch import *",
               "from helpers.alls import *",
               "importlib.import_module('.x')",
               "importlib.import_module('helpers.broken')",
               "importlib.reload(5)",
               "importlib.reload(type(importlib)('x'))",
               "__import__('os', level=-1)",
               "__import__('x', {}, {}, (), 1)",
               "__import__('x', {'__package__': 5}, {}, (), 1)"):
    try:
        exec(source)
    except Exception:
        traceback.print_exc()
importlib.import_module("helpers.nosuch")
