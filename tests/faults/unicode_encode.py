"na\xefve \u2603".encode("ascii")
