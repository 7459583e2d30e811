class Timer:
    def start():
        pass


timer = Timer()
timer.start()
