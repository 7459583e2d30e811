import json


class Thing:
    pass


json.dumps({"thing": {1, 2}})
