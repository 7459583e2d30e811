__all__ = ["exists", "absent"]
exists = 1
