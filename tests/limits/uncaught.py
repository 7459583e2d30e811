# limits: 2M 4M 64M
# asan: 4M
# exit: 1
# stderr: , in hoard\n    held.append([held])\n
# A hoard that nobody catches ends the program with a traceback.
import sys

held = []


def hoard():
    while True:
        held.append([held])


print("before", flush=True)
hoard()
