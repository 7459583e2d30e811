# leaks: 1
# number: 1
# type: bytearray
# function: <module>
# chain: module __main__ .log
# holder: bytearray
# advice: clear it
# least: 150000
# most: 400000
"""A log in memory: one object that gets larger and larger."""
log = bytearray()  # allocated


def note(n):
    log.extend(b"entry %d\n" % n)


for n in range(16000):
    note(n)
