#!/usr/bin/env bash
# Builds Leptonica and Tesseract into /opt. Runs as root in a throw-away Debian
# bookworm stage (Dockerfile.lambda, target "tesseract").
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$here/versions.env"
# shellcheck source=/dev/null
. "$here/archive.sh"

prefix=/opt
# A fixed name: it goes into the program, and the same sources shall give the same bytes.
work=/tmp/tesseract-layer
install -d -o _apt "$work"
sources=/etc/apt/sources.list.d/tesseract-layer.list

install_tools() {
    apt-get update -qq
    echo "deb-src $(archive_address) $SOURCE_SUITE main" >"$sources"
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends \
        g++ cmake ninja-build patch pkg-config libjpeg-dev libpng-dev libtiff-dev zlib1g-dev >/dev/null
}

# fetch NAME VERSION: unpacks that version's upstream tarball into $work/NAME.
# apt checks it against the signed index. The tarball alone, because the rest
# of the source package is 15 MB of test pages and Debian's packaging.
fetch() {
    local name=$1 version=$2 uri file checksum
    read -r uri file _ checksum < <(apt-get source --print-uris "$name=$version" 2>/dev/null |
        tr -d "'" | grep -E '\.orig\.tar\.[a-z0-9]+ ') || missing source "$name" "$version"
    /usr/lib/apt/apt-helper -qq download-file "$uri" "$work/$file" "$checksum"
    mkdir "$work/$name"
    tar -xf "$work/$file" -C "$work/$name" --strip-components 1
}

# configure_and_build NAME [CMAKE_OPTION...]
#
# -O3 and link-time optimisation over both libraries and the program; no
# -march, so that one binary serves every host: Tesseract compiles its kernels
# once per instruction set and chooses at run time.
configure_and_build() {
    local name=$1 flags="-O3 -flto=auto -DNDEBUG"
    shift
    cmake -G Ninja -S "$work/$name" -B "$work/$name/build" -Wno-dev \
        -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
        -DCMAKE_INSTALL_PREFIX="$work/prefix" -DCMAKE_PREFIX_PATH="$work/prefix" \
        -DCMAKE_PROJECT_INCLUDE="$work/static.cmake" \
        -DCMAKE_AR=/usr/bin/gcc-ar -DCMAKE_RANLIB=/usr/bin/gcc-ranlib \
        -DCMAKE_C_FLAGS_RELEASE="$flags" -DCMAKE_CXX_FLAGS_RELEASE="$flags" "$@"
    ninja -C "$work/$name/build" install
}

build() {
    # Debian's static codecs: the program then needs the C and C++ run time only.
    echo 'set(CMAKE_FIND_LIBRARY_SUFFIXES .a)' >"$work/static.cmake"
    local tiff_needs
    tiff_needs=$(pkg-config --static --libs-only-l libtiff-4)

    configure_and_build leptonlib -DSTRICT_CONF=ON \
        -DENABLE_GIF=OFF -DENABLE_WEBP=OFF -DENABLE_OPENJPEG=OFF
    patch -d "$work/tesseract" -p1 <"$here/patches/tesseract-alto-wc.patch"
    configure_and_build tesseract \
        -DOPENMP_BUILD=OFF -DDISABLE_CURL=ON -DDISABLE_ARCHIVE=ON \
        -DGRAPHICS_DISABLED=ON -DBUILD_TRAINING_TOOLS=OFF \
        -DCMAKE_CXX_FLAGS="-DTESSDATA_PREFIX='\"$prefix/share\"'" \
        -DCMAKE_CXX_STANDARD_LIBRARIES="-Wl,-Bstatic $tiff_needs -Wl,-Bdynamic -Wl,--as-needed"
}

install_into_prefix() {
    local tessdata=$prefix/share/tessdata doc=$prefix/share/doc source=$work/tesseract config
    mkdir -p "$prefix/bin" "$tessdata/configs" "$doc"
    install -s "$work/prefix/bin/tesseract" "$prefix/bin/"
    install -m 644 "$source/tessdata/pdf.ttf" "$tessdata/"
    for config in alto digits get.images hocr lstmbox makebox page pdf quiet tsv txt; do
        install -m 644 "$source/tessdata/configs/$config" "$tessdata/configs/"
    done
    install -m 644 "$source/LICENSE" "$doc/tesseract"
    install -m 644 "$work/leptonlib/leptonica-license.txt" "$doc/leptonica"
}

# The licence of every static library that went into the program.
install_codec_licences() {
    local library package
    for library in $(pkg-config --static --libs-only-l libtiff-4 libpng | sed 's/-l//g'); do
        for archive in /usr/lib/*/lib"$library".a; do
            package=$(dpkg -S "$archive" 2>/dev/null | cut -d: -f1)
            case $package in '' | libc6-dev) continue ;; esac
            install -m 644 "/usr/share/doc/$package/copyright" "$prefix/share/doc/${package%-dev}"
        done
    done
}

install_tools
fetch leptonlib "$LEPTONICA_VERSION"
fetch tesseract "$TESSERACT_VERSION"
build
install_into_prefix
install_codec_licences
rm -rf "$work"
say "built $("$prefix/bin/tesseract" --version 2>&1 | head -n 1)"
