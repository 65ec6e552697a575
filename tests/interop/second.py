#!/usr/bin/env python3
"""A second implementation of the bundle format chancery/1.

It was written from FORMAT.md alone, without a look at the first implementation, so that the two can
be compared: they must write the same bytes and reach the same verdicts. Python 3.9 or later, its
standard library, and `ssh-keygen` for signing. Numbers such as (6.2) are sections of FORMAT.md.

    second.py seal --key PRIVATE_KEY --values VALUES.json --sealed-at 2026-03-12T14:05:00Z
                   --name BUNDLE-NAME --out FILE data/PATH=SOURCE_FILE ...
    second.py verify [--key-line 'IDENTITY ssh-ed25519 AAAA...'] ... [--clock TIME] FILE...

`seal` makes a whole bundle with one signature, that of the first publisher. `verify` prints for each
file a line `<verdict> <file>` and indented reasons, or on standard error that it could not look. It
trusts the given keys as issuers, at any time; it brings no revocations and no authorities, so no
evidence can check (9.2). It exits with 1, 2, 3 or 0, in this order of precedence (12.1).
"""

import argparse
import base64
import binascii
import datetime
import functools
import hashlib
import json
import os
import re
import stat
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import namedtuple

CHUNK = 1 << 20
KIB, MIB = 1 << 10, 1 << 20
UINT32 = 0xFFFFFFFF


class Fault(Exception):
    """The breach of a rule of FORMAT.md (2.7). The text begins with the section."""


class OtherFormat(Exception):
    """An intact container whose content is of another version (12.4)."""


class CouldNotLook(Exception):
    """The bundle cannot be read, so that there is no verdict (12.2)."""


def need(condition, section, message):
    if not condition:
        raise Fault("%s: %s" % (section, message))


def matches(pattern, value):
    """Whether a pattern matches the whole string (2.3). All patterns here are of ASCII."""
    return re.fullmatch(pattern, value, re.ASCII) is not None


# == 4 Names =======================================================================================

DEVICE_NAMES = {"con", "prn", "aux", "nul"} | {p + str(i) for p in ("com", "lpt") for i in range(10)}


def is_device_name(name):  # 4.3
    return name.split(".")[0].lower() in DEVICE_NAMES


def check_bundle_name(name):  # 4.1
    need(matches(r"[a-z0-9][a-z0-9-]*", name) and len(name) <= 100 and not is_device_name(name),
         "4.1", "bad bundle name %a" % name)


def check_document_path(path):  # 4.2, points 1 and 2
    need(path.startswith("data/"), "4.2", "path %a is not under data/" % path)
    inner = path[len("data/"):]
    parts = inner.split("/")
    need(len(parts) <= 8 and len(inner) <= 200, "4.2", "path %a is too deep or too long" % path)
    for part in parts:
        need(matches(r"[A-Za-z0-9][A-Za-z0-9_.-]*", part) and len(part) <= 100
             and ".." not in part and not part.endswith(".") and not is_device_name(part),
             "4.2", "bad part %a of a path" % part)


def check_paths_apart(paths):  # 4.2, point 3; the paths are ASCII by now
    lowered = {path.lower() for path in paths}
    need(len(lowered) == len(paths), "4.2", "two paths are equal ignoring case")
    for path in lowered:
        pieces = path.split("/")
        for i in range(1, len(pieces)):
            need("/".join(pieces[:i]) not in lowered, "4.2", "a path is a folder of another: %a" % path)


def is_identity(text):  # 4.4
    return (matches(r"[a-z0-9][a-z0-9._+-]*(@[a-z0-9][a-z0-9.-]*)?", text)
            and len(text) <= 100 and ".." not in text and not text.endswith("."))


# == 5 The files of the bag ========================================================================

BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"  # 5.1
TAG_FILES = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "metadata.json")  # 5.4


def bag_info(values, sealed_at, sizes, bundle_name):  # 5.2
    publishers = values["publishers"]
    lines = [("Source-Organization", p["name"]) for p in publishers]
    lines += [("External-Description", values["title"])]
    if "identifier" in values:
        lines += [("External-Identifier", values["identifier"])]
    lines += [
        ("Bagging-Date", sealed_at[:10]),
        ("Payload-Oxum", "%d.%d" % (sum(sizes), len(sizes))),
        ("Bundle-Format", "chancery/1"),
        ("Bundle-Name", bundle_name),
    ]
    lines += [("Issuer", p["identity"]) for p in publishers]
    lines += [("Sealed-At", sealed_at)]
    return "".join("%s: %s\n" % line for line in lines).encode("utf-8")


def manifest(digests):  # 5.3 and 5.4; digests: from path to hexadecimal digits. ASCII sorts bytewise
    return "".join("%s  %s\n" % (digests[path], path) for path in sorted(digests)).encode("ascii")


# == 6 metadata.json ===============================================================================

KEYS = ("format", "title", "titles", "type", "identifier", "issued", "held", "embargo", "publishers",
        "speakers", "place", "language", "subjects", "summary", "source", "rights", "replaces", "reason",
        "salt", "documents")  # 6.6
