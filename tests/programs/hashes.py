"""hashlib and hmac."""
import hashlib
import hmac

data = [b"", b"abc", b"x" * 127, b"y" * 128, b"z" * 129, bytes(range(256)) * 41]
for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512",
             "blake2b", "blake2s"):
    for d in data:
        h = hashlib.new(name, d)
        print(name, h.name, h.digest_size, h.block_size, h.hexdigest())
        assert h.digest().hex() == h.hexdigest()
    h = getattr(hashlib, name)()
    for d in data:
        h.update(d)
    c = h.copy()
    c.update(memoryview(b"more"))
    h.update(bytearray(b"more"))
    print(h.hexdigest(), h.digest() == c.digest())
for name in "shake_128", "shake_256":
    h = hashlib.new(name)
    h.update(b"abc")
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(10), h.digest(100), h.digest(0))
for kind, word in (hashlib.blake2b, 8), (hashlib.blake2s, 4):
    print(kind.__name__, kind.SALT_SIZE, kind.PERSON_SIZE, kind.MAX_KEY_SIZE, kind.MAX_DIGEST_SIZE)
    for arguments in (dict(digest_size=1), dict(digest_size=20, key=b"key"), dict(salt=b"salt", person=b"person"),
                      dict(key=b"k" * 8 * word), dict(fanout=2, depth=3, leaf_size=4096, node_offset=5, node_depth=1,
                                                      inner_size=16, last_node=True)):
        for d in data:
            h = kind(d, **arguments)
            print(h.name, h.digest_size, h.block_size, h.hexdigest())
    for arguments in (dict(digest_size=0), dict(digest_size=65), dict(key=b"k" * 65), dict(salt=b"s" * 17),
                      dict(person=b"p" * 17), dict(fanout=256), dict(fanout=-1), dict(depth=0), dict(depth=256),
                      dict(node_depth=256), dict(leaf_size=-1), dict(leaf_size=1 << 32)):
        try:
            kind(b"", **arguments)
        except (ValueError, OverflowError) as e:
            print(type(e).__name__, e)
for call in (lambda: hashlib.md5("text"), lambda: hashlib.sha256(3), lambda: hashlib.new("nothing"),
             lambda: hashlib.blake2b("text"), lambda: hashlib.sha1().update("t")):
    try:
        call()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(hmac.new(b"key", b"message", "sha256").hexdigest(), hmac.new(b"k" * 200, b"m", hashlib.md5).hexdigest())
print(hmac.digest(b"key", b"message", "sha512").hex(), hmac.compare_digest(b"a", b"a"), hmac.compare_digest("a", "b"))
print(sorted(hashlib.algorithms_guaranteed))
