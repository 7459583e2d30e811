"""hashlib, hmac, secrets, uuid: digests of files and pieces, keyed messages, password keys, comparing; identifiers from names and fields. Prints digests."""
import hashlib
import hmac
import io
import secrets
import tempfile
import uuid
import warnings

warnings.simplefilter("ignore", DeprecationWarning)


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


for name in ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s"]:
    h = hashlib.new(name, b"abc")
    k = getattr(hashlib, name)()
    k.update(b"a")
    twin = k.copy()
    k.update(memoryview(b"bc"))
    twin.update(bytearray(b"x"))
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest()[:24], k.digest() == h.digest(), twin.hexdigest()[:8], name in hashlib.algorithms_guaranteed)
for name in ["shake_128", "shake_256"]:
    h = hashlib.new(name, b"abc")
    print(name, h.hexdigest(10), h.digest(3), h.digest_size)
t(hashlib.new, "nosuch")
t(hashlib.sha256, "text")
t(hashlib.sha256().update, None)
print(hashlib.md5(b"", usedforsecurity=False).hexdigest())
print(hashlib.sha256(b"x" * 10 ** 6).hexdigest()[:16])
with tempfile.TemporaryFile() as f:
    f.write(b"content" * 40000)
    f.seek(0)
    print(hashlib.file_digest(f, "sha1").hexdigest(), hashlib.file_digest(io.BytesIO(b"abc"), hashlib.md5).hexdigest())
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 100).hex(), hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 2, 20).hex())
print(hashlib.blake2b(b"data", digest_size=8, key=b"k", salt=b"s", person=b"p").hexdigest(), hashlib.blake2s(b"data", digest_size=4, fanout=2, depth=2, leaf_size=64, node_offset=1, node_depth=1, inner_size=8, last_node=True).hexdigest())
t(hashlib.blake2b, digest_size=65)
t(hashlib.blake2b, key=b"x" * 65)
t(hashlib.blake2s, salt=b"123456789")
print(hmac.new(b"key", b"The quick brown fox", "sha256").hexdigest(), hmac.digest(b"key", b"msg", "md5").hex(), hmac.new(b"k" * 200, digestmod=hashlib.sha1).name)
m = hmac.new(b"key", digestmod="sha512")
m.update(b"part one")
n = m.copy()
m.update(b", part two")
print(m.digest() == hmac.digest(b"key", b"part one, part two", hashlib.sha512), n.hexdigest()[:12], m.digest_size, m.block_size, hmac.compare_digest(m.digest(), n.digest()))
t(hmac.new, b"k", b"m")
t(hmac.new, "k", b"m", "sha1")
t(hmac.new, b"k", "m", "sha1")
print(hmac.compare_digest("abc", "abc"), hmac.compare_digest(b"a", b"ab"), hmac.compare_digest(b"a", bytearray(b"a")))
t(hmac.compare_digest, "\u00e9", "e")
t(hmac.compare_digest, "a", b"a")
token = secrets.token_hex(8)
print(len(token), int(token, 16) >= 0, len(secrets.token_bytes(5)), len(secrets.token_urlsafe(9)), secrets.choice([7]), 0 <= secrets.randbelow(10) < 10, secrets.randbits(5) < 32, len(secrets.token_hex()), secrets.compare_digest("a", "a"), secrets.token_hex(4) != secrets.token_hex(4))
t(secrets.randbelow, 0)
t(secrets.choice, [])

for name in ["example.org", "", "\u00e9"]:
    print(uuid.uuid3(uuid.NAMESPACE_DNS, name), uuid.uuid5(uuid.NAMESPACE_URL, name), end=" ")
u = uuid.UUID("{12345678-1234-5678-1234-567812345678}")
print(u, repr(u), u.hex, u.int, u.fields, u.bytes[:4], u.bytes_le[:8], u.urn, u.version, u.variant, u.time, u.clock_seq, hex(u.node), u.is_safe)
print(uuid.UUID(int=1) < uuid.UUID(int=2), uuid.UUID(bytes=b"\x12" * 16), uuid.UUID(bytes_le=u.bytes_le) == u, uuid.UUID(fields=u.fields) == u, uuid.UUID(hex="urn:uuid:" + str(u)) == u, uuid.UUID(int=5, version=4), hash(u) == hash(uuid.UUID(str(u))), {u: 1}[u], int(u) == u.int, u == str(u), sorted([uuid.NAMESPACE_X500, uuid.NAMESPACE_OID])[0])
r = uuid.uuid4()
print(r.version, r.variant == uuid.RFC_4122, r != uuid.uuid4(), uuid.uuid1(node=0x010203040506, clock_seq=5).clock_seq, uuid.uuid1(1, 1).version, uuid.UUID(int=0).variant, uuid.UUID(int=0).version)
for bad in [dict(hex="xyz"), dict(), dict(int=-1), dict(int=1 << 128), dict(bytes=b"x"), dict(fields=(1, 2)), dict(int=5, version=9), dict(hex="1" * 32, int=5), dict(fields=(1 << 32, 0, 0, 0, 0, 0)), dict(hex="g" * 32)]:
    t(uuid.UUID, **bad)
t(setattr, u, "int", 3)
t(lambda: u < 3)


def chain(blocks):
    """A chain in which every block holds the digest of the one before."""
    last, out = "0" * 8, []
    for b in blocks:
        nonce = 0
        while not (digest := hashlib.sha256(f"{last}{b}{nonce}".encode()).hexdigest()).startswith("0"):
            nonce += 1
        out.append((b, nonce, digest[:8]))
        last = digest
    return out


print(chain(["genesis", "second", "third"]))
print({name: len(hashlib.new(name).digest()) for name in sorted(hashlib.algorithms_guaranteed) if not name.startswith("shake")})
