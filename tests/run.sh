#!/bin/sh
# All tests, the browser's beside the others: one waits while the other computes.
# Takes the option `-m "not long"`.
set -u
others="not browser"
browser="browser"
if [ "${1:-}" = "-m" ]; then
  others="$others and $2"
  browser="$browser and $2"
fi
walk=$(mktemp)
.venv/bin/pytest -q -m "$browser" >"$walk" 2>&1 &
beside=$!
.venv/bin/pytest -q -m "$others"
result=$?
wait "$beside" || result=1
cat "$walk"
rm -f "$walk"
exit "$result"
