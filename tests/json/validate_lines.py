"""Says which lines of JSON are not as their schemas say: {schema's path: [line, …]} on standard input.

Scripts must take keys that they do not know. Here a key that no schema names is a fault.
"""

import json
import sys

from jsonschema import Draft202012Validator


def strict(schema):
    """The schema, and no key that it does not name."""
    if isinstance(schema, dict):
        schema = {key: strict(value) for key, value in schema.items()}
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        schema = [strict(item) for item in schema]
    return schema


faults = 0
for path, lines in json.load(sys.stdin).items():
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(strict(schema))
    for line in lines:
        for error in validator.iter_errors(line):
            faults += 1
            print(path, json.dumps(line), error.message, *(f"  {part.message}" for part in error.context), sep="\n")
sys.exit(1 if faults else 0)
