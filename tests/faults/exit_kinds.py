import subprocess
import sys

for code in ("sys.exit()",
             "sys.exit(0)",
             "sys.exit(3)",
             "sys.exit('a message')",
             "sys.exit(None)",
             "sys.exit([1, 2])",
             "sys.exit(-1)",
             "sys.exit(256)",
             "sys.exit(True)",
             "sys.exit(1.5)",
             "sys.exit((1, 2))",
             "raise SystemExit",
             "raise SystemExit('x', 'y')",
             "raise SystemExit(None)",
             "sys.exit(1 << 80)",
             "exit(4)", "quit('q')", "import os; os._exit(9)", "raise KeyboardInterrupt('text')", "raise GeneratorExit", "raise BaseException('base')", "raise Exception", "raise Exception('')", "raise Exception('one', 2)", "raise Exception(None)", "raise StopIteration(5)", "raise MemoryError", "sys.stderr.write('w'); sys.exit('m')", "import atexit; atexit.register(print, 'bye', file=sys.stderr); sys.exit(2)", "import atexit; atexit.register(lambda: 1 / 0); sys.exit(2)", "try:\n  sys.exit(3)\nfinally:\n  1 / 0", "try:\n  1 / 0\nexcept Exception:\n  sys.exit('from handler')", "x = SystemExit(3); x.code = 8; raise x"):
    done = subprocess.run([sys.executable, "-c", "import sys\n" + code], stderr=subprocess.PIPE)
    print(code.replace("\n", "; "), "->", done.returncode, file=sys.stderr)
    sys.stderr.buffer.write(done.stderr)
sys.exit("the end")
