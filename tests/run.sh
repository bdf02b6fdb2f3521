#!/bin/sh
# All tests in three parts at once, which two cores finish in less time than one after the
# other: what is true of the whole program, the features, and the browser (which mostly
# waits). Takes the option `-m "not long"`. The output of each part comes when it has ended.
set -u
part() {
  marks=$1
  shift
  [ -z "$wanted" ] || marks="$marks and $wanted"
  .venv/bin/pytest -q -m "$marks" "$@"
}
wanted=""
[ "${1:-}" != "-m" ] || wanted=$2
folder=$(mktemp -d)
part "browser" tests/browser >"$folder/browser" 2>&1 &
browser=$!
part "not browser" tests/architecture tests/migrations >"$folder/whole" 2>&1 &
whole=$!
part "not browser" --ignore=tests/architecture --ignore=tests/migrations --ignore=tests/browser
result=$?
wait "$whole" || result=1
cat "$folder/whole"
wait "$browser" || result=1
cat "$folder/browser"
rm -rf "$folder"
exit "$result"
