#!/usr/bin/env python3
"""Makes fuzz/seeds anew: bundles sealed with keys that are thrown away, and small inputs of every other kind.

Needs target/debug/chancery and ssh-keygen. Commit all that it writes: the target `bundle` takes exactly the bundles in
seeds/bundle for authentic.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

FUZZ = Path(__file__).resolve().parent
CHANCERY = FUZZ.parent / "target/debug/chancery"
COPIES = FUZZ.parent / "tests/copies"
PAGE = b"<title>T</title><nav>N</nav><p>a<sup>2</sup> <b>b</b><table><tr><td>c<td>d</table><q>e</q><!-- f --><footer>g"
PRESS, OFFICE, WITNESS = "press@mfa.example", "office@isles.example", "clerk@court.example"
SEALED_AT = "2026-03-12T14:05:00Z"


def run(*words, cwd, stdin=None):
    settings = {"PATH": os.environ["PATH"], "HOME": str(cwd), "CHANCERY_KEYS": "keys"}
    return subprocess.run(words, cwd=cwd, input=stdin, env=settings, check=True, stdout=subprocess.PIPE).stdout


def unpack(bundle):
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(files):
    """As FORMAT.md 10 demands: stored, in order, with the only headers allowed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.create_version, entry.extract_version = 3, 10, 10
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def seal(folder):
    """A small bundle that has nearly everything that metadata can say."""
    (folder / "a.txt").write_text("The harbour is open.\n")
    (folder / "b.txt").write_text("Der Hafen ist offen.\n")
    values = {"titles": {"de": "Hafen"}, "identifier": "MFA-1", "x-desk": "north", "x-public": True, "x-pages": 2}
    (folder / "metadata.json").write_text(json.dumps(values))
    options = {"key": PRESS, "title": "Harbour", "type": "notice", "issued": "2026-03-12", "publisher": "Office",
               "language": "en", "speaker": "Ana, Minister", "place": "Aldermouth", "subject": "harbours",
               "summary": "It is open.", "source": "https://mfa.example/1", "rights": "CC0", "held": "2026-03-11",
               "embargo": "2026-03-12T08:00:00Z", "salt": "0123456789abcdef" * 2, "replaces": "sha256:" + "0f" * 32,
               "reason": "A word was wrong.", "translation": "de=b.txt", "metadata": "metadata.json",
               "sealed-at": SEALED_AT, "out": "sealed.zip"}
    run(CHANCERY, "seal", "a.txt", *(f"--{name}={value}" for name, value in options.items()), cwd=folder)
    return (folder / "sealed.zip").read_bytes()


def sign(folder, files, role, identity):
    """Adds a signature made by ssh-keygen."""
    top = next(iter(files)).split("/")[0]
    message = files[f"{top}/tagmanifest-sha256.txt"]
    words = "ssh-keygen", "-q", "-Y", "sign", "-f", f"keys/{identity}", "-n", f"chancery-{role}"
    files[f"{top}/signatures/{role}.{identity}.sig"] = run(*words, cwd=folder, stdin=message)


def joint(folder, sealed):
    """The same by two publishers."""
    files = {name: data for name, data in unpack(sealed).items() if "/signatures/" not in name}
    top = next(iter(files)).split("/")[0]
    metadata = json.loads(files[f"{top}/metadata.json"])
    metadata["publishers"].append({"name": "Isles", "identity": OFFICE})
    files[f"{top}/metadata.json"] = (json.dumps(metadata, indent=2, ensure_ascii=False) + "\n").encode()
    info = files[f"{top}/bag-info.txt"].decode()
    info = info.replace("Source-Organization: Office\n", "Source-Organization: Office\nSource-Organization: Isles\n")
    info = info.replace(f"Issuer: {PRESS}\n", f"Issuer: {PRESS}\nIssuer: {OFFICE}\n")
    files[f"{top}/bag-info.txt"] = info.encode()
    listed = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "metadata.json"]
    lines = (f"{hashlib.sha256(files[f'{top}/{name}']).hexdigest()}  {name}\n" for name in listed)
    files[f"{top}/tagmanifest-sha256.txt"] = "".join(lines).encode()
    sign(folder, files, "issuer", OFFICE)
    sign(folder, files, "issuer", PRESS)
    return pack(files)


