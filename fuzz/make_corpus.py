"""Seeds for fuzz_parser: python3.11 make_corpus.py FOLDER SOURCE...; each source behind two control bytes."""
import os
import sys

os.makedirs(sys.argv[1], exist_ok=True)
for number, path in enumerate(sys.argv[2:]):
    with open(path, "rb") as file:
        source = file.read()[:4000]
    with open(os.path.join(sys.argv[1], f"seed{number:05d}"), "wb") as file:
        file.write(bytes([number % 3, 0]) + source)
