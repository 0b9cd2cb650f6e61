# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: bounded.py SECONDS MEBIBYTES COMMAND...

Runs COMMAND and ends with its status, or with 99 if it takes longer or more
memory than that.
"""

import resource
import subprocess
import sys

seconds, mebibytes = int(sys.argv[1]), int(sys.argv[2])
try:
    status = subprocess.run(sys.argv[3:], timeout=seconds).returncode
except subprocess.TimeoutExpired:
    print("bounded.py: not done after %d s" % seconds, file=sys.stderr)
    sys.exit(99)
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
if used > mebibytes:
    print("bounded.py: it took %d MiB" % used, file=sys.stderr)
    sys.exit(99)
sys.exit(status)
