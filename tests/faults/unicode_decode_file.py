import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "names.txt")
    with open(path, "wb") as file:
        file.write("Zo\xeb\nna\xefve\n".encode("latin-1"))
    with open(path, encoding="utf-8") as file:
        for line in file:
            print(line)
