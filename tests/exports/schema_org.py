"""Says which classes and properties of a JSON-LD document schema.org does not have: schema_org.py DOCUMENT.

The context is not fetched: all of schema.org's terms are those of one vocabulary.
"""

import json
import sys

from rdflib import RDF, Graph
from rdflib.namespace import SDO

VOCABULARY = str(SDO)
with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
faults = set()
if document.pop("@context") != "https://schema.org/":
    faults.add("the context is not schema.org's")
graph = Graph().parse(data=json.dumps({"@context": {"@vocab": VOCABULARY}, **document}), format="json-ld")
assert len(graph) > 0, "there is nothing in it"


def known(term, first):
    """Whether it is a word of schema.org: classes begin with a capital letter, properties do not."""
    name = str(term).removeprefix(VOCABULARY)
    return term.startswith(VOCABULARY) and name in SDO and first(name[0])


for _, predicate, thing in graph:
    if predicate == RDF.type:
        if not known(thing, str.isupper):
            faults.add(f"schema.org has no class {thing.removeprefix(VOCABULARY)}")
    elif not known(predicate, str.islower):
        faults.add(f"schema.org has no property {predicate.removeprefix(VOCABULARY)}")
print("\n".join(sorted(faults)))
sys.exit(1 if faults else 0)
