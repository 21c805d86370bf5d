#!/usr/bin/env bash
# Everything a change must pass, on a checkout with Rust, Node and make and nothing else. Ends with a line of counts.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in cargo node npm; do
  command -v "$tool" >/dev/null || { echo "make test needs $tool, which is not installed here" >&2; exit 1; }
done

# The browser tests drive Debian's Chromium, and strace counts how often the store syncs.
missing=()
command -v chromium >/dev/null || missing+=(chromium fonts-liberation)
if [ "$(uname)" = Linux ]; then command -v strace >/dev/null || missing+=(strace); fi
if [ ${#missing[@]} -gt 0 ]; then
  install="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    sh -c "$install" >/dev/null
  else
    echo "make test needs ${missing[*]}. Install first:  sudo sh -c '$install'" >&2
    exit 1
  fi
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
step() { printf '\n== %s\n' "$1"; shift; "$@" 2>&1 | tee -a "$log"; }
in_static() { (cd static && "$@"); }

step "format" cargo fmt --all --check
step "client: build" make --no-print-directory client
step "lints" cargo clippy --workspace --all-targets --locked -- -D warnings
step "rust tests" cargo test --workspace --locked
step "docs" env RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked
step "client: types" in_static npm run --silent check
step "client: unit tests" in_static env NO_COLOR=1 npm run --silent test
step "server: release" cargo build --release --locked --bin turnwheel
step "browser tests" in_static env NO_COLOR=1 RUST_LOG=warn npm run --silent e2e

# Each runner counts for itself; this adds them up.
count() { grep -oE "$1" "$log" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
rust=$(count '^test result: .* [0-9]+ passed')
client=$(count '^ +Tests +[0-9]+ passed')
browser=$(count '^ +[0-9]+ passed \(')
[ "$rust" -gt 0 ] && [ "$client" -gt 0 ] && [ "$browser" -gt 0 ] || { echo "a runner ran no test" >&2; exit 1; }
printf '\nrust %s, client %s, browser %s\n' "$rust" "$client" "$browser"
printf '%s passed, 0 failed\n' "$((rust + client + browser))"
