import sys

sys.exit("usage: tool FILE\n  é unicode ☃")
