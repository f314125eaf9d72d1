#!/usr/bin/env bash
# languages.sh LANGUAGE...: puts Debian's models (tessdata_fast) into /opt.
# A language has the name that Tesseract gives it, such as eng or chi_sim; a
# script's model has its package's, such as script-latn.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$here/versions.env"
# shellcheck source=/dev/null
. "$here/archive.sh"

prefix=/opt
work=$(mktemp -d)
chown _apt "$work"
cd "$work"

available() {
    apt-cache pkgnames tesseract-ocr- | sed 's/^tesseract-ocr-//; /^all$/d; /^script-/!s/-/_/g' | sort | paste -sd ' '
}

for language in "$@"; do
    package=tesseract-ocr-${language//_/-}
    [ -n "$(versions_of binary "$package")" ] ||
        die "there is no language '$language' (TESSERACT_LANGUAGES); there are: $(available)"
    apt-get download -qq "$package=$TESSDATA_VERSION" 2>/dev/null ||
        missing binary "$package" "$TESSDATA_VERSION"
    dpkg-deb -x "$package"_*.deb "$work/$package"
    find "$work/$package" -name '*.traineddata' -exec install -m 644 -t "$prefix/share/tessdata" {} +
done
[ "$#" -gt 0 ] || die "TESSERACT_LANGUAGES is empty"
install -m 644 "$work/$package/usr/share/doc/$package/copyright" "$prefix/share/doc/tessdata"
rm -rf "$work"
