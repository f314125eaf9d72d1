"use strict";

const output = document.getElementById("text");

async function read(event) {
  event.preventDefault();
  output.textContent = "Reading …";
  const form = new FormData();
  form.append("file", document.getElementById("file").files[0]);
  const token = document.getElementById("token").value;
  try {
    const response = await fetch("./", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: form,
    });
    const answer = await response.json();
    output.textContent = response.ok ? answer.original : answer.detail || answer.message;
  } catch {
    output.textContent = "The service did not answer. Try again.";
  }
}

document.getElementById("form").addEventListener("submit", read);