NESTED_KEYS = {
    "publishers": ("name", "identity"),
    "speakers": ("name", "role"),
    "documents": ("path", "name", "media_type", "language", "role"),
}
REQUIRED = {
    "": ("format", "title", "type", "issued", "publishers", "language", "documents"),
    "publishers": ("name", "identity"),
    "speakers": ("name",),
    "documents": ("path", "media_type", "role"),
}
DOCUMENT_ROLES = ("original", "translation", "unofficial-translation", "rendition", "recording",
                  "attachment")
MAX_ITEMS = 10000


def parse_json(raw):  # 6.1
    """The values of a JSON text; whatever a lenient reader would hide is a fault."""
    depth, in_string = 0, False
    for token in re.finditer(rb'\\.|["\[\]{}]', raw, re.DOTALL):
        token = token.group()
        if token == b'"':
            in_string = not in_string
        elif not in_string and token in (b"[", b"{"):
            depth += 1
            need(depth <= 64, "6.1", "nested deeper than 64 levels")
        elif not in_string and token in (b"]", b"}"):
            depth -= 1

    def members(pairs):
        need(len(dict(pairs)) == len(pairs), "6.1", "a key stands twice in one object")
        return dict(pairs)

    def integer(digits):
        need(len(digits) <= 17, "6.9", "an integer is too large")
        return int(digits)

    def no_number(digits):
        raise Fault("6.1: %a is not an integer" % digits[:40])

    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=members, parse_int=integer,
                          parse_float=no_number, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise Fault("6.1: not JSON in UTF-8: %s" % type(error).__name__) from None


def in_order(values):
    """The same values with the keys of every object in the order of 6.6 to 6.9."""
    def pick(source, keys):
        return {key: source[key] for key in keys if key in source}

    ordered = pick(values, KEYS)
    for key, nested in NESTED_KEYS.items():
        if key in ordered:
            ordered[key] = [pick(item, nested) for item in ordered[key]]
    if "titles" in ordered:
        ordered["titles"] = pick(ordered["titles"], sorted(ordered["titles"]))
    # Sorting by code points is sorting by UTF-8 bytes.
    ordered.update(pick(values, sorted(key for key in values if key not in KEYS)))
    return ordered


def write_json(value, level=0):  # 6.1, points 3 to 6
    if isinstance(value, str):
        return '"%s"' % value.replace("\\", "\\\\").replace('"', '\\"')
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    indent = "  " * (level + 1)
    if isinstance(value, dict):
        opening, closing = "{", "}"
        items = ["%s%s: %s" % (indent, write_json(k), write_json(v, level + 1)) for k, v in value.items()]
    else:
        opening, closing = "[", "]"
        items = [indent + write_json(item, level + 1) for item in value]
    return "%s\n%s\n%s%s" % (opening, ",\n".join(items), "  " * level, closing)


def metadata_json(values):  # the values have passed check_metadata
    return (write_json(in_order(values)) + "\n").encode("utf-8")


def check_text(value, what, limit):  # 6.2
    need(isinstance(value, str), "6.2", "%s is not a string" % what)
    need(not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", value), "6.2",
         "%s contains a forbidden character" % what)
    need(1 <= len(value.encode("utf-8")) <= limit, "6.2", "%s is empty or too long" % what)
    need(value[0] != " " and value[-1] != " ", "6.2", "%s begins or ends with a space" % what)


