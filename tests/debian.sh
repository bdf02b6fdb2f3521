#!/bin/sh
# What the tests need besides Python packages: a browser, PostgreSQL, a Japanese font.
# Installed when we may (root on Debian), otherwise named.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v runuser >/dev/null 2>&1 || missing="$missing util-linux"
ls /usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing:$missing"
  apt-get update -q >/dev/null
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
else
  echo "テストには次の Debian パッケージが必要です:$missing" >&2
  echo "  sudo apt-get install$missing" >&2
  exit 1
fi
