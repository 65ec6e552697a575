"""Says what is wrong with a JSON document by a JSON schema: validate_json.py SCHEMA DOCUMENT."""

import json
import sys

from jsonschema import Draft202012Validator, FormatChecker

checker = FormatChecker()
assert {"uri", "date-time"} <= checker.checkers.keys(), "formats are not checked"
with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    document = json.load(file)
Draft202012Validator.check_schema(schema)
faults = [error.message for error in Draft202012Validator(schema, format_checker=checker).iter_errors(document)]
print("\n".join(faults))
sys.exit(1 if faults else 0)
