# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: azure_validators.py PEERS VERDICTS WORK

Runs the validators of azure-cli, cloud-init and WALinuxAgent, unpacked in PEERS
and unchanged, on the inputs of VERDICTS, which is what `sshmint azure check
--json` said of them, and compares. What sshmint accepts, they take; what it
says that they refuse, they refuse; of what it says that they take although it
does not work, they take some for each reason. What nobody should take at all is
refused in their name, with the words that they "would take it".
"""

import collections
import importlib.util
import json
import os
import sys

peers, verdicts, work = sys.argv[1:]
sys.path.insert(0, peers)

from azurelinuxagent.common.osutil.default import DefaultOSUtil, OSUtilError
from cloudinit.sources.DataSourceAzure import _key_is_openssh_formatted

# Of azure-cli this one file: its package needs all of Azure's SDK.
spec = importlib.util.spec_from_file_location(
    "keys", os.path.join(peers, "azure/cli/core/keys.py")
)
keys = importlib.util.module_from_spec(spec)
spec.loader.exec_module(keys)


def az(text):
    try:
        return keys.is_valid_ssh_rsa_public_key(text)
    except Exception:  # az then ends with the exception's text
        return False


def waagent(text):
    path = os.path.join(work, "authorized_keys")
    try:
        DefaultOSUtil().deploy_ssh_pubkey("root", (path, None, text))
    except OSUtilError:
        return False
    with open(path, encoding="utf-8", newline="") as file:
        assert file.read().startswith(text)
    return True


VALIDATORS = {
    "az vm create": az,
    "cloud-init": _key_is_openssh_formatted,
    "WALinuxAgent": waagent,
}

wrong, num_inputs = [], 0
counts = collections.Counter()
lax = collections.defaultdict(list)
for line in open(verdicts, encoding="ascii"):
    report = json.loads(line)
    num_inputs += 1
    with open(report["input"], "rb") as file:
        data = file.read()
    for consumer in report["consumers"]:
        validator = VALIDATORS.get(consumer["name"])
        if validator is None:
            continue
        try:
            takes = validator(data.decode())
        except UnicodeDecodeError:
            takes = False  # it comes as JSON or XML, or is read as UTF-8
        verdict = consumer["verdict"]
        counts[consumer["name"], verdict, takes] += 1
        if verdict == "fails":
            lax[consumer["name"], consumer["reason"]].append(takes)
        elif takes != (verdict == "accept" or "would take it" in consumer["reason"]):
            wrong.append((os.path.basename(report["input"]), consumer, takes))

for key in sorted(counts):
    print("%-14s says %-7s takes %-6s %d" % (*key, counts[key]))
for name, consumer, takes in wrong:
    print("WRONG: %s: %s %s it (%s)" % (
        name, consumer["name"], "takes" if takes else "refuses", consumer["reason"]))
for (name, reason), taken in lax.items():
    if not any(taken):
        print("WRONG: %s takes none of which it is said: %s" % (name, reason))
        wrong.append(name)
print("%d inputs" % num_inputs)
sys.exit(1 if wrong or num_inputs < 100 else 0)
