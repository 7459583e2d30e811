"""The prompt, driven through a pseudo-terminal as somebody who types: what is answered to each line."""
import os
import pty
import select
import signal
import time

# What is typed, and what the answer must hold; each answer is awaited up to its prompt.
SESSION = [
    (b"1+1\n", b"\r\n2\r\n>>> "),
    (b"_ * 21\n", b"\r\n42\r\n>>> "),
    (b"for i in range(2):\n", b"... "),
    (b"  print(i)\n", b"... "),
    (b"\n", b"0\r\n1\r\n>>> "),
    (b"x = (1,\n", b"... "),
    (b"2)\n", b">>> "),
    (b"x\n", b"(1, 2)\r\n>>> "),
    (b"\x1b[A\n", b"(1, 2)\r\n>>> "),                       # history
    (b"x.ind\t2)\n", b"\r\n1\r\n>>> "),                     # completion: x.index(
    (b"class A:\n", b"... "),
    (b"  def __del__(self): print('gone')\n", b"... "),
    (b"\n", b">>> "),
    (b"A() and None\n", b"gone\r\n>>> "),                   # freed at once
    (b"A()\n", b"<__main__.A object at"),                   # kept by _
    (b"3\n", b"gone\r\n3\r\n>>> "),
    (b"1/0\n", b'  File "<stdin>", line 1, in <module>\r\nZeroDivisionError: division by zero\r\n>>> '),
    (b"def f(:\n", b"SyntaxError: invalid syntax\r\n>>> "),
    (b"import sys; sys.last_type\n", b"<class 'SyntaxError'>\r\n>>> "),
    (b"abandoned\x03", b"KeyboardInterrupt\r\n>>> "),
    (b"while True: pass\n", b"... "),
    (b"\n", b"\r\n"),
    (b"\x03", b"KeyboardInterrupt\r\n>>> "),
    (b"sys.ps1 = 'next> '\n", b"next> "),
]
SECONDS = 10


class Terminal:
    def __init__(self, command):
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm", LC_ALL="C.UTF-8")
            os.execv(command[0], command)
        self.seen = b""

    def wait_for(self, text):
        """Reads until `text` has come since what was last awaited: whether it has."""
        end = time.monotonic() + SECONDS
        while text not in self.seen:
            if time.monotonic() > end or not select.select([self.file], [], [], 0.1)[0]:
                if time.monotonic() > end:
                    return False
                continue
            try:
                data = os.read(self.file, 4096)
            except OSError:
                return False
            self.seen += data
        self.seen = self.seen[self.seen.index(text) + len(text):]
        return True

    def close(self):
        os.close(self.file)
        try:
            os.kill(self.process, signal.SIGKILL)
        except ProcessLookupError:
            pass


def check(binary):
    terminal = Terminal([binary])
    try:
        if not terminal.wait_for(b" for more information.\r\n>>> "):
            return "no greeting: %r" % terminal.seen
        for typed, answer in SESSION:
            os.write(terminal.file, typed)
            if not terminal.wait_for(answer):
                return "to %r: %r lacks %r" % (typed, terminal.seen[-500:], answer)
            time.sleep(0.02)
        os.write(terminal.file, b"raise SystemExit(3)\n")
        status = os.waitstatus_to_exitcode(os.waitpid(terminal.process, 0)[1])
        return None if status == 3 else "exit status %s, not 3" % status
    finally:
        terminal.close()
