class Settings:
    width = 10
    height = width / 0

    def area(self):
        pass
