"""termios, tty and pty, on a terminal of the program's own."""
import os
import pty
import sys
import termios
import tty


def show(f, *args):
    try:
        print(f.__name__, f(*args))
    except Exception as e:
        print(f.__name__, type(e).__module__, type(e).__name__, e.args)


master, slave = pty.openpty()
mode = termios.tcgetattr(slave)
print(len(mode), len(mode[6]), mode[6][termios.VINTR], mode[:6] == termios.tcgetattr(master)[:6])
mode[6][termios.VINTR] = b"\x07"
mode[3] &= ~termios.ECHO
show(termios.tcsetattr, slave, termios.TCSANOW, mode)
print(termios.tcgetattr(slave) == mode, termios.tcgetattr(slave)[6][termios.VINTR])
tty.setraw(slave)
raw = termios.tcgetattr(slave)
print(raw[6][termios.VMIN], raw[6][termios.VTIME], bool(raw[3] & termios.ICANON), raw[0] & termios.ICRNL)
tty.setcbreak(slave)
print(termios.tcgetattr(slave)[6][termios.VMIN])
os.write(slave, b"out\n")
print(os.read(master, 10))
os.write(master, b"in\n")
print(os.read(slave, 10))
show(termios.tcgetwinsize, slave)
show(termios.tcsetwinsize, slave, (24, 80))
show(termios.tcgetwinsize, slave)
print(os.get_terminal_size(slave))
for bad in ((1,), 3, ("a", 1), (1, 70000), (1, 2, 3)):
    show(termios.tcsetwinsize, slave, bad)
show(termios.tcflush, slave, termios.TCIFLUSH)
show(termios.tcflow, slave, termios.TCOON)
show(termios.tcdrain, slave)
show(termios.tcsendbreak, slave, 0)
show(termios.tcflush, slave, 99)
file = open(os.devnull)
for f, args in ((termios.tcgetattr, ()), (termios.tcsetattr, (0, mode)), (termios.tcdrain, ()), (termios.tcflow, (0,)), (termios.tcgetwinsize, ())):
    show(f, file, *args)
    show(f, "x", *args)
show(termios.tcsetattr, slave, 0, 3)
show(termios.tcsetattr, slave, 0, [1, 2])
for i, bad in ((6, []), (6, 3), (6, [b"ab"] * 32), (6, [1.5] * 32), (0, "x"), (4, 12345)):
    changed = list(mode)
    changed[i] = bad
    show(termios.tcsetattr, slave, 0, changed)
print(issubclass(termios.error, OSError), termios.error.__mro__)
print(sum(1 for n in dir(termios) if n.isupper()), termios.TIOCGWINSZ, termios.B9600, termios.TCSADRAIN, termios.VSWTCH)
os.close(slave)
os.close(master)

sys.stdout.flush()
pid, fd = pty.fork()
if pid == 0:
    print("tty", os.isatty(0), os.isatty(1), flush=True)
    os._exit(7)
data = b""
try:
    while chunk := os.read(fd, 100):
        data += chunk
except OSError:
    pass
print(data, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
