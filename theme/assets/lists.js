// Filters and order for the long lists. The page holds every row; what is chosen stands in the address.
(function () {
  "use strict";
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  function list(place) {
    const { what, facets, sorts } = JSON.parse(place.dataset.dmList);
    const rows = [...place.querySelectorAll("[data-dm-row]")].map((row, at) => ({ row, at, text: plain(row.textContent), ...JSON.parse(row.dataset.dmRow) }));
    const state = new URLSearchParams(location.search);
    const first = Object.keys(sorts)[0];
    const form = element("form", { class: "dm-filters", "aria-label": `Filter the ${what}` });
    const status = element("p", { role: "status" });
    const controls = new Map();

    const add = (name, label, control) => {
      controls.set(name, control);
      control.name = name;
      control.id = `dm-filter-${name}`;
      form.append(element("div", {}, element("label", { for: control.id }, label), control));
    };
    add("contains", "Contains", element("input", { type: "search", maxlength: "100", autocomplete: "off" }));
    for (const [name, label] of Object.entries(facets)) {
      const values = new Set(rows.flatMap((one) => one.facets[name] || []));
      if (values.size < 2) continue;
      const order = [...values].sort(collator.compare);
      if (name === "year") order.reverse();
      add(name, label, element("select", {}, element("option", { value: "" }, "all"), ...order.map((value) => element("option", { value }, value))));
    }
    add("sort", "Sort by", element("select", {}, ...Object.entries(sorts).map(([key, label]) => element("option", { value: key }, label))));
    const all = element("button", { type: "button" }, "Show all");
    form.append(all, status);

    const fits = (one) =>
      [...controls].every(([name, control]) => {
        if (name === "sort" || !control.value) return true;
        return name === "contains" ? plain(control.value).split(/\s+/).every((word) => one.text.includes(word)) : (one.facets[name] || []).includes(control.value);
      });

    function draw() {
      const key = controls.get("sort").value;
      const [name, sign] = key.startsWith("-") ? [key.slice(1), -1] : [key, 1];
      // The page's own order is the first one; what has no value comes last either way.
      const compare = (a, b) => {
        const [x, y] = [a.order[name], b.order[name]];
        if (x === y || key === first) return a.at - b.at;
        if (x === "" || y === "") return x === "" ? 1 : -1;
        return sign * (typeof x === "number" ? x - y : collator.compare(x, y)) || a.at - b.at;
      };
      let shown = 0;
      for (const one of [...rows].sort(compare)) {
        one.row.parentNode.append(one.row);
        one.row.hidden = !fits(one);
        shown += one.row.hidden ? 0 : 1;
      }
      status.textContent = shown === rows.length ? `All ${rows.length} ${what}` : `${shown} of ${rows.length} ${what}`;
    }

    function remember() {
      const next = new URLSearchParams();
      for (const [name, control] of controls) if (control.value && !(name === "sort" && control.value === first)) next.set(name, control.value);
      history.replaceState(null, "", (String(next) ? `?${next}` : location.pathname) + location.hash);
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      draw();
      remember();
    });
    all.addEventListener("click", () => {
      form.reset();
      draw();
      remember();
    });
    for (const [name, control] of controls) {
      const value = state.get(name);
      if (value && (name === "contains" || [...control.options].some((option) => option.value === value))) control.value = value;
    }
    place.prepend(form);
    draw();
    // A source that a page names is shown, whatever is filtered; and the row is where it was before it was sorted.
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named && place.contains(named)) {
      named.hidden = false;
      named.scrollIntoView();
    }
  }

  document.querySelectorAll("[data-dm-list]").forEach(list);
})();
