#!/usr/bin/env bash
# check.sh [DIRECTORY]: fails unless the layer in DIRECTORY (as a rule /opt)
# can run on Amazon Linux 2023, and reads. Needs objdump (binutils).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$here/versions.env"
# shellcheck source=/dev/null
. "$here/archive.sh"

prefix=${1:-/opt}
tesseract=$prefix/bin/tesseract
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The layer must work without a word from the environment.
unset TESSDATA_PREFIX

elf_files() {
    find "$prefix" -type f -exec sh -c '[ "$(head -c 4 "$1" | tail -c 3)" = ELF ]' _ {} \; -print
}

# newest FILE NAMESPACE: the newest symbol version of that namespace it needs.
newest() {
    objdump -T "$1" | sed -n "s/.*(\?\<$2_\([0-9.]*\)).*/\1/p" | sort -Vu | tail -n 1
}

# no_newer_than FILE NAMESPACE VERSION
no_newer_than() {
    local found
    found=$(newest "$1" "$2")
    [ "$(printf '%s\n' "$found" "$3" | sort -V | tail -n 1)" = "$3" ] ||
        die "$1 needs $2_$found; Amazon Linux 2023 has no newer than $2_$3"
    say "$1: $2_${found:-none} (ceiling $3)"
}

check_symbols() {
    local file files
    files=$(elf_files)
    [ -n "$files" ] || die "no program in $prefix"
    for file in $files; do
        no_newer_than "$file" GLIBC "$GLIBC_CEILING"
        no_newer_than "$file" GLIBCXX "$GLIBCXX_CEILING"
    done
}

# Only the C and C++ run time may come from outside.
check_libraries() {
    local file foreign
    for file in $(elf_files); do
        foreign=$(objdump -p "$file" | awk '$1 == "NEEDED" { print $2 }' |
            grep -vE '^(libc|libm|libstdc\+\+|libgcc_s|ld-linux-[a-z0-9-]+)\.so\.[0-9]+$' | paste -sd ' ') || true
        [ -z "$foreign" ] || die "$file needs libraries that the layer does not bring: $foreign"
    done
}

check_version() {
    "$tesseract" --version >"$work/version" 2>&1
    for feature in libjpeg libpng libtiff; do
        grep -q "$feature" "$work/version" || die "no $feature in: $(cat "$work/version")"
    done
    ! grep -E 'OpenMP|libcurl|libarchive' "$work/version" >&2 || die "built with what was to be left out"
    if grep -qw avx2 /proc/cpuinfo; then
        grep -q 'Found AVX2' "$work/version" || die "this host has AVX2, and the program does not use it"
    fi
}

# Draws "TILE" as a plain PBM of 8-pixel dots: letters made of bars need no font.
draw_sample() {
    awk 'BEGIN {
        split("###.###.#...### .#...#..#...#.. .#...#..#...##. .#...#..#...#.. .#..###.###.###", row, " ")
        dot = 8; margin = 3; width = length(row[1]) + 2 * margin; height = 5 + 2 * margin
        print "P1"; print width * dot, height * dot
        for (y = 0; y < height * dot; y++) for (x = 0; x < width * dot; x++)
            print substr(row[int(y / dot) - margin + 1], int(x / dot) - margin + 1, 1) == "#" ? 1 : 0
    }' >"$1"
}

check_reading() {
    local text output
    draw_sample "$work/sample.pbm"
    "$tesseract" "$work/sample.pbm" "$work/sample" -l eng --psm 7 txt tsv hocr alto pdf quiet ||
        die "it cannot read the sample"
    text=$(tr -d '[:space:]' <"$work/sample.txt")
    [ "$text" = TILE ] || die "it read the sample as '$text'"
    for output in tsv hocr xml pdf; do
        [ -s "$work/sample.$output" ] || die "no output in $output"
    done
}

# usable LANGUAGE: its model loads. The sample is too short for a verdict of osd's.
usable() {
    case $1 in
        osd) [[ $("$tesseract" "$work/sample.pbm" - -l osd --psm 0 2>&1) == *'Too few characters'* ]] ;;
        *) "$tesseract" "$work/sample.pbm" - -l "$1" --psm 7 quiet >/dev/null ;;
    esac
}

check_languages() {
    local languages language
    languages=$("$tesseract" --list-langs | tail -n +2 | paste -sd ' ')
    for language in $languages; do
        usable "$language" || die "the model of '$language' cannot be used"
    done
    say "languages: $languages"
}

check_symbols
check_libraries
check_version
check_reading
check_languages
