#!/bin/sh
# Debian's packages that some tests look with: a browser, fonts of many scripts, Java for epubcheck, poppler for PDF.
# Where they cannot be had, those tests say why they skip.
set -u
wanted=""
command -v chromium >/dev/null || command -v google-chrome >/dev/null || wanted="$wanted chromium"
command -v javac >/dev/null || wanted="$wanted default-jdk-headless"
command -v pdftotext >/dev/null || wanted="$wanted poppler-utils"
for fonts in fonts-noto-core fonts-noto-cjk; do
  dpkg-query --show "$fonts" >/dev/null 2>&1 || wanted="$wanted $fonts"
done
[ -z "$wanted" ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Some tests will skip; they want these packages:$wanted"
  exit 0
fi
echo "Installing$wanted"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of words
{ apt-get update -qq && apt-get install -qq -y --no-install-recommends $wanted; } >/dev/null ||
  echo "Some tests will skip: these packages could not be installed:$wanted"
