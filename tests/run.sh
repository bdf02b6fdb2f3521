#!/bin/sh
# All tests in five parts at once, which two cores finish in less time than one after the other:
# the features, the papers with all that is tested pure, what is true of the whole program on
# either database, and the browser.
# Takes the option `-m "not long"`. The features tell as they go, the others when they end.
set -u
case "$#:${1:-}" in
  0:) wanted="" ;;
  2:-m) wanted=" and $2" ;;
  *) echo "usage: tests/run.sh [-m MARKS]; one test: .venv/bin/pytest PATH" >&2; exit 2 ;;
esac
whole="tests/architecture tests/migrations"
papers="tests/unit tests/feature/publications tests/feature/reports"
parts=""
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT

# Stopped by hand: every part takes down what it started (a browser, a server), and only that.
stop() {
  trap - INT TERM
  for part in $parts; do
    kill -s INT -- "-$part" 2>/dev/null
  done
  wait
  exit 130
}
trap stop INT TERM

# A group of its own, to be stopped as a whole; what a shell starts in the background ignores INT.
alone='import os, signal, sys
os.setpgid(0, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])'

# run NICENESS MARKS OPTIONS…: one part, which takes the place of the shell that called it. The
# browser waits for pages most of the time and is the longest: it goes first when it wants to.
run() {
  niceness=$1 marks="$2$wanted"
  shift 2
  exec nice -n "$niceness" .venv/bin/python -c "$alone" .venv/bin/pytest -q -m "$marks" "$@"
}

run 0 "browser" tests/browser >"$said/browser" 2>&1 &
browser=$!
run 8 "not browser" -k "not postgresql" $whole >"$said/sqlite" 2>&1 &
sqlite=$!
run 8 "not browser" -k "postgresql" $whole >"$said/postgresql" 2>&1 &
postgresql=$!
run 8 "not browser" $papers >"$said/papers" 2>&1 &
papers=$!
run 8 "not browser" tests/feature \
  --ignore=tests/feature/publications --ignore=tests/feature/reports &
features=$!
parts="$browser $sqlite $postgresql $papers $features"

wait "$features"
result=$?
for name in papers sqlite postgresql browser; do
  eval "wait \"\$$name\"" || result=1
  echo "--- $name"
  cat "$said/$name"
done
exit "$result"
