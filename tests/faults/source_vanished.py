import os
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "vanishing_module.py"), "w") as file:
        file.write("def f():\n    raise ValueError('gone')\n")
    sys.path.insert(0, folder)
    import vanishing_module
vanishing_module.f.__code__ = vanishing_module.f.__code__.replace(co_filename="gone.py")
vanishing_module.f()
