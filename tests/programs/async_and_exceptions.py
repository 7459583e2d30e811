# What event loops rest on: __await__ of coroutines, hooks of async generators, origins, sockets.
import asyncio, gc, socket, sys, types, unittest.mock, warnings, weakref

async def answer(): return 42
c = answer(); w = c.__await__()
print(type(w).__name__, iter(w) is w)
try: next(w)
except StopIteration as e: print("returned", e.value)

@types.coroutine
def pause(): return (yield "paused")
async def wait(): return await pause()
w = wait().__await__()
print(w.send(None))
try: w.send("go")
except StopIteration as e: print(e.value)
w = wait().__await__(); next(w)
try: w.throw(ValueError("in"))
except ValueError as e: print("thrown", e)
w = wait().__await__(); next(w); w.close()

print(sys.get_asyncgen_hooks())
def first(g): print("first", g.__name__)
def last(g): print("last", g.__name__)
sys.set_asyncgen_hooks(firstiter=first, finalizer=last)
async def numbers():
    yield 1
    yield 2
g = numbers(); a = g.__anext__()
try: a.send(None)
except StopIteration as e: print(e.value)
g.__anext__().close()
del g, a
gc.collect()
sys.set_asyncgen_hooks(None, None)
for bad in (lambda: sys.set_asyncgen_hooks(firstiter=1), lambda: sys.set_coroutine_origin_tracking_depth(-1)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)

sys.set_coroutine_origin_tracking_depth(2)
def make(): return answer()
c = make()
print(len(c.cr_origin), c.cr_origin[0][1:], c.cr_origin[1][1:])
c.close()
sys.set_coroutine_origin_tracking_depth(0)
c = answer(); print(c.cr_origin)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    del c
print(seen[0].message)

# A function that the collector has cleared is still one.
class Late:
    def __del__(self):
        global kept
        kept = self.ref()
class Cycle(tuple):
    def __del__(self):
        global late
        self[1].ref = weakref.ref(self[0])
        del late
late = Late()
def f(): return "called"
f.__module__ = tuple.__new__(Cycle, (f, late))
del f
gc.collect()
print(kept())

a, b = socket.socketpair()
a.sendall(b"hello")
print(b.recv(3), b.recv(100))
b.settimeout(0.01)
try: b.recv(1)
except TimeoutError as e: print("timeout", e)
a.close()
print(b.recv(1))
b.close()
with socket.create_server(("127.0.0.1", 0)) as server:
    with socket.create_connection(server.getsockname()) as client:
        peer, address = server.accept()
        print(address == client.getsockname(), peer.family, peer.type)
        with client.makefile("w") as out: print("line", file=out)
        print(repr(peer.makefile().readline()))
        peer.close()
for bad in (lambda: socket.inet_aton("x"), lambda: socket.socket().connect("x"),
            lambda: socket.socket().connect(("127.0.0.1", 70000)), lambda: socket.htons(-1)):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try: bad()
        except Exception as e: print(type(e).__name__, e)
print(socket.inet_pton(socket.AF_INET6, "::1")[-2:], socket.inet_ntoa(b"\x7f\0\0\1"))

async def main():
    out = []
    async def worker(n):
        await asyncio.sleep(0.001 * n)
        out.append(n)
    await asyncio.gather(worker(2), worker(1))
    return out
print(asyncio.run(main()), unittest.mock.Mock(return_value=3)())

# Exceptions keep in copies what is not among their arguments.
import copy, pickle
for e in OSError(2, "gone", "a"), OSError(2, "gone", "a", None, "b"), OSError("foo", "bar", "baz"), ImportError("m", name="n", path="p"), ImportError("m"):
    for other in copy.copy(e), pickle.loads(pickle.dumps(e)):
        print(type(other).__name__, other.args, getattr(other, "filename", None), getattr(other, "filename2", None),
              getattr(other, "name", None), getattr(other, "path", None))
    print(e.__reduce__())