def is_date(text):  # 6.3
    if not matches(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return False
    return True


def is_date_time(text):  # 6.3
    return (is_date(text[:10])
            and matches(r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z", text[10:]))


def moment(date_time):
    return datetime.datetime.strptime(date_time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)


def is_language_tag(text):  # 6.4
    found = re.fullmatch(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
                         r"((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)", text)
    if not found or len(text) > 100:
        return False
    variants = found.group(1).split("-")[1:]
    return len(set(variants)) == len(variants)


def is_media_type(text):  # 6.5
    kind, *parameters = text.split("; ")
    name = r"[a-z0-9][a-z0-9!#$&^_.+-]*"
    if len(text) > 255 or not matches(name + "/" + name, kind):
        return False
    if not all(matches(name + r"=[A-Za-z0-9!#$%&'*+.^_`|~-]+", p) for p in parameters):
        return False
    names = [p.split("=")[0] for p in parameters]
    return len(set(names)) == len(names) and ("charset" in names or not kind.startswith("text/"))


def check_array(value, what, kind):
    need(isinstance(value, list), "6.6", "%s is not an array" % what)
    need(1 <= len(value) <= MAX_ITEMS, "6.6", "%s is empty or has too many items" % what)
    for item in value:
        need(isinstance(item, kind), "6.6", "%s has an item of a wrong type" % what)


def check_metadata(values):
    """Everything of 6 but the bytes of 6.1, for values in any order of keys."""
    need(isinstance(values, dict), "6.1", "metadata is not an object")
    need(len(values) <= MAX_ITEMS, "6.6", "too many members")
    need(all(key in values for key in REQUIRED[""]), "6.6", "a required key is missing")
    limits = {"title": 4096, "type": 100, "identifier": 4096, "place": 4096, "summary": 65536,
              "source": 4096, "rights": 65536, "reason": 65536}
    for key in KEYS:
        if key in values and key not in NESTED_KEYS and key not in ("titles", "subjects"):
            check_text(values[key], key, limits.get(key, 4096))
    need(values["format"] == "chancery/1", "6.6", "format is not chancery/1")
    need(" " not in values["type"], "6.6", "type contains a space")
    for key in ("issued", "held", "embargo"):
        if key in values:
            need(is_date(values[key]) or is_date_time(values[key]), "6.3", "%s is not a time" % key)
    need(is_language_tag(values["language"]), "6.4", "language is not a language tag")
    if "titles" in values:
        need(isinstance(values["titles"], dict), "6.6", "titles is not an object")
        need(1 <= len(values["titles"]) <= MAX_ITEMS, "6.6", "titles is empty or too large")
        for tag, title in values["titles"].items():
            need(is_language_tag(tag), "6.4", "a key of titles is not a language tag")
            need(tag != values["language"], "6.6", "titles repeats the language of the title")
            check_text(title, "a title", 4096)
    if "subjects" in values:
        check_array(values["subjects"], "subjects", str)
        for subject in values["subjects"]:
            check_text(subject, "a subject", 4096)
    if "source" in values:
        need(matches(r"https?://[\x21-\x7e]+", values["source"]), "6.6", "source is not a URL")
    if "replaces" in values:
        need(matches(r"sha256:[0-9a-f]{64}", values["replaces"]), "7", "replaces is not an id")
    need("reason" not in values or "replaces" in values, "6.6", "reason without replaces")
    need(("salt" in values) == ("embargo" in values), "6.6", "salt and embargo go together")
    if "salt" in values:
        need(matches(r"[0-9a-f]{32}", values["salt"]), "6.6", "salt is not 32 hexadecimal digits")
    for key, nested in NESTED_KEYS.items():
        if key in values:
            check_array(values[key], key, dict)
            for item in values[key]:
                need(all(k in nested for k in item), "6.7", "%s has an unknown key" % key)
                need(all(k in item for k in REQUIRED[key]), "6.7", "%s lacks a required key" % key)
                for k in item:
                    check_text(item[k], "%s of %s" % (k, key), 4096)
    identities = [p["identity"] for p in values["publishers"]]
    need(all(is_identity(i) for i in identities), "4.4", "bad identity of a publisher")
    need(len(set(identities)) == len(identities), "6.7", "two publishers have one identity")
    check_documents(values["documents"])
    check_unknown_keys(values)


def check_documents(documents):  # 6.8
    for document in documents:
        check_document_path(document["path"])
        need(document.get("name") != document["path"][len("data/"):], "6.8", "name is the inner path")
        need(is_media_type(document["media_type"]), "6.5", "bad media type %a" % document["media_type"])
        need("language" not in document or is_language_tag(document["language"]), "6.4",
             "language of a document is not a language tag")
        need(document["role"] in DOCUMENT_ROLES, "6.8", "unknown role of a document")
    paths = [document["path"] for document in documents]
    need(paths == sorted(set(paths)), "6.8", "documents are not sorted by path, or one stands twice")
    check_paths_apart(paths)


def check_unknown_keys(values):  # 6.9
    for key, value in values.items():
        if key in KEYS:
            continue
        check_text(key, "name of an unknown key", 256)
        # Keys of 6.6 are ASCII, but lower() is not: replace A-Z alone (2.5).
        need(re.sub("[A-Z]", lambda m: m.group().lower(), key) not in KEYS, "6.9",
             "an unknown key equals a known one ignoring case")
        what = "value of an unknown key"
        if isinstance(value, list):
            check_array(value, what, str)
            for item in value:
                check_text(item, what, 65536)
        elif isinstance(value, int):  # true and false among them
            need(-2**53 < value < 2**53, "6.9", "an integer is too large")
        else:
            check_text(value, what, 65536)


# == 8 Signatures ==================================================================================

NAMESPACES = {role: b"chancery-" + role.encode() for role in ("issuer", "witness", "archivist")}  # 8.1


def string(data):  # RFC 4251 section 5
    return struct.pack(">I", len(data)) + data


def take_string(data):
    """The string at the beginning of the data, and the rest."""
    need(len(data) >= 4, "8.6", "the blob is cut short")
    end = 4 + struct.unpack(">I", data[:4])[0]
    need(len(data) >= end, "8.6", "the blob is cut short")
    return data[4:end], data[end:]


def signed_message(namespace, tagmanifest):  # 8.2
    return (b"SSHSIG" + string(namespace) + string(b"") + string(b"sha512")
            + string(hashlib.sha512(tagmanifest).digest()))


def public_key_blob(key):
    return string(b"ssh-ed25519") + string(key)


def signature_blob(namespace, key, signature):  # 8.3
    return (b"SSHSIG" + struct.pack(">I", 1) + string(public_key_blob(key)) + string(namespace)
            + string(b"") + string(b"sha512") + string(string(b"ssh-ed25519") + string(signature)))


ARMOR_BEGIN, ARMOR_END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"


def armor(blob):  # 8.4
    text = base64.b64encode(blob)
    lines = [text[i:i + 70] + b"\n" for i in range(0, len(text), 70)]
    return ARMOR_BEGIN + b"".join(lines) + ARMOR_END


def unarmor(data):  # 8.4
    body = data[len(ARMOR_BEGIN):-len(ARMOR_END)].replace(b"\n", b"")
    try:
        blob = base64.b64decode(body, validate=True)
    except binascii.Error:
        raise Fault("8.4: the armor holds no base64") from None
    need(armor(blob) == data, "8.4", "the armor is not the one way to write this signature")
    return blob


# -- 8.5 Strict Ed25519: points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z (RFC 8032, 5.1.4)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def point_add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_double(p):
    a, b, c = p[0] * p[0], p[1] * p[1], 2 * p[2] * p[2]
    h = a + b
    e = h - (p[0] + p[1]) ** 2
    g = a - b
    f = c + g
    e, f, g, h = e % P, f % P, g % P, h % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_decode(data):
    """The point of RFC 8032 section 5.1.3, or None, also where the encoding is not canonical."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P != 0:
        x = x * SQRT_MINUS_1 % P
        if (v * x * x - u) % P != 0:
            return None
    if x == 0 and sign:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def point_encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_small_order(point):
    for _ in range(3):
        point = point_double(point)
    return point[0] == 0 and (point[1] - point[2]) % P == 0


def multiples(point):
    table = [NEUTRAL]
    for _ in range(15):
        table.append(point_add(table[-1], point))
    return table


BASE_MULTIPLES = multiples(point_decode(b"\x58" + b"\x66" * 31))


@functools.lru_cache(maxsize=4096)
def ed25519_good(key, signature, message):
    """Whether the signature is good by 8.5."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    point_a, point_r = point_decode(key), point_decode(r)
    if s >= L or point_a is None or point_r is None:
        return False
    if is_small_order(point_a) or is_small_order(point_r):
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    minus_a = multiples((P - point_a[0], point_a[1], 1, P - point_a[3]))
    result = NEUTRAL  # [S]B - [k]A, four bits of both numbers at a time
    for shift in range(252, -1, -4):
        for _ in range(4):
            result = point_double(result)
        result = point_add(result, BASE_MULTIPLES[s >> shift & 15])
        result = point_add(result, minus_a[k >> shift & 15])
    return point_encode(result) == r


# -- 8.6 and 8.7


def check_signature(role, data, tagmanifest):
    """The key of a good signature; None where 8.6 says to ignore it; else a fault."""
    namespace = NAMESPACES[role]
    blob = unarmor(data)
    key, signature = blob[33:65], blob[-64:]
    if len(signature) == 64 and blob == signature_blob(namespace, key, signature):
        need(ed25519_good(key, signature, signed_message(namespace, tagmanifest)), "8.5",
             "a signature is not good")
        return key
    need(role != "issuer", "8.3", "an issuer's signature is not in the form of 8.3")
    need(blob[:10] == b"SSHSIG" + struct.pack(">I", 1), "8.6", "a signature of unknown form")
    key_string, rest = take_string(blob[10:])
    its_namespace, rest = take_string(rest)
    reserved, rest = take_string(rest)
    hash_name, rest = take_string(rest)
    signature_string, rest = take_string(rest)
    algorithm, _ = take_string(key_string)
    signature_start, _ = take_string(signature_string)
    need(its_namespace == namespace and reserved == b"" and rest == b""
         and hash_name in (b"sha256", b"sha512")
         and matches(rb"[A-Za-z0-9@._-]{1,64}", algorithm) and signature_start.isascii()
         and not (algorithm == b"ssh-ed25519" and hash_name == b"sha512"),
         "8.6", "a signature is neither good nor well-formed")
    return None


def check_signatures(signature_files, issuers, tagmanifest):
    """Every .sig file (8.1 to 8.6) and who signed (8.7); from (role, identity) to key or None."""
    keys, owners = {}, {}
    for name, data in signature_files.items():
        _, role, identity = signature_name(name)
        key = keys[role, identity] = check_signature(role, data, tagmanifest)
        need(role != "issuer" or identity in issuers, "8.7", "a signature of an issuer who is not listed")
        need(key is None or owners.setdefault(key, identity) == identity, "8.7",  # point 3
             "one key signs under two identities")
    need(any(("issuer", identity) in keys for identity in issuers), "8.7", "no issuer signature")
    return keys


# == 9 The folder signatures/ ======================================================================


def signature_name(name):
    """(row of 9.1, role, identity) of a name without `signatures/`; row 2 has no role."""
    need(len(name) <= 200, "9.1", "a name under signatures/ is too long")
    pieces = name.split(".")
    role = pieces[0]
    if role in NAMESPACES and pieces[-1] == "sig" and is_identity(".".join(pieces[1:-1])):
        return 1, role, ".".join(pieces[1:-1])
    if (len(pieces) == 2 and pieces[1] == "tlog-proof" and matches(r"[a-z0-9-]{1,32}", pieces[0])
            and not is_device_name(pieces[0])):
        return 2, None, None
    if (role in NAMESPACES and matches(r"sig-[a-z0-9-]{1,32}", pieces[-1])
            and is_identity(".".join(pieces[1:-1]))):
        return 3, role, ".".join(pieces[1:-1])
    if (role in NAMESPACES and len(pieces) >= 5 and pieces[-3] == "sig"
            and matches(r"[1-9][0-9]{0,5}", pieces[-2]) and matches(r"[a-z0-9-]{1,16}", pieces[-1])
            and pieces[-1] != "sig" and is_identity(".".join(pieces[1:-3]))):
        return 4, role, ".".join(pieces[1:-3])
    raise Fault("9.1: a file under signatures/ has a name of no known form: %a" % name)


def is_signature(path):
    """Whether a path in the bag, of a good name, is a `.sig` file (8.1): row 1 of 9.1."""
    return path.startswith("signatures/") and signature_name(path[len("signatures/"):])[0] == 1


def check_signature_names(names):
    for name in names:
        row, role, identity = signature_name(name)
        need(row != 4 or "%s.%s.sig" % (role, identity) in names, "9.1",
             "evidence on a signature that is not there")


# == 10 The container ==============================================================================

Entry = namedtuple("Entry", "name size crc")  # the name is bytes, with the top folder


def local_header(entry):  # 10.3
    large = entry.size >= UINT32
    size = UINT32 if large else entry.size
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if large else b""
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 45 if large else 10, 0, 0, 0, 0x0021, entry.crc,
                       size, size, len(entry.name), len(extra)) + entry.name + extra


def central_header(entry, offset):  # 10.4 and 10.6.2
    large, far = entry.size >= UINT32, offset >= UINT32
    size = UINT32 if large else entry.size
    extra = struct.pack("<QQ", entry.size, entry.size) if large else b""
    extra += struct.pack("<Q", offset) if far else b""
    if extra:
        extra = struct.pack("<HH", 1, len(extra)) + extra
    return struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 0x032D if large else 0x030A,
                       45 if large else 10, 0, 0, 0, 0x0021, entry.crc, size, size, len(entry.name),
                       len(extra), 0, 0, 0, 0x81A40000, UINT32 if far else offset) + entry.name + extra


def after_the_data(entries):
    """Everything that follows the last entry's data, and its offset (10.4 to 10.6)."""
    headers, offset = [], 0
    for entry in entries:
        headers.append(central_header(entry, offset))
        offset += len(local_header(entry)) + entry.size
    directory, records = b"".join(headers), b""
    size_field, offset_field = len(directory), offset
    if offset >= UINT32:  # 10.6.3
        version = 45 if any(entry.size >= UINT32 for entry in entries) else 10
        records += struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, version, version, 0, 0, len(entries),
                               len(entries), len(directory), offset)
        records += struct.pack("<IIQI", 0x07064B50, 0, offset + len(directory), 1)
        size_field = offset_field = UINT32
    records += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(entries), len(entries), size_field,
                           offset_field, 0)  # 10.5
    return directory + records, offset


