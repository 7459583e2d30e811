import os.path.join.x
