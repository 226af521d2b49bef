#!/usr/bin/env bash
# mdbook-archsite with the real programs that it works beside: mdbook 0.5.0 and later, and other
# plugins. CI runs this every week; `bash checks/compatibility.sh [STEP…]` runs it, or some steps.
# A program that cannot be installed is named, and is an error on GitHub alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/common.sh

ALL=(versions tests outputs serve mermaid toc katex linkcheck lint)
# The first release, those that changed what preprocessors get, and the newest.
VERSIONS=(0.5.0 0.5.2 0.5.4)
NEWEST=0.5.4

OUT="$(mktemp -d)"
SERVER=
trap '[ -z "$SERVER" ] || kill "$SERVER"; rm -rf "$OUT"' EXIT
fail() {
  echo "error: $*" >&2
  exit 1
}

# `holds FILE TEXT`, and the opposite.
holds() { grep -qF -- "$2" "$1" || fail "$1 does not contain: $2"; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 contains: $2"; }

# Puts a program on the PATH of the commands that follow.
program() {
  crate "$@" || return 1
  PATH="$BIN:$PATH"
}

mdbook_of() {
  if [ "$1" = "$NEWEST" ]; then
    program mdbook "$1"
  else
    program mdbook "$1" --no-default-features --features search
  fi
}

# A book with a document that is split: `book NAME`, and the rest of book.toml on standard input.
book() {
  BOOK="$OUT/$1"
  rm -rf "$BOOK"
  mkdir -p "$BOOK/src"
  {
    printf '[book]\ntitle = "Shop"\n\n[preprocessor.archsite]\nafter = ["links", "index"]\n'
    printf 'shard.documents = ["architecture.md"]\n'
    cat
  } >"$BOOK/book.toml"
  printf '# Summary\n\n- [Home](home.md)\n- [Architecture](architecture.md)\n' >"$BOOK/src/SUMMARY.md"
  printf '# Home\n\nSee [the database](architecture.md#database).\n' >"$BOOK/src/home.md"
  cat >"$BOOK/src/architecture.md" <<'MARKDOWN'
# Architecture

A shop.

## Tech Stack

### Database

PostgreSQL.

## Deployment

One container. See [database](#database).
MARKDOWN
}

versions() {
  local version
  for version in "${VERSIONS[@]}"; do
    step "mdbook $version"
    (
      mdbook_of "$version" || { skip "mdbook $version cannot be installed"; return; }
      mdbook build book-example --dest-dir "$OUT/$version" 2>"$OUT/log" || { cat "$OUT/log"; exit 1; }
      lacks "$OUT/log" ERROR
      lacks "$OUT/log" "error["
      # The same pages, whatever the version.
      (cd "$OUT/$version" && find . -name '*.html' | LC_ALL=C sort) >"$OUT/$version.pages"
      cmp "$OUT/$version.pages" "$OUT/${VERSIONS[0]}.pages" || fail "mdbook $version has other pages"
      book "old-$version" </dev/null
      mdbook build "$BOOK" 2>/dev/null
      holds "$BOOK/book/home.html" 'architecture/tech-stack.html#database'
    )
  done
}

tests() {
  step "mdbook test"
  mdbook_of "$NEWEST" || { skip "mdbook cannot be installed"; return; }
  book tests </dev/null
  printf '\n```rust\nassert_eq!(1 + 1, 2);\n```\n' >>"$BOOK/src/architecture.md"
  mdbook test "$BOOK"
  printf '\n```rust\nassert_eq!(1 + 1, 3);\n```\n' >>"$BOOK/src/architecture.md"
  ! mdbook test "$BOOK" >/dev/null 2>&1 || fail "an example of a section was not tested"
}

outputs() {
  step "several outputs, twice"
  mdbook_of "$NEWEST" || { skip "mdbook cannot be installed"; return; }
  book outputs <<<$'[output.html]\n[output.markdown]'
  mdbook build "$BOOK"
  holds "$BOOK/book/html/home.html" 'architecture/tech-stack.html#database'
  holds "$BOOK/book/markdown/home.md" 'architecture/tech-stack.md#database'
  # Scripts and styles are for a browser.
  lacks "$BOOK/book/markdown/architecture.md" '<script'
  cp -r "$BOOK/book" "$OUT/first"
  mdbook build "$BOOK"
  diff -r "$OUT/first" "$BOOK/book"
}

serve() {
  step "mdbook serve"
  mdbook_of "$NEWEST" || { skip "mdbook cannot be installed"; return; }
  book serve </dev/null
  # A broken link must not end a preview.
  printf '\n[x](gone.md)\n' >>"$BOOK/src/home.md"
  mdbook serve "$BOOK" --hostname 127.0.0.1 --port 3917 2>"$OUT/log" &
  SERVER=$!
  local page="$BOOK/book/architecture/deployment.html"
  appears "$page" "One container"
  sed -i 's/One container/Two containers/' "$BOOK/src/architecture.md"
  appears "$page" "Two containers"
  kill "$SERVER"
  SERVER=
  holds "$OUT/log" 'broken-link'
}

# Waits until a file contains a text.
appears() {
  local _
  for _ in $(seq 600); do
    ! grep -qsF -- "$2" "$1" || return 0
    kill -0 "$SERVER" || { cat "$OUT/log"; fail "the server ended"; }
    sleep 0.1
  done
  fail "$1 does not contain: $2"
}

# Installs a plugin, and makes a book with its table.
plugin() {
  step "$1 $2"
  mdbook_of "$NEWEST" && program "$1" "$2" || { skip "$1 cannot be installed"; return 1; }
  book "$1"
}

mermaid() {
  plugin mdbook-mermaid 0.17.1 </dev/null || return 0
  (cd "$BOOK" && mdbook-mermaid install .)
  printf '\n```mermaid\nflowchart LR\n  a --> b\n```\n' >>"$BOOK/src/architecture.md"
  mdbook build "$BOOK"
  holds "$BOOK/book/architecture/deployment.html" '<pre class="mermaid">'
}

toc() {
  plugin mdbook-toc 0.15.4 <<'TOML' || return 0
[preprocessor.toc]
after = ["archsite"]
TOML
  sed -i 's/^## Tech Stack$/## Tech Stack\n\n<!-- toc -->/' "$BOOK/src/architecture.md"
  mdbook build "$BOOK"
  holds "$BOOK/book/architecture/tech-stack.html" '<a href="#database">Database</a>'
}

katex() {
  plugin mdbook-katex 0.10.0 <<'TOML' || return 0
[preprocessor.katex]
after = ["archsite"]
TOML
  printf '\nLoad is $x_1[a](b)$.\n' >>"$BOOK/src/architecture.md"
  mdbook build "$BOOK" 2>"$OUT/log" || { cat "$OUT/log"; exit 1; }
  lacks "$OUT/log" 'broken-link'
  holds "$BOOK/book/architecture/deployment.html" 'class="katex"'
}

linkcheck() {
  plugin mdbook-linkcheck2 0.13.0 <<'TOML' || return 0
renderers = ["html"]
[output.html]
[output.linkcheck2]
follow-web-links = false
TOML
  mdbook build "$BOOK"
}

lint() {
  plugin mdbook-lint 0.16.2 </dev/null || return 0
  (cd "$BOOK" && mdbook-lint lint src/home.md src/architecture.md)
}

step "mdbook-archsite"
cargo build --locked
PATH="$PWD/target/debug:$PATH"
# Other programs are built once for all: they have much in common.
export CARGO_TARGET_DIR="$CACHE/target"
[ $# -gt 0 ] || set -- "${ALL[@]}"
for name in "$@"; do
  [[ " ${ALL[*]} " == *" $name "* ]] || fail "\`$name\` is not a step; the steps are: ${ALL[*]}"
  "$name"
done
step "all steps passed"
