import cyclic_a

seen = "b saw: " + cyclic_a.seen
try:
    from cyclic_a import later
except ImportError as error:
    seen += " | " + str(error).split(" (/")[0]
