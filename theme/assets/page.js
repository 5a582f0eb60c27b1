// Small helps while one reads; without them nothing is missing. A citation shows its source where one is, on hover and
// on focus, and so does not lead away; Escape takes it away, and the pointer may move onto it.
(function () {
  "use strict";
  const CITATION = '.dm-cite a[href^="#ref-"]';
  let shown = null;
  let leaving = 0;

  function hide() {
    if (!shown) return;
    shown.link.removeAttribute("aria-describedby");
    shown.note.remove();
    shown = null;
  }

  function show(link) {
    clearTimeout(leaving);
    if (shown && shown.link === link) return;
    hide();
    const source = document.getElementById(link.hash.slice(1));
    if (!source) return;
    const note = document.createElement("div");
    note.className = "dm-preview";
    note.id = "dm-preview";
    note.setAttribute("role", "tooltip");
    note.append(...source.cloneNode(true).childNodes);
    note.querySelectorAll(".dm-back").forEach((back) => back.remove());
    // What the title says (where in the source, and when it was checked) stands in the note instead.
    if (link.title) link.dataset.where = link.title;
    link.removeAttribute("title");
    if (link.dataset.where) {
      const where = document.createElement("p");
      where.textContent = link.dataset.where;
      note.append(where);
    }
    // The statement that is cited has a citation of its own.
    const [statement, cite] = [link.closest('[id^="s-"]'), document.querySelector('.dm-cite-top a[href^="cite/"]')];
    if (statement && cite) {
      const own = document.createElement("a");
      own.textContent = "Cite this statement";
      own.href = `${cite.href}#${statement.id}`;
      note.append(own);
    }
    document.querySelector("article").append(note);
    const [at, around] = [link.getBoundingClientRect(), note.offsetParent.getBoundingClientRect()];
    const left = Math.min(Math.max(at.left - 20, 8), document.documentElement.clientWidth - note.offsetWidth - 8);
    note.style.left = `${left - around.left}px`;
    const below = at.bottom + note.offsetHeight + 8 < innerHeight || at.top < note.offsetHeight + 60;
    note.style.top = `${(below ? at.bottom + 2 : at.top - note.offsetHeight - 2) - around.top}px`;
    link.setAttribute("aria-describedby", note.id);
    note.addEventListener("pointerenter", () => clearTimeout(leaving));
    note.addEventListener("pointerleave", later);
    shown = { link, note };
  }

  const later = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 250);
  };
  const citation = (event) => event.target.closest && event.target.closest(CITATION);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && citation(event)) show(citation(event));
  });
  document.addEventListener("pointerout", (event) => {
    if (citation(event)) later();
  });
  document.addEventListener("focusin", (event) => (citation(event) ? show(citation(event)) : shown && !shown.note.contains(event.target) && hide()));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("click", (event) => citation(event) && hide());

  // The theme gives every block of code a bar of buttons, all of one name.
  const name = () =>
    document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((bar) => {
      const all = [...document.querySelectorAll("pre")];
      bar.setAttribute("aria-label", `Block ${all.indexOf(bar.closest("pre")) + 1}`);
    });
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  name();
})();
