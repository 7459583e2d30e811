# exit: 42
import sys


def main():
    try:
        sys.exit(42)
    finally:
        print("cleaning up", file=sys.stderr)


main()
