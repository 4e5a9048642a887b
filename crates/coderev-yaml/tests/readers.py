#!/usr/bin/env python3
"""Read the manifests that `cargo run --example hostile DIR` wrote, and compare them with the expected JSON files.

usage: readers.py DIR

The readers are PyYAML in Python, PyYAML over libyaml, and kubectl, which is Go. Every string, key and number counts as
one check. A reader that is not installed is reported as skipped.
"""

import json
import pathlib
import shutil
import subprocess
import sys

import yaml

MANIFESTS = ("values", "keys", "items")


def json_type(value):
    """The type of a value that was read from JSON, which has one type of number."""
    return float if type(value) is int else type(value)


def differences(truth, read, path, type_of):
    """Yield the path of each leaf and key of `truth`, and whether `read` has the same value and type at that path."""
    if type_of(truth) is not type_of(read):
        yield path, False
    elif isinstance(truth, dict):
        for key, value in truth.items():
            if key in read:
                yield from differences(value, read[key], f"{path}[{key[:40]!r}]", type_of)
            else:
                yield f"{path}[{key[:40]!r}]", False
        yield f"{path} (its keys)", truth.keys() == read.keys() and all(type(key) is str for key in read)
    elif isinstance(truth, list):
        yield f"{path} (its length)", len(truth) == len(read)
        for index, (value, other) in enumerate(zip(truth, read)):
            yield from differences(value, other, f"{path}[{index}]", type_of)
    else:
        yield path, truth == read


def python(loader):
    def read(file):
        with open(file, encoding="utf-8", newline="") as text:
            documents = list(yaml.load_all(text, loader))
        return documents if file.stem == "stream" else documents[0]

    return read


def kubectl(file):
    """`annotate --local` reads a manifest without a cluster; the annotation that it adds is removed again."""
    command = ["kubectl", "annotate", "--local", "-o", "json", "-f", str(file), "zz=1"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    manifest = json.loads(done.stdout)
    del manifest["metadata"]["annotations"]
    return manifest


def main(directory):
    readers = [("PyYAML SafeLoader", python(yaml.SafeLoader), (*MANIFESTS, "stream"), type)]
    if hasattr(yaml, "CSafeLoader"):
        readers.append(("PyYAML CSafeLoader", python(yaml.CSafeLoader), (*MANIFESTS, "stream"), type))
    else:
        print("PyYAML CSafeLoader: skipped, PyYAML is built without libyaml")
    if shutil.which("kubectl"):
        readers.append(("kubectl", kubectl, MANIFESTS, json_type))
    else:
        print("kubectl: skipped, it is not on the PATH")

    passed = failed = 0
    for name, read, files, type_of in readers:
        for file in files:
            truth = json.loads((directory / f"{file}.json").read_text(encoding="utf-8"))
            try:
                checks = list(differences(truth, read(directory / f"{file}.yaml"), file, type_of))
            except Exception as error:  # A file that a reader refuses is a failed check; the other files are still read.
                checks = [(f"{file}: {str(error)[:400]}", False)]
            wrong = [path for path, same in checks if not same]
            passed += len(checks) - len(wrong)
            failed += len(wrong)
            print(f"{name}: {file}: {len(checks) - len(wrong)} passed, {len(wrong)} failed")
            for path in wrong[:20]:
                print(f"  {path}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1])))
