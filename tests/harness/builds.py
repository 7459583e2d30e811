"""All builds, without a warning."""
import subprocess

PRESETS = ["release", "asan", "clang"]


def run(report, stress):
    for preset in PRESETS + (["tsan"] if stress else []):
        done = subprocess.run(["tools/build", preset], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            report.add("build " + preset, done.stdout[-4000:])
        else:
            report.add("build " + preset, "warnings:\n" + done.stdout if done.stdout.strip() else None)
