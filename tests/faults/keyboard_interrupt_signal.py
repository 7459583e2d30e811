# exit: -2
import os
import signal
import time


def wait():
    while True:
        time.sleep(10)


signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.setitimer(signal.ITIMER_REAL, 0.05)
wait()
