# Sourced by the other scripts: Debian's archive as this stage's own apt knows it.
# shellcheck shell=bash

export DEBIAN_FRONTEND=noninteractive

say() { printf 'tesseract layer: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# The archive's address, from whatever form apt's sources have here (one line
# each in Debian's debootstrap, deb822 stanzas in the official image).
# shellcheck disable=SC2016  # apt expands these, not the shell
archive_address() {
    apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
        sed -n 's/^Debian|//p' | sort -u | head -n 1
}

# versions_of source|binary NAME: the versions that the archive has now.
versions_of() {
    case $1 in
        source) apt-cache showsrc --only-source "$2" ;;
        binary) apt-cache show "$2" ;;
    esac 2>/dev/null | sed -n 's/^Version: //p' | sort -u | paste -sd ' '
}

# missing source|binary NAME VERSION: ends the build, saying what to change.
missing() {
    die "Debian's archive has no $1 package $2 $3; it has: $(versions_of "$1" "$2")." \
        "Change the pin in layers/tesseract/versions.env."
}