def names_in_order(documents, signatures):  # 10.2; paths in the bag
    return (["bagit.txt", "metadata.json"] + sorted(documents)
            + ["bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"] + sorted(signatures))


def read_exactly(file, offset, size):
    file.seek(offset)
    data = file.read(size)
    if len(data) != size:
        raise OSError("the file changed while it was read")
    return data


MAX_ENTRIES = 11029  # 11
LIMITS = {"metadata.json": 4 * MIB, "manifest-sha256.txt": 4 * MIB, "tagmanifest-sha256.txt": 4 * MIB,
          "bag-info.txt": MIB, "bagit.txt": MIB}  # 11
MAX_HEADER = 46 + 28 + 100 + 1 + max(len("data/") + 200, len("signatures/") + 200)


def read_entries(file, length):  # 10.7, steps 1 to 4, and the directory's part of 5
    """The entries as the central directory says, every byte of which is as 10 demands."""
    need(22 <= length < 2**63, "10.5", "no end record, or the file is too long")
    end = read_exactly(file, length - 22, 22)
    signature, _, _, _, count, size, start, _ = struct.unpack("<IHHHHIIH", end)
    need(signature == 0x06054B50, "10.5", "no end record")
    records = end
    if start == UINT32:
        need(length >= 56 + 20 + 22, "10.6", "no ZIP64 end record")
        records = read_exactly(file, length - 22 - 20 - 56, 56 + 20) + end
        size, start = struct.unpack("<QQ", records[40:56])
    need(count <= MAX_ENTRIES, "11", "too many entries")
    need(start + size + len(records) == length, "10.1", "directory and records do not fill the file")
    need(size <= count * MAX_HEADER, "10.4", "the directory is too long for its entries")

    tail = read_exactly(file, start, size) + records
    entries, position, total = [], 0, 0
    for _ in range(count):
        fixed = tail[position:position + 46]
        need(len(fixed) == 46, "10.4", "the directory is cut short")
        crc, packed_size, name_length, extra_length = struct.unpack("<16xII4xHH14x", fixed)
        name = tail[position + 46:position + 46 + name_length]
        extra = tail[position + 46 + name_length:position + 46 + name_length + extra_length]
        if packed_size == UINT32:
            need(len(extra) >= 12, "10.6", "the size of a large entry is missing")
            packed_size = struct.unpack("<Q", extra[4:12])[0]
        total += packed_size
        need(total <= length, "10.7", "the sizes exceed the file")
        entries.append(Entry(name, packed_size, crc))
        position += 46 + name_length + extra_length
    expected, offset = after_the_data(entries)
    need(offset == start, "10.7", "the last entry does not end where the directory begins")
    need(expected == tail, "10.7", "the directory or a record after it is not as it must be")
    return entries


