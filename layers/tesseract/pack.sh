#!/usr/bin/env bash
# Packs Tesseract as a Lambda layer: build/tesseract-layer-ARCHITECTURE.zip,
# whose root becomes /opt. TESSERACT_LANGUAGES chooses the languages. Needs
# Docker and zip.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf 'tesseract layer: %s\n' "$*" >&2; }

for tool in docker zip; do
    command -v "$tool" >/dev/null || { say "please install $tool"; exit 1; }
done

image=tesseract-layer
arguments=()
if [ -n "${TESSERACT_LANGUAGES:-}" ]; then
    arguments+=(--build-arg "TESSERACT_LANGUAGES=$TESSERACT_LANGUAGES")
fi
docker build --file Dockerfile.lambda --target tesseract --tag "$image" "${arguments[@]}" .

work=$(mktemp -d)
container=$(docker create "$image")
trap 'docker rm "$container" >/dev/null; rm -rf "$work"' EXIT
docker cp "$container:/opt" "$work"

# The same content gives the same zip: sorted names, one time, no owners.
case $(docker image inspect --format '{{.Architecture}}' "$image") in
    amd64) architecture=x86_64 ;;
    *) architecture=arm64 ;;
esac
zip=$PWD/build/tesseract-layer-$architecture.zip
mkdir -p build
rm -f "$zip"
cd "$work/opt"
find . -exec touch -h -d 1980-01-01T00:00:00Z {} +
find . -type f | LC_ALL=C sort | TZ=UTC zip -q -9 -X -D "$zip" -@
say "$zip: $(du -h "$zip" | cut -f1)B, $(du -sm . | cut -f1) MB unpacked"
