import json.nosuch
