# exit: 3
import logging

logging.basicConfig(format="%(levelname)s %(message)s")
try:
    [].pop()
except IndexError:
    logging.exception("while emptying")
logging.error("no %d numbers", "x")
raise SystemExit(3)
