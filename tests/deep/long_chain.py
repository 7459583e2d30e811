"""Ten million links: freed by counts, and in a cycle by the collector."""
import gc

gc.disable()
LINKS = 10000000
head = None
for _ in range(LINKS):
    head = [head]
print(len(gc.get_referrers(head)) >= 1)
del head
print("freed")
head = end = [None]
for _ in range(LINKS):
    head = [head]
end[0] = head
del head, end
print(gc.collect() > LINKS)
