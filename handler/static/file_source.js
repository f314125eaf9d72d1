// Where a file comes from: chosen, dropped or pasted.

const holdsFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");

export function listenForFiles({ zone, input, chosen }) {
  const take = ({ files }) => files.length && chosen(files[0]);

  // The same file may be chosen again, once it has changed.
  input.addEventListener("click", () => { input.value = ""; });
  input.addEventListener("change", () => take(input));

  // The whole page takes a drop: beside the zone, the browser would leave the page for the file.
  const over = (event, inside) => {
    if (!holdsFiles(event.dataTransfer)) return false;
    event.preventDefault();
    zone.classList.toggle("over", inside);
    return true;
  };
  document.addEventListener("dragenter", (event) => over(event, true));
  document.addEventListener("dragover", (event) => over(event, true));
  document.addEventListener("dragleave", (event) => event.relatedTarget || over(event, false));
  document.addEventListener("drop", (event) => over(event, false) && take(event.dataTransfer));

  document.addEventListener("paste", (event) => {
    if (!holdsFiles(event.clipboardData)) return;
    event.preventDefault();
    take(event.clipboardData);
  });
}
