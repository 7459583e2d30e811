# Sockets: pairs and loopback connections, timeouts, addresses, ancillary data, errors and how they read.
import array
import asyncio
import os
import socket
import tempfile

a, b = socket.socketpair()
print(a.family, a.type, a.proto, a.getblocking(), a.gettimeout())
print(a.send(b"hello"), b.recv(3), b.recv(100))
a.sendall(memoryview(b"x" * 10))
space = bytearray(4)
print(b.recv_into(space), space, b.recv_into(space, 2), b.recv(10))
a.settimeout(0.01)
try:
    a.recv(1)
except TimeoutError as e:
    print(type(e).__name__, e)
a.setblocking(False)
try:
    a.recv(1)
except BlockingIOError as e:
    print(e.errno == 11)
r, w = os.pipe()
print(a.sendmsg([b"ab", b"cd"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [w]))]))
data, control, flags, address = b.recvmsg(10, socket.CMSG_SPACE(4))
print(data, [(c[0], c[1], len(c[2])) for c in control], address)
os.close(w)
w = array.array("i", control[0][2])[0]
os.write(w, b"through")
print(os.read(r, 10))
os.close(r)
os.close(w)
a.shutdown(socket.SHUT_WR)
print(b.recv(1), a.fileno() >= 0)
a.close()
b.close()
print(a)

with socket.socket() as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    print(server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), server.getsockopt(1, 2, 4))
    server.bind(("127.0.0.1", 0))
    server.listen()
    port = server.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        peer, address = server.accept()
        print(address == client.getsockname(), peer.getsockname() == client.getpeername(), client.gettimeout())
        with peer, peer.makefile("rw") as f:
            client.sendall(b"line\n")
            print(repr(f.readline()))
            f.write("answer\n")
            f.flush()
            print(client.recvfrom(100))

with tempfile.TemporaryDirectory() as d:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as c:
        s.bind(d + "/s")
        c.bind(b"\0ouro-" + str(os.getpid()).encode())
        print(c.getsockname()[:6], c.sendto(b"dgram", d + "/s"), s.recvfrom(10)[1][:6])
        print(c.connect_ex(d + "/missing"))


def attempt(f, *args, **kwargs):
    try:
        print(f.__name__, f(*args, **kwargs))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


s = socket.socket()
for address in [1, ("a",), (1, 2), ("", "a"), ("", 99999)]:
    attempt(s.bind, address)
attempt(s.recv)
attempt(s.recv, -1)
attempt(s.send, "text")
attempt(s.sendto, b"a")
attempt(s.recv_into, b"a")
attempt(s.recvmsg_into, 1)
attempt(s.sendmsg, [b"a"], [(1, 2)])
attempt(s.settimeout, -1)
attempt(s.settimeout, float("nan"))
attempt(s.getpeername)
attempt(s.getsockopt, 1, 2, -5)
s.close()
attempt(s.recv, 1)
for value in -1, 1, 1 << 16, 1 << 40:
    attempt(socket.htons, value)
    attempt(socket.ntohl, value)
attempt(socket.inet_aton, "1.2.3.4")
attempt(socket.inet_aton, "x")
attempt(socket.inet_ntop, socket.AF_INET6, b"\0" * 15 + b"\1")
attempt(socket.inet_ntop, 99, b"")
attempt(socket.inet_pton, socket.AF_INET, "x")
attempt(socket.getaddrinfo, "127.0.0.1", 80, type=socket.SOCK_STREAM)
attempt(socket.getaddrinfo, "not a number", 80, flags=socket.AI_NUMERICHOST)
attempt(socket.getaddrinfo, 1, 2)
attempt(socket.getnameinfo, ("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
attempt(socket.socket, 99)


async def main():
    a, b = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=a)
    other_reader, other_writer = await asyncio.open_connection(sock=b)
    writer.write(b"over the loop\n")
    await writer.drain()
    print(await other_reader.readline(), await asyncio.gather(asyncio.sleep(0.01, 1), asyncio.sleep(0, 2)))
    for each in writer, other_writer:
        each.close()
        await each.wait_closed()
    process = await asyncio.create_subprocess_exec("echo", "child", stdout=asyncio.subprocess.PIPE)
    print(await process.communicate(), process.returncode)


asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
asyncio.run(main())
