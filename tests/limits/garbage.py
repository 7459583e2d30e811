# limits: 4M 16M
# asan: 4M
# Garbage is found before memory is refused, whatever was refused before.
import gc

gc.disable()


class Ring:
    def __init__(self, size):
        self.me = self
        self.load = bytearray(size)


def refused(size):
    try:
        bytearray(size)
        return False
    except MemoryError:
        return True


def hoard(head):
    try:
        while True:
            ring = Ring(100)
            ring.next = head.next
            head.next = ring
    except MemoryError:
        pass


# Rings in a live heap that is half full, of all sizes: never a refusal.
live = [Ring(1000) for i in range(1200)]
for size in 10, 1000, 100000, 1000000:
    for i in range(4000000 // (size + 1000)):
        Ring(size)
print("rings of all sizes")
live = None
gc.collect()

# A hoard that is one ring: gone when it is dropped, also after many refusals in vain.
def drop_ring(vain):
    count = 0
    granted = False
    for i in range(vain + 3):
        if i == 0:
            head = Ring(1)
            head.next = head
            hoard(head)
        if i == vain:
            head = None
        if i < vain:
            count += refused(1 << 20)
        elif not refused(1 << 20):
            granted = True
    print("refused", count, "times, then", "granted" if granted else "refused")


for vain in 0, 3, 300:
    drop_ring(vain)


# Finalizers run at the next safe point.
class Finalized(Ring):
    died = 0

    def __del__(self):
        Finalized.died += 1


gc.enable()
made = 0
errors = 0
while made < 3000:
    try:
        Finalized(20000)
        made += 1
    except MemoryError:
        errors += 1
        if errors > made + 100:
            break
gc.collect()
print(made, Finalized.died >= made)
