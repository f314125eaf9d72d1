// An image to try the service with, drawn here.

const LINES = [
  "The quick brown fox jumps over the lazy dog.",
  "Invoice 2048 of 14 March: 3 boxes, 129.50 in all.",
  "Thank you for reading this line.",
];

export async function drawSample() {
  const canvas = document.createElement("canvas");
  canvas.width = 1100;
  canvas.height = 320;
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "black";
  context.font = "40px sans-serif";
  LINES.forEach((line, row) => context.fillText(line, 50, 90 + row * 80));
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  return new File([blob], "sample.png", { type: "image/png" });
}
