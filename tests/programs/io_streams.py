import sys, posix
name = "/tmp/ouro_io_%d.txt" % posix.getpid()
print(open)
print(sys.stdout.name, sys.stdout.mode, sys.stdin.name, sys.stderr.errors, sys.stdout.encoding)
with open(name,'w',encoding='utf-8') as f:
    print(f.mode, f.name == name, f.write("héllo\nwörld\r\nlast"), f.tell())
with open(name,encoding='utf-8') as f:
    for l in f: print(repr(l))
    print(f.tell(), f.newlines)
with open(name,encoding='utf-8') as f:
    print(repr(f.read(3)), f.tell(), repr(f.readline()), f.tell(), f.readlines(), f.tell()); f.seek(4); print(f.read(2))
with open(name,'rb') as f: print(f.read(), f.mode)
with open(name,newline='',encoding='utf-8') as f: print(f.readlines())
with open(name,'r+b') as f: print(f.read(2), f.write(b'XX'), f.tell(), f.seek(0), f.read())
import _io
s=_io.StringIO("a\nb\r\nc",newline=None); print(s.getvalue(), s.newlines, list(s))
b=_io.BytesIO(b'abc\ndef'); print(b.readline(), b.read(), b.getbuffer()[0], b.getvalue())
print(_io.open is open, _io.UnsupportedOperation.__mro__)
sys.stdout.flush()
sys.stdout.buffer.write(b'raw\n')
posix.unlink(name)
