#!/bin/sh
# Finds a Python that the program runs on and starts tools/setup.py with it.
# Usage: tools/setup.sh check|brief|test|retry

# 3.11 comes first because the expected pictures and bytes in tests/golden are taken with it. A name may be there and
# yet not run (a version manager's stand-in), so each is tried; one that can make environments is preferred.
for ability in ", ensurepip" ""; do
    for python in ${REPORTGEN_PYTHON:-.venv/bin/python python3.11 python3.12 python3.13 python3.14 python3}; do
        if "$python" -c "import sys$ability; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
            exec "$python" -E -m tools.setup "$@"
        fi
    done
done

found=$(python3 --version 2>/dev/null || echo "no python3")
if [ -n "${REPORTGEN_PYTHON:-}" ]; then
    echo "REPORTGEN_PYTHON is '$REPORTGEN_PYTHON', which is not a Python 3.11 or newer." >&2
elif [ "$(uname)" = Darwin ]; then
    echo "reportgen needs Python 3.11 or newer; here is $found. Install one: brew install python@3.13" >&2
else
    echo "reportgen needs Python 3.11 or newer; here is $found. Debian 12 and newer, Ubuntu 24.04 and newer: apt-get install python3 python3-venv" >&2
fi
exit 1
