# Functions of `.ci/run` and `.ci/release`.

CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/mdbook-archsite"

step() { printf '\n== %s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }

# Says what is left out. On GitHub everything can be had, so there it is an error.
skip() {
  echo "skipped: $*"
  [ -z "${GITHUB_ACTIONS:-}" ]
}

# Installs a program of crates.io into a cache of our own: `crate NAME VERSION [OPTION…]` sets $BIN.
# It is built without optimisation: it runs once, and for seconds.
crate() {
  BIN="$CACHE/$1-$2/bin"
  [ -x "$BIN/$1" ] || CARGO_PROFILE_DEV_DEBUG=0 \
    cargo install "$1" --version "$2" --locked --debug --root "$CACHE/$1-$2" "${@:3}"
}
