"""The house stands as ARCHITECTURE.md says: see tools/check-floors."""
import subprocess


def run(report, stress):
    if not report.wants("floors"):
        return
    done = subprocess.run(["tools/check-floors", "build/release"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    report.add("floors", done.stdout if done.returncode else None)
