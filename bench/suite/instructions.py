"""Instructions of one allocation and one free of a fixed-size block, counted by callgrind, beside the other allocators."""
import subprocess


def run(options):
    print("\nInstructions", flush=True)
    subprocess.run(["python3", "build/bench/bench/alloc_instructions/alloc_instructions.py"], check=True)
