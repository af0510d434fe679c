# Shared by ./run and ./test: a Python environment with what a requirements file names, and what draws pictures. Sourced, never run.

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Compiled modules are kept: importing Great Expectations without them takes 20 seconds instead of 5.
unset PYTHONDONTWRITEBYTECODE

may_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_system_packages() {
  command -v apt-get >/dev/null || return 1
  may_install || return 1
  say "System packages: $*"
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
has_korean_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ko family)" ]; }

find_python() {
  for candidate in python3.11 python3 python; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))'; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is missing. To fix this: apt-get install python3 python3-venv"
}

make_environment() {
  python=$(find_python)
  say "Python environment in .venv ($("$python" --version))"
  "$python" -m venv .venv >/dev/null 2>&1 && return
  rm -rf .venv
  install_system_packages python3-venv && "$python" -m venv .venv && return
  rm -rf .venv
  fail "Python's venv module is missing. To fix this: apt-get install python3-venv"
}

# ensure_environment FILE: installs FILE's requirements unless they are already there as they are written now.
ensure_environment() {
  [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || { rm -rf .venv; make_environment; }
  stamp=".venv/installed-$1.sha256"
  wanted=$(cat requirements.txt requirements-dev.txt constraints.txt | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say "Packages of $1 (once; about a minute)"
  bring_pip
  install_with_uv "$1" || install_with_pip "$1" ||
    fail "The packages of $1 could not be installed. To fix this: check the network and the package index of pip, then run this again."
  printf '%s' "$wanted" >"$stamp"
}

# An environment that uv made, or whose making was interrupted, has no pip yet.
bring_pip() { .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip --upgrade >/dev/null; }

# uv is five times faster, but reads none of pip's settings: it is told them. Where it fails, pip has the last word.
install_with_uv() {
  .venv/bin/python -m pip install -q --disable-pip-version-check 'uv==0.13.9' || return
  (
    eval "$(.venv/bin/python scripts/package_index.py)"
    .venv/bin/python -m uv pip install --python .venv/bin/python --compile-bytecode -r "$1"
  )
}
install_with_pip() {
  say "Trying with pip instead"
  .venv/bin/python -m pip install --disable-pip-version-check -r "$1"
}
