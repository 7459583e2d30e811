# binascii: every conversion, its errors, check sums.
import binascii as b
def A(f):
    try: print(f())
    except Exception as e: print(type(e).__mro__[:2], e)
print([n for n in dir(b) if n[0] != "_"])
for f in (lambda:b.a2b_base64('é'),lambda:b.a2b_base64(5),lambda:b.a2b_base64(b'YQ'),lambda:b.a2b_base64(b'Y'),lambda:b.a2b_base64(b'YQ='),lambda:b.a2b_base64(b'YWJjZ'),lambda:b.a2b_base64(b'YQ=='),lambda:b.a2b_base64(b'YQ==YQ=='),lambda:b.a2b_base64(b'Y Q\n=='),lambda:b.a2b_base64(b'Y=Q=='),lambda:b.a2b_base64(b'Y=='),lambda:b.a2b_base64(b'='),lambda:b.a2b_base64(b'YWI=x'),lambda:b.a2b_base64(b'YWJj='),lambda:b.a2b_base64(b'YWJj=='),):
    A(f)
print('strict')
for s in (b'',b'YQ==',b'YQ=',b'YQ',b'Y',b'=YQ=',b'YQ==x',b'YQ==\n',b'Y Q==',b'YWJj=',b'Y=Q=',b'YWI=YWI=',b'YQ===',b'YQ=a=',b'YWJj',b'====',b'a=b==',b'YW=J=',b'\n',b'a\nb==',b'YWJjY',b'A' ,b'AB=C'):
    A(lambda: (s,b.a2b_base64(s,strict_mode=True)))
for f in (lambda:b.b2a_base64(b'abc'),lambda:b.b2a_base64(b'abcd',newline=False),lambda:b.b2a_base64('x'),lambda:b.b2a_base64(b''),
 lambda:b.hexlify(b'abc'),lambda:b.hexlify(b'abcd',':'),lambda:b.hexlify(b'abcdef','-',-2),lambda:b.hexlify(b'abc',b'xx'),lambda:b.hexlify(b'abc','é'),lambda:b.hexlify(b'abc',5),lambda:b.unhexlify(b'6162'),lambda:b.unhexlify('616'),lambda:b.unhexlify('6g'),lambda:b.unhexlify('é'),lambda:b.hexlify('abc'),
 lambda:b.crc32(b'abc'),lambda:b.crc32(b'abc',-1),lambda:b.crc32(b'abc',2**32+5),lambda:b.crc32('a'),lambda:b.crc_hqx(b'abc',0),lambda:b.crc_hqx(b'abc',70000),lambda:b.crc_hqx(b'abc'),lambda:b.crc32(b'a',1.5),
 lambda:b.b2a_uu(b'abc'),lambda:b.b2a_uu(b'a'*45),lambda:b.b2a_uu(b'a'*46),lambda:b.b2a_uu(b'\0\0',backtick=True),lambda:b.b2a_uu(b'\0\0'),lambda:b.b2a_uu(b''),lambda:b.a2b_uu(b'#86)C\n'),lambda:b.a2b_uu(b'#86)C x'),lambda:b.a2b_uu(b'#86'),lambda:b.a2b_uu(b''),lambda:b.a2b_uu(b'#\x7f'),lambda:b.a2b_uu(b'!  \xff'),lambda:b.a2b_uu(b'"86)C'),lambda:b.a2b_uu('#86)C'),lambda:b.a2b_uu(b' '),lambda:b.a2b_uu(b'`'),lambda:b.a2b_uu(b' x'),
 lambda:b.a2b_qp(b'a=41=\nb=zz=\r\nc='),lambda:b.a2b_qp(b'a_b=5f',header=True),lambda:b.a2b_qp(b'=\nx==x= \nz'),lambda:b.a2b_qp('a=4'),lambda:b.a2b_qp(b'=4g=AB=a'),
 lambda:b.b2a_qp(b'a=b\xff\n c \t\n.\n'),lambda:b.b2a_qp(b'a b_c\t \n',quotetabs=True),lambda:b.b2a_qp(b'a b_c\n',header=True),lambda:b.b2a_qp(b'a\nb\r\nc',istext=False),lambda:b.b2a_qp(b'x'*100),lambda:b.b2a_qp(b'x'*75+b'\r\n'+b'y'*76+b'\n'),lambda:b.b2a_qp(b'\r\n a \r\nb\n'),lambda:b.b2a_qp(b'\xe9'*40),lambda:b.b2a_qp(b' '),lambda:b.b2a_qp(b'.'),lambda:b.b2a_qp(b'.\nx'),lambda:b.b2a_qp('x')):
    A(f)
print(b.Error, b.Incomplete, b.Error.__mro__, b.Incomplete.__mro__)
seed = 1


def noise(n):
    global seed
    out = bytearray()
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        out.append(seed >> 16 & 255)
    return bytes(out)


for n in range(50):
    data = noise(n)
    assert b.a2b_base64(b.b2a_base64(data), strict_mode=False) == data
    assert b.a2b_base64(b.b2a_base64(data, newline=False), strict_mode=True) == data
    assert b.unhexlify(b.hexlify(data)) == data and b.hexlify(data).decode() == data.hex()
    assert n > 45 or b.a2b_uu(b.b2a_uu(data)) == data == b.a2b_uu(b.b2a_uu(data, backtick=True))
    for text in (True, False):
        assert b.a2b_qp(b.b2a_qp(data, istext=False)) == data
    print(n, b.crc32(data), b.crc_hqx(data, n), b.b2a_base64(data), b.b2a_qp(data), b.crc32(memoryview(data)[::1], b.crc32(b"x")))
print(b.crc32(noise(100000)), b.crc32(b"abc", 2**100 + 5), b.crc32(b"abc", -2**100))
