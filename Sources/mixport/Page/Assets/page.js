"use strict";
for (const box of document.querySelectorAll(".cmd")) {
  const code = box.firstElementChild, button = document.createElement("button");
  button.type = "button";
  button.textContent = "copy";
  button.onclick = () => {
    getSelection().selectAllChildren(code);
    navigator.clipboard?.writeText(code.textContent);
    button.textContent = "copied";
    setTimeout(() => (button.textContent = "copy"), 1200);
  };
  box.append(button);
}
const find = document.querySelector(".find");
if (find) {
  document.querySelector(".noscript").hidden = true;
  find.hidden = false;
  let end = 0;
  const runs = find.dataset.runs.split(";").filter(Boolean).map((text) => {
    const [gap, count, kind] = text.split(",");
    const first = end + parseInt(gap, 36);
    end = first + parseInt(count, 36) - 1;
    return { first, last: end, kind };
  });
  const title = (kind) => document.querySelector("#r" + kind + " strong")?.textContent ?? kind;
  const say = (line) => {
    if (!line) return "";
    if (line > +find.dataset.last) return find.dataset.beyond;
    const run = runs.find((run) => line >= run.first && line <= run.last);
    if (run && !run.kind) return "not in this report";
    if (run) return /^\d+$/.test(run.kind) ? "not imported: " + title(run.kind) : run.kind;
    return +find.dataset.end && line > +find.dataset.end ? "the command says it: --line " + line : find.dataset.good;
  };
  const input = find.querySelector("input"), output = find.querySelector("output");
  input.oninput = () => (output.textContent = say(+input.value.replace(/[^0-9]/g, "")));
}
