#!/usr/bin/env bash
# Everything that must hold: the build without warnings, the format, all tests. Installs what it needs on Debian and Ubuntu.
# Arguments go to the test runner:  ./test --filter-method '*.Relay_*'
# CONFIGURATION=Release runs the release build; Debug, the default, also checks the assertions inside the code.
# The last line is always `N passed, N failed, N skipped`; a step that fails before the tests counts as one failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

configuration=${CONFIGURATION:-Debug}
callers=test/Weir.IntegrationTests/typescript
output=$(mktemp)
passed=0 failed=0 skipped=0 step="starting"

finish() {
  local status=$?
  rm -f "$output"
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
    echo "Failed while $step." >&2
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT

say() { printf '\n== %s\n' "$1"; }

install() { # packages
  local as=()
  if ! command -v apt-get >/dev/null; then
    echo "Missing: $*. On this system ./test can't install it; please do, and run ./test again." >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Missing: $*. Run: sudo apt-get install --no-install-recommends $*" >&2
      return 1
    fi
    as=(sudo)
  fi
  "${as[@]}" apt-get update -q
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

step="looking for the .NET SDK"
if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
  wanted=$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' global.json)
  echo "The .NET SDK $wanted is needed: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 1
fi

step="installing Node.js for the TypeScript caller"
missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if [ "${#missing[@]}" -gt 0 ]; then
  say "Installing ${missing[*]}"
  install "${missing[@]}"
fi
if ! cmp -s "$callers/package-lock.json" "$callers/node_modules/.installed-lock.json"; then
  say "Installing Anthropic's SDK for TypeScript"
  npm ci --prefix "$callers" --no-audit --no-fund
  cp "$callers/package-lock.json" "$callers/node_modules/.installed-lock.json"
fi

say "Building ($configuration)"
step="building"
dotnet restore Weir.slnx --locked-mode -v quiet
dotnet build Weir.slnx --no-restore -c "$configuration" -v quiet

if [ "$#" -eq 0 ]; then
  say "Checking the format"
  if ! dotnet format Weir.slnx --verify-no-changes --no-restore; then
    echo "Run dotnet format." >&2
    failed=1
  fi
else
  say "Format not checked, because arguments choose the tests"
fi

say "Testing"
step="testing"
# 8 is "no test here", which is right for a project that the arguments leave out; that any ran at all is checked below.
status=0
dotnet test --no-build --no-restore -c "$configuration" --ignore-exit-code 8 "$@" 2>&1 | tee "$output" || status=$?
count() { sed -n "s/^ *$1: \([0-9][0-9]*\).*/\1/p" "$output" | tail -1; }
passed=$(count succeeded) skipped=$(count skipped) unmet=$(count failed)
passed=${passed:-0} skipped=${skipped:-0} failed=$((failed + ${unmet:-0}))
if [ "$((passed + failed + skipped))" -eq 0 ]; then
  echo "No test fits the arguments: $*" >&2
  exit 1
fi
exit "$status"
