// The media type of a file. Browsers do not know all of them.

const BY_ENDING = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  tif: "image/tiff",
  tiff: "image/tiff",
  webp: "image/webp",
  bmp: "image/bmp",
  gif: "image/gif",
  heic: "image/heif",
  heif: "image/heif",
  avif: "image/avif",
  jp2: "image/jp2",
  pdf: "application/pdf",
};

// Null for what the service does not read.
export function mediaType(file) {
  const known = Object.values(BY_ENDING);
  return known.includes(file.type) ? file.type : BY_ENDING[file.name.split(".").pop().toLowerCase()] ?? null;
}
