import copy


class Locked:
    def __reduce_ex__(self, version):
        raise TypeError("cannot copy a lock")


copy.deepcopy({"locks": [Locked()]})
