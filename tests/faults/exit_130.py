# exit: 130
# The status of an interrupt, but no interrupt.
import sys

sys.exit(130)
