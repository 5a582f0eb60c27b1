// A page of a frozen snapshot says when a newer release exists; the list of releases lies beside the snapshot.
(function () {
  "use strict";
  const banner = document.querySelector("[data-dm-frozen]");
  const list = new URL("../../versions.json", document.currentScript.src);
  if (!banner || list.protocol === "file:") return; // a page in a folder may fetch nothing
  fetch(list)
    .then((answer) => (answer.ok ? answer.json() : { versions: [] }))
    .then(({ versions: [newest] }) => {
      if (!newest || newest.version === banner.dataset.dmFrozen || !/^[0-9.]+$/.test(newest.version)) return;
      const link = document.createElement("a");
      link.href = new URL(`${newest.version}/`, list).href;
      link.textContent = newest.version;
      banner.append(" A newer release exists: ", link, ` of ${newest.date}.`);
    })
    .catch(() => {});
})();
