# Digests of hashlib, plain and with parameters, and their messages.
import hashlib, random
for n in ('md5','sha1','sha224','sha256','sha384','sha512','sha3_224','sha3_256','sha3_384','sha3_512'):
    h = hashlib.new(n, b'abc'); c = h.copy(); c.update(b'def'); print(n, h.hexdigest(), c.hexdigest()[:10], h.name, h.block_size, h.digest_size)
for n in ('shake_128','shake_256'):
    h = hashlib.new(n, b'abc'); print(h.hexdigest(20), h.digest(0), h.hexdigest(1), h.name, h.block_size)
import _sha256,_sha3
for f in (lambda:_sha256.sha256('a'), lambda:_sha256.sha256(1), lambda:_sha3.shake_128().digest(-1), lambda:_sha3.shake_128().digest(), lambda: _sha3.shake_128().digest(2**31), lambda:_sha256.sha256(b'',b''), lambda:_sha256.sha256(data=b''), lambda: type(_sha256.sha256())(), lambda: _sha3.sha3_224(data=b''), lambda:_sha3.sha3_224('x'), lambda:_sha3.sha3_224()._capacity_bits, lambda:_sha3.sha3_224()._suffix, lambda: random.Random('abc').random()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
import _blake2
for c in (hashlib.blake2b, hashlib.blake2s):
    for data in (b'', b'abc', b'x'*64, b'x'*128, b'x'*129, bytes(1000)):
        print(c(data).hexdigest())
    for kw in ({'key': b'k'}, {'key': b'k'*32, 'digest_size': 7}, {'salt': b's'*8, 'person': b'p'}, {'fanout': 2, 'depth': 3, 'leaf_size': 4, 'node_offset': 5, 'node_depth': 6, 'inner_size': 7, 'last_node': True}):
        h = c(b'data', **kw); g = h.copy(); g.update(b'more'); print(h.hexdigest(), g.digest()[:4], h.name, h.block_size, h.digest_size, c.SALT_SIZE, c.MAX_KEY_SIZE)
h = _blake2.blake2b()
for f in (lambda: h.update('x'), lambda: h.update(3), lambda: _blake2.blake2b(digest_size=65), lambda: _blake2.blake2b(key=b'x'*65), lambda:_blake2.blake2b(salt=b'x'*17), lambda:_blake2.blake2b(person=b'x'*17), lambda:_blake2.blake2b(fanout=256), lambda:_blake2.blake2b(depth=0), lambda:_blake2.blake2b(leaf_size=2**32), lambda:_blake2.blake2b(node_offset=2**64), lambda:_blake2.blake2s(node_offset=2**48), lambda:_blake2.blake2b(node_depth=256), lambda:_blake2.blake2b(inner_size=65), lambda:_blake2.blake2b(digest_size=0)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
