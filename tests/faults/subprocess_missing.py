import subprocess

subprocess.run(["/nonexistent/tool", "argument"])