def check_entries(entries):  # 3.1, 4.1, 4.2, 9.1, 10.2 and 11, for what the directory says
    """The top folder's name, and the entries by their paths in the bag, in order."""
    need(entries, "3.1", "no entries")
    need(all(entry.name.isascii() for entry in entries), "4", "a name is not ASCII")
    names = [entry.name.decode("ascii") for entry in entries]
    top = names[0].split("/")[0]
    check_bundle_name(top)
    need(all(name.startswith(top + "/") for name in names), "3.1", "a file beside the top folder")
    paths = [name[len(top) + 1:] for name in names]
    documents = {path for path in paths if path.startswith("data/")}
    signatures = {path for path in paths if path.startswith("signatures/")}
    need(paths == names_in_order(documents, signatures), "10.2",
         "a file is missing, stands twice, does not belong here, or is out of order")
    need(1 <= len(documents) <= MAX_ITEMS, "11", "no documents, or too many")
    need(len(signatures) <= 1024, "11", "too many files under signatures/")
    for path in documents:
        check_document_path(path)
    check_paths_apart(documents)
    check_signature_names({path[len("signatures/"):] for path in signatures})
    for path, entry in zip(paths, entries):
        if path in signatures:
            need(1 <= entry.size <= 64 * KIB, "11", "size of a file under signatures/")
        elif path in LIMITS:
            need(entry.size <= LIMITS[path], "11", "%s is too long" % path)
        else:
            need(entry.size <= 2**62, "11", "a document is too long")
    return top, dict(zip(paths, entries))


