#!/usr/bin/env python3
"""Fails where files of a crate import one another in a circle, or a crate imports one that is above it.

A file imports another where a `use`, or a path in its code, leads to something that the other file declares. That a file
declares its modules (`mod x;`) is no import. Tests inside files do not count.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Each crate with those that it may use.
CRATES = {
    "chancery_core": ("crates/core/src", set()),
    "chancery_text": ("crates/text/src", set()),
    "chancery_office": ("crates/office/src", {"chancery_core", "chancery_text"}),
    "chancery": ("src", {"chancery_core", "chancery_text", "chancery_office"}),
}
TESTS = re.compile(r"^#\[cfg\((?:all\()?test\b.*?\)\]\n", re.M)
PATH = re.compile(r"(?<![\w:$\"'])((?:crate|super|self|[a-z_][a-z0-9_]*)(?:::\w+)+)")


def code_of(path):
    """A file's code without its tests, comments and texts."""
    text = path.read_text()
    found = TESTS.search(text)
    while found:
        after = text[found.end() :]
        if after.startswith("mod tests {") or after.startswith("mod tests;") or re.match(r"(?:pub )?mod \w+ \{", after):
            end = re.search(r"^\}\n?|^mod \w+;\n", after, re.M)
            text = text[: found.start()] + (after[end.end() :] if end else "")
        else:
            text = text[: found.start()] + after
        found = TESTS.search(text, found.start())
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', text, flags=re.S)


def leaves(tree, above=()):
    """The paths of a `use` tree."""
    tree = tree.strip()
    if not tree.endswith("}"):
        tree = re.sub(r"\s+as\s+\w+$", "", tree)
        path = above + tuple(part for part in tree.split("::") if part)
        yield path[:-1] if path and path[-1] == "self" and len(path) > 1 else path
        return
    head, inner = tree.split("{", 1)
    above += tuple(part for part in head.strip().split("::") if part)
    depth, part = 0, ""
    for letter in inner[:-1] + ",":
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            if part.strip():
                yield from leaves(part, above)
            part = ""
        else:
            part += letter


class Crate:
    def __init__(self, name):
        self.name = name
        folder = ROOT / CRATES[name][0]
        self.files = {}
        for path in folder.rglob("*.rs"):
            parts = list(path.relative_to(folder).with_suffix("").parts)
            if parts[-1] in ("lib", "main"):
                parts = []
            if parts and parts[-1] == "tests":
                continue
            self.files[tuple(parts)] = code_of(path)
        self.reexports = {module: self.reexports_of(module) for module in self.files}

    def module_of(self, path):
        """The longest beginning of a path that is a file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.files:
                return path[:length]
        return ()

    def absolute(self, path, module):
        first, rest = path[0], path[1:]
        if first == "crate":
            return rest
        if first == "self":
            return module + rest
        if first == "super":
            up = module
            while path and path[0] == "super":
                up, path = up[:-1], path[1:]
            return up + path
        if module + (first,) in self.files:
            return module + path
        return None

    def uses(self, module):
        code = self.files[module]
        for kind, tree in re.findall(r"^\s*((?:pub(?:\([\w ]+\))?\s+)?)use\s+([^;]+);", code, re.M):
            for path in leaves(re.sub(r"\s+", " ", tree)):
                yield kind.strip(), path
        for path in PATH.findall(re.sub(r"^\s*(?:pub(?:\([\w ]+\))?\s+)?use\s+[^;]+;", "", code, flags=re.M)):
            yield "", tuple(path.split("::"))

    def reexports_of(self, module):
        """What a file shows that another declares: a name to its path."""
        shown = {}
        for kind, path in self.uses(module):
            absolute = self.absolute(path, module) if kind and path else None
            if absolute:
                shown[absolute[-1]] = absolute
        return shown

    def target(self, path):
        """The file that declares what a path leads to, through what files show of others."""
        for _ in range(8):
            module = self.module_of(path)
            rest = path[len(module) :]
            if not rest or rest[0] not in self.reexports[module] or self.reexports[module][rest[0]] == path:
                return module
            path = self.reexports[module][rest[0]] + rest[1:]
        return self.module_of(path)

    def imports(self):
        graph = {}
        for module in self.files:
            graph[module] = set()
            for kind, path in self.uses(module):
                absolute = self.absolute(path, module) if path else None
                if absolute is None or kind:
                    continue
                target = self.target(absolute)
                # A path that ends at a module brings no item of its own: what is used of it shows itself by its path.
                if target != module and target != absolute:
                    graph[module].add(target)
                elif target != module and target == absolute:
                    graph[module].update(self.through(module, target))
        return graph

    def through(self, module, target):
        """What a file uses by way of a module's name."""
        name = target[-1] if target else ""
        code = self.files[module]
        used = re.findall(r"(?<![\w:])" + re.escape(name) + r"::(\w+)", code) if name else []
        if not used:
            return set()
        found = {self.target(target + (item,)) for item in used}
        return found - {module}


def circles(graph):
    """Tarjan's strongly connected components of more than one file."""
    index, low, stack, on, found = {}, {}, [], set(), []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on.add(node)
        for next_ in sorted(graph[node]):
            if next_ not in index:
                visit(next_)
                low[node] = min(low[node], low[next_])
            elif next_ in on:
                low[node] = min(low[node], index[next_])
        if low[node] == index[node]:
            circle = []
            while True:
                last = stack.pop()
                on.discard(last)
                circle.append(last)
                if last == node:
                    break
            if len(circle) > 1:
                found.append(sorted(circle))

    sys.setrecursionlimit(10_000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def main():
    faults = 0
    for name in CRATES:
        crate = Crate(name)
        for module, code in crate.files.items():
            for other in CRATES:
                if other != name and other not in CRATES[name][1] and re.search(rf"\b{other}::", code):
                    print(f"{name}: {'/'.join(module) or 'the root'} imports {other}, which is above it")
                    faults += 1
        graph = crate.imports()
        for circle in circles(graph):
            faults += 1
            print(f"{name}: {len(circle)} files import one another in a circle:")
            for module in circle:
                inside = sorted("/".join(other) or "the root" for other in graph[module] if other in circle)
                print(f"  {'/'.join(module) or 'the root'} -> {', '.join(inside)}")
        print(f"{name}: {len(crate.files)} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
