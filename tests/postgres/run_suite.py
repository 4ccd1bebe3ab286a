#!/usr/bin/python3
"""usage: run_suite.py PROGRAM [ARGUMENT…]: runs a test program with SMILEPOST_TEST_DATABASE naming a
PostgreSQL of its own. What is stored there need not last, so nothing waits for a disk."""
import os
import subprocess
import sys

from cluster import Cluster

with Cluster("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n") as cluster:
    environment = dict(os.environ, SMILEPOST_TEST_DATABASE=cluster.uri())
    sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