def write_container(out, entries, copy_data):  # 10.1
    """Write the file; copy_data(i) writes the data of the entry i."""
    for i, entry in enumerate(entries):
        out.write(local_header(entry))
        copy_data(i)
    out.write(after_the_data(entries)[0])


# == 12 Verifying ==================================================================================

Bundle = namedtuple("Bundle", "name id values sealed_at signatures evidence")


def read_bundle(file, length):
    """Steps 1 to 3 of 12.3. The top folder's name, the sizes of the documents, the kept files.

    Kept are the tag files and the .sig files; documents and evidence pass through in pieces.
    """
    top, entries = check_entries(read_entries(file, length))
    kept, digests, offset = {}, {}, 0
    for path, entry in entries.items():
        header = local_header(entry)
        need(read_exactly(file, offset, len(header)) == header, "10.3", "a local header is not as it must be")
        offset += len(header)
        keep = path in LIMITS or is_signature(path)
        crc, digest, pieces = 0, hashlib.sha256(), []
        for start in range(0, entry.size, CHUNK):
            piece = read_exactly(file, offset + start, min(CHUNK, entry.size - start))
            crc = zlib.crc32(piece, crc)
            digest.update(piece)
            if keep:
                pieces.append(piece)
        need(crc == entry.crc, "10.7", "the CRC-32 of an entry is wrong")
        offset += entry.size
        digests[path] = digest.hexdigest()
        if keep:
            kept[path] = b"".join(pieces)
    # Steps 2 and 3: both manifests follow from the hashes.
    sizes = {path: entry.size for path, entry in entries.items() if path.startswith("data/")}
    need(kept["tagmanifest-sha256.txt"] == manifest({path: digests[path] for path in TAG_FILES}),
         "5.4", "tagmanifest-sha256.txt does not agree with the tag files")
    need(kept["manifest-sha256.txt"] == manifest({path: digests[path] for path in sizes}),
         "5.3", "manifest-sha256.txt does not agree with the documents")
    evidence = [path for path in entries if path.startswith("signatures/") and not is_signature(path)]
    return top, sizes, kept, evidence


def check_format(info):  # 12.4
    lines = [line for line in info.split(b"\n") if line.startswith(b"Bundle-Format: ")]
    try:
        info.decode("utf-8")
    except UnicodeDecodeError:
        return
    if len(lines) == 1:
        other = lines[0][len(b"Bundle-Format: "):]
        if other != b"chancery/1" and matches(rb"chancery/[1-9][0-9]{0,8}", other):
            raise OtherFormat(other.decode("ascii"))


