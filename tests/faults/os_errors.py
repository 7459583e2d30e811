import os
import traceback

for operation in (lambda: open("/nonexistent"),
                  lambda: open("/"),
                  lambda: os.listdir("/nonexistent"),
                  lambda: os.mkdir("/"),
                  lambda: os.remove("/nonexistent"),
                  lambda: os.rename("/nonexistent", "/other"),
                  lambda: os.rmdir("/usr"),
                  lambda: os.chdir("/etc/passwd"),
                  lambda: os.stat("/nonexistent/x"),
                  lambda: os.close(999),
                  lambda: os.read(999, 1),
                  lambda: open(999),
                  lambda: open(b"/nonexistent\xff"),
                  lambda: os.readlink("/"),
                  lambda: os.kill(2 ** 22 - 1, 0),
                  lambda: os.execv("/nonexistent", ["x"]),
                  lambda: open("/etc/passwd/x"),
                  lambda: os.scandir("/nonexistent"),
                  lambda: open("/dev/null").write("x"),
                  lambda: open("/dev/null", "w").read(),
                  lambda: open("/dev/null", "rb").write(b"x")):
    try:
        operation()
    except Exception:
        traceback.print_exc()
file = open("/dev/null")
file.close()
file.read()
