#!/usr/bin/env bash
# Builds Leptonica and Tesseract: the program into /opt, and into /usr/local the
# library that tesserocr is built on. Runs as root in a throw-away Debian bookworm
# stage (Dockerfile.lambda, target "tesseract").
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$here/versions.env"
# shellcheck source=/dev/null
. "$here/archive.sh"

flags="-O3 -flto=auto -DNDEBUG"
prefix=/opt
library=/usr/local
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

# configure_and_build NAME TARGET [CMAKE_OPTION...]: into $work/TARGET.
#
# -O3 and link-time optimisation over both libraries and the program; no
# -march, so that one binary serves every host: Tesseract compiles its kernels
# once per instruction set and chooses at run time.
configure_and_build() {
    local name=$1 target=$work/$2
    shift 2
    cmake -G Ninja -S "$work/$name" -B "$target/build/$name" -Wno-dev \
        -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
        -DCMAKE_INSTALL_PREFIX="$target" -DCMAKE_PREFIX_PATH="$target" \
        -DCMAKE_PROJECT_INCLUDE="$work/static.cmake" \
        -DCMAKE_AR=/usr/bin/gcc-ar -DCMAKE_RANLIB=/usr/bin/gcc-ranlib \
        -DCMAKE_C_FLAGS_RELEASE="$flags" -DCMAKE_CXX_FLAGS_RELEASE="$flags" "$@"
    ninja -C "$target/build/$name" install
}

build_program() {
    # Debian's static codecs: the program then needs the C and C++ run time only.
    echo 'set(CMAKE_FIND_LIBRARY_SUFFIXES .a)' >"$work/static.cmake"
    local tiff_needs
    tiff_needs=$(pkg-config --static --libs-only-l libtiff-4)

    configure_and_build leptonlib program -DSTRICT_CONF=ON \
        -DENABLE_GIF=OFF -DENABLE_WEBP=OFF -DENABLE_OPENJPEG=OFF
    local change
    for change in "$here"/patches/tesseract-*.patch; do
        patch -d "$work/tesseract" -p1 <"$change"
    done
    # TESS_EXPORTS marks the public interface, for the library.
    configure_and_build tesseract program -DCMAKE_CXX_VISIBILITY_PRESET=hidden \
        -DOPENMP_BUILD=OFF -DDISABLE_CURL=ON -DDISABLE_ARCHIVE=ON \
        -DGRAPHICS_DISABLED=ON -DBUILD_TRAINING_TOOLS=OFF \
        -DCMAKE_CXX_FLAGS="-DTESS_EXPORTS -DTESSDATA_PREFIX='\"$prefix/share\"'" \
        -DCMAKE_CXX_STANDARD_LIBRARIES="-Wl,-Bstatic $tiff_needs -Wl,-Bdynamic -Wl,--as-needed"
}

# libtesseract.so: the program's Tesseract, and a Leptonica that decodes nothing and
# prints nothing. The caller has pixels, and Debian's static codecs cannot go into a
# library. zlib is there because tesserocr expects one name at least in Leptonica's
# list of libraries.
build_library() {
    configure_and_build leptonlib library -DSTRICT_CONF=ON -DCMAKE_C_FLAGS=-DNO_CONSOLE_IO \
        -DENABLE_PNG=OFF -DENABLE_JPEG=OFF -DENABLE_TIFF=OFF \
        -DENABLE_GIF=OFF -DENABLE_WEBP=OFF -DENABLE_OPENJPEG=OFF
    # shellcheck disable=SC2086  # the flags are words
    g++ -shared -fPIC $flags -fno-semantic-interposition -s \
        -o "$library/lib/libtesseract.so" -Wl,-soname,libtesseract.so -Wl,-Bsymbolic -Wl,-z,defs \
        -Wl,--whole-archive "$work/program/lib/libtesseract.a" "$work/library/lib/libleptonica.a" \
        -Wl,--no-whole-archive -Wl,--exclude-libs,libz.a -l:libz.a
    cp -r "$work/program/include/." "$library/include/"
    mkdir -p "$library/lib/pkgconfig"
    describe tesseract "$TESSERACT_VERSION"
    describe lept "$LEPTONICA_VERSION"
}

# describe NAME DEBIAN_VERSION: for pkg-config; one library holds both.
describe() {
    printf '%s\n' "Name: $1" "Description: $1" "Version: ${2%-*}" \
        "Cflags: -I$library/include" "Libs: -L$library/lib -ltesseract" >"$library/lib/pkgconfig/$1.pc"
}

install_into_prefix() {
    local tessdata=$prefix/share/tessdata doc=$prefix/share/doc source=$work/tesseract config
    mkdir -p "$prefix/bin" "$tessdata/configs" "$doc"
    install -s "$work/program/bin/tesseract" "$prefix/bin/"
    install -m 644 "$source/tessdata/pdf.ttf" "$tessdata/"
    for config in alto digits get.images hocr lstmbox makebox page pdf quiet tsv txt; do
        install -m 644 "$source/tessdata/configs/$config" "$tessdata/configs/"
    done
    install -m 644 "$source/LICENSE" "$doc/tesseract"
    install -m 644 "$work/leptonlib/leptonica-license.txt" "$doc/leptonica"
}

# The licence of every static library that went into the program; the library has no other.
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
build_program
build_library
install_into_prefix
install_codec_licences
rm -rf "$work"
say "built $("$prefix/bin/tesseract" --version 2>&1 | head -n 1)"