def examine(file, length):
    """Steps 1 to 9 of 12.3: an intact bundle, or Fault or OtherFormat."""
    top, sizes, kept, evidence = read_bundle(file, length)
    check_format(kept["bag-info.txt"])
    need(kept["bagit.txt"] == BAGIT_TXT, "5.1", "bagit.txt is not as it must be")
    values = parse_json(kept["metadata.json"])
    check_metadata(values)
    need(metadata_json(values) == kept["metadata.json"], "6.1", "metadata.json is not in its one form")
    need([d["path"] for d in values["documents"]] == sorted(sizes), "6.8",
         "metadata.json does not list the documents of the bundle")
    sealed_at = kept["bag-info.txt"][-len("Sealed-At: 0001-01-01T00:00:00Z\n"):]
    need(matches(rb"Sealed-At: [0-9TZ:-]{20}\n", sealed_at), "5.2", "no Sealed-At in the last line")
    sealed_at = sealed_at[len("Sealed-At: "):-1].decode("ascii")
    need(is_date_time(sealed_at), "6.3", "Sealed-At is not a date-time")
    need(bag_info(values, sealed_at, list(sizes.values()), top) == kept["bag-info.txt"], "5.2",
         "bag-info.txt does not agree with the rest of the bundle")
    tagmanifest = kept["tagmanifest-sha256.txt"]
    signature_files = {path[len("signatures/"):]: data for path, data in kept.items()
                       if path.startswith("signatures/")}
    issuers = {p["identity"] for p in values["publishers"]}
    signatures = check_signatures(signature_files, issuers, tagmanifest)
    bundle_id = "sha256:" + hashlib.sha256(tagmanifest).hexdigest()  # 7
    return Bundle(top, bundle_id, values, sealed_at, signatures, evidence)


def fingerprint(key):
    return "SHA256:" + base64.b64encode(hashlib.sha256(public_key_blob(key)).digest()).decode().rstrip("=")


def trust(bundle, keys, clock):  # 12.5, for keys without windows, revocations or proofs
    trusted, lines = True, []
    for publisher in bundle.values["publishers"]:
        identity = publisher["identity"]
        key = bundle.signatures.get(("issuer", identity))
        if key is None:
            outcome, text = False, "has not signed"
        elif (identity, key) not in keys:  # row 1
            outcome, text = False, "not trusted here, key %s" % fingerprint(key)
        elif moment(bundle.sealed_at) - clock > datetime.timedelta(minutes=5):  # row 2
            outcome, text = False, "not trusted: sealed after the clock"
        else:  # row 9
            outcome, text = True, "trusted; time claimed"
        trusted = trusted and outcome
        lines.append("issuer %s: %s" % (identity, text))
    for (role, identity), key in sorted(bundle.signatures.items(), key=lambda item: item[0]):
        if role != "issuer":
            text = "another algorithm, ignored" if key is None else "not trusted here, key " + fingerprint(key)
            lines.append("%s %s: %s" % (role, identity, text))
    lines += ["evidence %s: proves nothing here" % path for path in bundle.evidence]
    if not trusted:
        lines.append("INTACT, BUT SIGNER NOT TRUSTED: compare the key with one got elsewhere")
    return trusted, lines


def judge(path, keys=frozenset(), clock=None):
    """The verdict on one file (12.1), and lines of reasons. keys: pairs of identity and key."""
    clock = clock or datetime.datetime.now(datetime.timezone.utc)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError("not a regular file")
        with open(path, "rb") as file:
            length = file.seek(0, os.SEEK_END)
            bundle = examine(file, length)
        trusted, lines = trust(bundle, keys, clock)
    except Fault as fault:
        return "not-authentic", [str(fault)]
    except OtherFormat as other:
        return "not-checked", ["12.4: made by another version, %s; nothing was verified" % other]
    except OSError as error:
        raise CouldNotLook(error.strerror or str(error)) from None
    except Exception as error:  # a defect of this program must not look like one of the bundle
        return "not-checked", ["internal error: %a" % error]
    head = ["id %s" % bundle.id, "claimed: title %a, sealed at %s" % (bundle.values["title"], bundle.sealed_at)]
    return ("authentic" if trusted else "untrusted"), head + lines


def parse_key_line(line):
    """(identity, key) of `IDENTITY ssh-ed25519 BASE64 [comment]`, or None if it cannot be used."""
    fields = line.split()
    if len(fields) < 3 or not is_identity(fields[0]) or fields[1] != "ssh-ed25519":
        return None
    try:
        blob = base64.b64decode(fields[2], validate=True)
    except ValueError:
        return None
    return (fields[0], blob[-32:]) if blob == public_key_blob(blob[-32:]) else None


def command_verify(arguments):
    keys = set()
    for number, line in enumerate(arguments.key_line, 1):
        pair = parse_key_line(line)
        if pair:
            keys.add(pair)
        else:
            print("key line %d cannot be used" % number, file=sys.stderr)
    if arguments.clock and not is_date_time(arguments.clock):
        print("--clock is not a date-time", file=sys.stderr)
        return 2
    clock = moment(arguments.clock) if arguments.clock else None
    verdicts = set()
    for path in arguments.files:
        shown = re.sub(r"[\x00-\x1f\x7f]", "?", path)
        try:
            verdict, lines = judge(path, keys, clock)
        except CouldNotLook as reason:
            print("could not look at %s: 12.2: %s" % (shown, reason), file=sys.stderr)
            verdicts.add("not-checked")  # the same code
            continue
        verdicts.add(verdict)
        print("%s %s" % (verdict, shown))
        for line in lines:
            print("    " + line)
    for verdict, code in (("not-authentic", 1), ("not-checked", 2), ("untrusted", 3)):
        if verdict in verdicts:
            return code
    return 0