def witnessed(folder, sealed):
    """With a witness, a stranger's signature, and evidence of every kind."""
    files = unpack(sealed)
    top = next(iter(files)).split("/")[0]
    signatures = f"{top}/signatures/"
    files[f"{signatures}issuer.{PRESS}.sig.1.tsr"] = b"\x30\x03time"
    files[f"{signatures}issuer.{PRESS}.sig-mldsa44"] = b"later"
    files[f"{signatures}log.tlog-proof"] = b"c2sp.org/tlog-proof@v1\n"
    sign(folder, files, "witness", WITNESS)
    sign(folder, files, "archivist", WITNESS)
    return pack(dict(sorted(files.items(), key=lambda file: file[0] if file[0].startswith(signatures) else "")))


KINDS = {".sig": "sshsig", "manifest-sha256.txt": "manifest", "/metadata.json": "metadata"}
NAMES = ["data/statement.en.txt", "data/A/b_c-1.PDF", "data/con.txt", "2026-03-12-harbour", PRESS, "issuer", "zh-Hans",
         "de-CH-1996", "es-419", "2026-03-12", SEALED_AT, "20260312140500Z", "20260312Z", "text/plain; charset=utf-8",
         "application/vnd.a+b; c=D", "https://mfa.example/a?b#c", "unofficial-translation", "0123456789abcdef" * 2,
         "sha256:" + "0f" * 32, f"issuer.{PRESS}.sig", "witness.a.sig.1.sig", "archivist.a.sig.12.tsr",
         "issuer.a.sig-mldsa44", "log.tlog-proof"]


def seeds(folder):
    """Every seed: its target, name and bytes."""
    for identity, role in ((PRESS, "issuer"), (OFFICE, "issuer"), (WITNESS, "witness")):
        run(CHANCERY, "key", "new", identity, "--no-passphrase", f"--role={role}", "--from=2020-01-01", cwd=folder)
    sealed = seal(folder)
    bundles = {"sealed": sealed, "joint": joint(folder, sealed), "witnessed": witnessed(folder, sealed)}
    for name, bundle in bundles.items():
        yield "bundle", f"{name}.zip", bundle
        yield "container", f"{name}.zip", bundle
        for path, data in unpack(bundle).items():
            for ending, target in KINDS.items():
                if path.endswith(ending):
                    yield target, f"{name}-{path.rsplit('/', 1)[1]}", data
    signers = (folder / "keys/allowed_signers").read_bytes()
    press, office = ((folder / f"keys/{name}.pub").read_text().strip() for name in (PRESS, OFFICE))
    odd = f'"*@mfa.example,!x" valid-before="20300101Z" {press}\r\n# comment\n\n\ta cert-authority {office}\nx\n'
    revoked = f"{press} compromised-since=20260301Z reason=lost\n# comment\nssh-rsa AAAA x\n"
    yield "trust_list", "signers", signers
    yield "trust_list", "odd", odd.encode()
    yield "trust_list", "revoked", signers + b"\0" + revoked.encode()
    yield "words", "plain", b"\0" + 'The harbour, "re-opened": 12.5 km* \u0401\u043b\u043a\u0430 \u56fd\u9645 \u0e17\u0e35\u0e48'.encode()
    yield "words", "page", b"\1<p>one<br>two &amp; <script>x</script></p>"
    kinds = [b"The harbour, 12.5 km \xe2\x80\x94 \xe2\x80\x9copen\xe2\x80\x9d.", b"---\na: b\n---\n# *H* [l](u)\n- 1\n", PAGE]
    for number, text in enumerate(kinds):
        yield "texts", f"kind-{number}", bytes([number]) + text
    for number, name in [(3, "fees.libreoffice.docx"), (4, "notice.reportlab.pdf")]:
        yield "texts", name, bytes([number]) + (COPIES / name).read_bytes()
    for number, name in enumerate(NAMES):
        yield "names", f"{number:02}", name.encode()


def main():
    with tempfile.TemporaryDirectory() as folder:
        # Of seeds with the same bytes, the first.
        made = {(target, data): name for target, name, data in reversed(list(seeds(Path(folder))))}
    shutil.rmtree(FUZZ / "seeds", ignore_errors=True)
    for (target, data), name in made.items():
        path = FUZZ / "seeds" / target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


main()
