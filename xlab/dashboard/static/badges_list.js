// A list from a spreadsheet: what it would do is shown first, and done only then.

import { complain, piece, say, tell, toast, words } from "./badges_api.js";

const SHOWN = 30; // wrong lines; whoever has more mends these first

/** Wire the file chooser and the dialog; `refresh` is called after an import, `takeBack` undoes it. */
export function lists(refresh, takeBack) {
  const sheet = document.getElementById("list");
  const chooser = document.getElementById("file");
  const button = sheet.querySelector(".import");
  let data = "";

  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    sheet.querySelector(".faults").replaceChildren();
    sheet.querySelector(".unnamed").hidden = true;
    button.hidden = true;
    sums({});
    complain(sheet);
    sheet.showModal();
    try {
      if (file.size > words.most_bytes) return say_large();
      data = await base64(file);
      show(await tell("preview", { data }));
    } catch (error) {
      complain(sheet, error);
    } finally {
      chooser.value = ""; // the same file, mended, can be chosen again
    }
  });

  function say_large() {
    const note = sheet.querySelector(".note");
    note.hidden = false;
    note.textContent = words.file_large;
  }

  function sums(found) {
    for (const sum of sheet.querySelectorAll(".sums li")) {
      const count = found[sum.dataset.sort]?.length ?? 0;
      sum.querySelector("strong").textContent = count;
      sum.dataset.none = count === 0;
    }
  }

  function show(found) {
    sums(found);
    const faults = found.wrong.slice(0, SHOWN).map((fault) => {
      const row = piece("piece-fault");
      row.querySelector("strong").textContent = say("list_line", fault);
      row.querySelector("span").textContent = say(`wrong_${fault.reason}`, fault);
      return row;
    });
    const rest = found.wrong.length - faults.length;
    if (rest > 0) {
      const row = piece("piece-fault");
      row.querySelector("span").textContent = say("list_rest", { n: rest });
      faults.push(row);
    }
    sheet.querySelector(".faults").replaceChildren(...faults);
    sheet.querySelector(".unnamed").hidden = found.unnamed === 0;
    const n = found.new.length + found.changed.length;
    button.hidden = false;
    button.disabled = n === 0;
    button.textContent = n === 0 ? words.list_nothing : n === 1 ? words.list_import_one : say("list_import", { n });
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await tell("import", { data });
      sheet.close();
      toast(words.list_done, takeBack);
    } catch (error) {
      button.disabled = false;
      complain(sheet, error);
    }
    await refresh();
  });
  sheet.querySelector(".close").addEventListener("click", () => sheet.close());
}

/** The file's bytes as they are: what letters they are is for the kit to find out. */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
