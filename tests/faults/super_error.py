class Base:
    def greet(self):
        return "hello"


class Child(Base):
    def greet(self, loud):
        return super().greet(loud)


class Other(Base):
    def wave(self):
        return super().wave()


try:
    Other().wave()
except AttributeError:
    import traceback
    traceback.print_exc()
Child().greet(True)
