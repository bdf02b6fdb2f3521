#!/bin/sh
# All tests in four parts at once, which two cores finish in less time than one after the
# other: the features, what is true of the whole program on either database, and the browser.
# Takes the option `-m "not long"`. The features tell as they go, the others when they end.
set -u
case "$#:${1:-}" in
  0:) wanted="" ;;
  2:-m) wanted=" and $2" ;;
  *) echo "usage: tests/run.sh [-m MARKS]; one test: .venv/bin/pytest PATH" >&2; exit 2 ;;
esac
whole="tests/architecture tests/migrations"
said=$(mktemp -d)
# Stopped by hand, nothing is left running.
trap 'trap - INT TERM; kill 0' INT TERM

# begin NAME MARKS OPTIONS…: one part in the background.
begin() {
  name=$1 marks="$2$wanted"
  shift 2
  { .venv/bin/pytest -q -m "$marks" "$@" >"$said/$name" 2>&1; echo $? >"$said/$name.end"; } &
}

begin browser "browser" tests/browser
begin sqlite "not browser" -k "not postgresql" $whole
begin postgresql "not browser" -k "postgresql" $whole
.venv/bin/pytest -q -m "not browser$wanted" \
  --ignore=tests/browser --ignore=tests/architecture --ignore=tests/migrations
result=$?
wait

for name in sqlite postgresql browser; do
  echo "--- $name"
  cat "$said/$name"
  [ "$(cat "$said/$name.end")" = 0 ] || result=1
done
rm -rf "$said"
exit "$result"
