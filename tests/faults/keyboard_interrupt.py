# exit: -2
def wait():
    raise KeyboardInterrupt


try:
    wait()
finally:
    print("interrupted")
