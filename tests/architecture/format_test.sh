#!/usr/bin/env bash
# Every C++ file is as clang-format would write it.
set -euo pipefail
git ls-files -z --cached --others --exclude-standard '*.cpp' '*.h' | xargs -0 clang-format --dry-run --Werror
