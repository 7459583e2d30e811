import struct

struct.unpack("<IH", b"12345")
