seen = "a started"
import cyclic_b

seen = "a done; " + cyclic_b.seen
