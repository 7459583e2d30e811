class Failure(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code


try:
    raise Failure(5, "text")
except Failure:
    raise Failure