# == 13 Sealing ====================================================================================


def without_empty(value):
    """An object without keys that have no value (6.1, point 2), at the top level and in its arrays."""
    if isinstance(value, dict):
        inner = {k: without_empty(v) for k, v in value.items()}
        return {k: v for k, v in inner.items() if v is not None and v not in ("", [], {})}
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    return value


def sign(key_file, namespace, data):
    """The .sig file that ssh-keygen makes. It gets a copy of the key, without a .pub or an agent."""
    environment = {k: v for k, v in os.environ.items() if k != "SSH_AUTH_SOCK"}
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "key")
        with open(key_file, "rb") as source, open(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as out:
            out.write(source.read())
        result = subprocess.run(["ssh-keygen", "-Y", "sign", "-f", copy, "-n", namespace.decode()], input=data,
                                env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    need(result.returncode == 0, "8", "ssh-keygen: %a" % result.stderr)
    return result.stdout


def measure(path):
    """Size, CRC-32 and SHA-256 of a file."""
    size, crc, digest = 0, 0, hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(CHUNK), b""):
            size, crc = size + len(piece), zlib.crc32(piece, crc)
            digest.update(piece)
    return size, crc, digest.hexdigest()


def seal(key_file, values, sealed_at, bundle_name, sources, out_path):  # 13.2
    """Write a bundle. values: of metadata.json, in any order; sources: from path to file."""
    check_bundle_name(bundle_name)
    need(is_date_time(sealed_at), "6.3", "the sealing time is not a date-time")
    need(isinstance(values, dict), "6.1", "the values are not an object")
    values = without_empty(dict({"format": "chancery/1"}, **values))
    if isinstance(values.get("documents"), list):
        values["documents"].sort(key=lambda d: str(d.get("path")) if isinstance(d, dict) else "")
    check_metadata(values)
    need([d["path"] for d in values["documents"]] == sorted(sources), "6.8",
         "the values list other documents than the command line")
    need(len(values["publishers"]) <= 1024, "13.3", "so many publishers can never all sign")
    measured = {path: measure(source) for path, source in sources.items()}

    files = {"bagit.txt": BAGIT_TXT, "metadata.json": metadata_json(values)}
    files["manifest-sha256.txt"] = manifest({path: m[2] for path, m in measured.items()})
    files["bag-info.txt"] = bag_info(values, sealed_at, [m[0] for m in measured.values()], bundle_name)
    tagmanifest = manifest({path: hashlib.sha256(files[path]).hexdigest() for path in TAG_FILES})
    files["tagmanifest-sha256.txt"] = tagmanifest
    signature = "signatures/issuer.%s.sig" % values["publishers"][0]["identity"]
    files[signature] = sign(key_file, NAMESPACES["issuer"], tagmanifest)

    paths = names_in_order(sources, [signature])
    entries = []
    for path in paths:
        size, crc = measured[path][:2] if path in sources else (len(files[path]), zlib.crc32(files[path]))
        entries.append(Entry(("%s/%s" % (bundle_name, path)).encode("ascii"), size, crc))
    temporary = "%s.%d.tmp" % (out_path, os.getpid())
    try:
        with open(temporary, "w+b") as out:

            def copy_data(i):
                if paths[i] not in sources:
                    out.write(files[paths[i]])
                    return
                digest = hashlib.sha256()
                with open(sources[paths[i]], "rb") as source:
                    for piece in iter(lambda: source.read(CHUNK), b""):
                        digest.update(piece)
                        out.write(piece)
                need(digest.hexdigest() == measured[paths[i]][2], "13.2", "a document changed meanwhile")

            write_container(out, entries, copy_data)
            out.flush()
            bundle = examine(out, out.tell())  # 13.2, step 5
        os.replace(temporary, out_path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
    return bundle


def command_seal(arguments):
    sources = {}
    try:
        for argument in arguments.documents:
            path, equals, source = argument.partition("=")
            need(equals and path not in sources, "4.2", "a document is not PATH=FILE, or stands twice")
            sources[path] = source
        with open(arguments.values, "rb") as file:
            values = parse_json(file.read())
        bundle = seal(arguments.key, values, arguments.sealed_at, arguments.name, sources, arguments.out)
    except (Fault, OSError) as error:
        print("refused: %s" % error, file=sys.stderr)
        return 1
    print("%s %s" % (bundle.id, arguments.out))
    return 0


def main(argv=None):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description="A second implementation of chancery/1.")
    commands = parser.add_subparsers(dest="command", required=True)
    sealing = commands.add_parser("seal")
    for option in ("--key", "--values", "--sealed-at", "--name", "--out"):
        sealing.add_argument(option, required=True)
    sealing.add_argument("documents", nargs="+", metavar="PATH=FILE")
    verifying = commands.add_parser("verify")
    verifying.add_argument("--key-line", action="append", default=[])
    verifying.add_argument("--clock")
    verifying.add_argument("files", nargs="+", metavar="FILE")
    arguments = parser.parse_args(argv)
    return command_seal(arguments) if arguments.command == "seal" else command_verify(arguments)


if __name__ == "__main__":
    sys.exit(main())
