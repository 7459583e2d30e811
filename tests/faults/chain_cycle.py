first, second = ValueError("first"), ValueError("second")
first.__cause__ = second
second.__cause__ = first
raise first
