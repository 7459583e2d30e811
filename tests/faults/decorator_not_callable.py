@None
class Thing:
    pass
