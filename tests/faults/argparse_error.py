# exit: 2
import argparse
import sys

sys.argv = ["tool", "--size", "big", "extra"]
parser = argparse.ArgumentParser(prog="tool")
parser.add_argument("--size", type=int)
parser.parse_args()
