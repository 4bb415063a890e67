# What ./run and ./test share: find Python, make the environment, install what is missing.
# Everything here is safe to do again, and does nothing where nothing is missing.
# shellcheck shell=sh

say() { printf '%s\n' "· $*"; }
fail() { printf '%s\n' "✗ $*" >&2; exit 1; }

# The newest Python that really runs and is 3.11 or later.
find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            PYTHON=$name
            return
        fi
    done
    fail "Billhook needs Python 3.11 or later; install it and run this again."
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else return 1
    fi
}

# need_packages PACKAGE...: install Debian packages that are missing, or say which to install.
need_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "installing$missing"
    # shellcheck disable=SC2086 # a list of words
    { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing >/dev/null; } ||
        fail "These packages are missing and could not be installed:$missing"
}

# On Debian, install by package; elsewhere the program only has to be there.
need_programs() {
    if command -v apt-get >/dev/null 2>&1; then
        need_packages "$@"
    else
        say "not a Debian system: please see to it that these are installed: $*"
    fi
}

# need_chromium: any Chromium or Chrome will do.
need_chromium() {
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then return; fi
    done
    need_programs chromium fonts-dejavu-core
}

# Portals are visited by a user that may nothing else, where root starts Billhook (containers).
need_portal_user() {
    [ "$(id -u)" = 0 ] || return 0
    id billhook-portal >/dev/null 2>&1 && return 0
    say "making the user billhook-portal, as whom the browser runs"
    useradd --system --no-create-home --shell /usr/sbin/nologin billhook-portal ||
        say "the user could not be made: only the demo's own portals can be visited"
}

# need_environment LOCK: .venv with exactly what the lock file says, and Billhook itself.
need_environment() {
    stamp=$(cat "$1" pyproject.toml scripts/uv.lock | cksum)
    [ -x .venv/bin/billhook ] && [ "$(cat .venv/made-from 2>/dev/null)" = "$stamp" ] && return 0
    find_python
    say "making the environment in .venv with $($PYTHON --version)"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || "$PYTHON" -m venv .venv >/dev/null 2>&1 || {
        need_programs python3-venv
        "$PYTHON" -m venv --clear .venv
    }
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r scripts/uv.lock
    # compiled now, on all cores: else the first start does it, or where nothing may be kept each start (seconds)
    .venv/bin/uv pip install -q --python .venv/bin/python --compile-bytecode --require-hashes -r "$1"
    .venv/bin/uv pip install -q --python .venv/bin/python --no-deps -e .
    .venv/bin/python -m compileall -q -j 0 -x '/(\.venv|tests)/' .
    printf '%s' "$stamp" > .venv/made-from
}
