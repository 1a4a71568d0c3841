"""Tell as JSON whether there is a module of a name: has_module.py NAME."""

import importlib.util
import json
import sys

print(json.dumps(importlib.util.find_spec(sys.argv[1]) is not None))
