// The search box of every page, and the page of results. The engine and its index are loaded when they are first needed.
(function (dermatheca) {
  "use strict";
  const root = new URL("../../", document.currentScript.src);
  const FILES = ["assets/search/terms.js", "assets/vendor/minisearch.js", "assets/search-index.js", "assets/search/engine.js"];
  const SHOWN = 8;

  // An address below the site's root; in a folder a directory's page must be named.
  const address = (url) => {
    const [path, anchor] = url.split("#");
    const file = root.protocol === "file:" && (path === "" || path.endsWith("/")) ? `${path}index.html` : path;
    return new URL(anchor ? `${file}#${anchor}` : file, root).href;
  };

  let ready = null;
  function load() {
    const script = (file) =>
      new Promise((resolve, reject) => {
        const tag = document.createElement("script");
        tag.src = new URL(file, root).href;
        tag.onload = resolve;
        tag.onerror = () => reject(new Error(`${file} could not be loaded`));
        document.head.append(tag);
      });
    ready = ready || FILES.reduce((before, file) => before.then(() => script(file)), Promise.resolve());
    ready.catch(() => (ready = null));
    return ready;
  }

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const counted = (number) => (number === 1 ? "1 result" : `${number} results`);

  function grouped(results) {
    const groups = new Map(Object.keys(dermatheca.index.kinds).map((kind) => [kind, []]));
    for (const one of results) groups.get(one.kind).push(one);
    return [...groups].filter(([, all]) => all.length);
  }

  // The box: a combobox whose list holds the best results.
  function box(form) {
    const input = form.querySelector("input");
    const list = form.querySelector("[role=listbox]");
    const live = form.querySelector("[role=status]");
    let chosen = -1;

    const options = () => [...list.querySelectorAll("[role=option]")];
    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    function choose(index) {
      const all = options();
      if (!all.length) return;
      chosen = (index + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    }

    function show(query) {
      const results = dermatheca.search(query);
      list.replaceChildren();
      const best = results.slice(0, SHOWN);
      // Groups in the order of their best result, so that the first option is the best of all.
      const kinds = [...new Set(best.map((one) => one.kind))];
      let number = 0;
      for (const kind of kinds) {
        const label = element("div", { class: "dm-search-kind", id: `dm-search-${kind}` }, dermatheca.index.kinds[kind]);
        const group = element("div", { role: "group", "aria-labelledby": label.id }, label);
        for (const one of best.filter((result) => result.kind === kind)) {
          const option = element("div", { role: "option", id: `dm-option-${number++}`, "aria-selected": "false", "data-url": one.url }, element("span", { class: "dm-search-name" }, one.name));
          if (one.reason) option.append(element("span", { class: "dm-search-why" }, one.reason));
          option.addEventListener("mousedown", (event) => event.preventDefault());
          option.addEventListener("click", () => location.assign(address(one.url)));
          group.append(option);
        }
        list.append(group);
      }
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !best.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      live.textContent = best.length ? `${counted(results.length)}, the best are listed; Enter shows all` : `Nothing found for ${query}`;
      form.dataset.shown = query;
    }

    async function typed() {
      const query = input.value.trim();
      if (!query) {
        live.textContent = "";
        form.dataset.shown = "";
        return close();
      }
      try {
        await load();
      } catch {
        live.textContent = "The search could not be loaded; the lists of the menu hold everything.";
        return;
      }
      if (query === input.value.trim()) show(query);
    }

    input.addEventListener("focus", () => load().catch(() => {}));
    input.addEventListener("input", typed);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) typed();
        else choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
      } else if (event.key === "Escape") {
        event.preventDefault(); // a search box would empty itself at once
        if (list.hidden) input.value = "";
        close();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        location.assign(address(options()[chosen].dataset.url));
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    form.setAttribute("action", address("search/"));
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || (event.key !== "/" && event.key !== "s")) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  // The page of results: its address holds the query and the facets.
  async function page(place) {
    const state = new URLSearchParams(location.search);
    const query = (state.get("q") || "").trim();
    const input = document.querySelector(".dm-search input");
    if (!query) return;
    input.value = query;
    document.title = `${query} - ${document.title}`;
    try {
      await load();
    } catch {
      place.querySelector("[role=status]").textContent = "The search could not be loaded; the lists below hold everything.";
      return;
    }
    const results = dermatheca.search(query);

    const chosen = (facet) => state.getAll(facet);
    const fits = (one, but) =>
      [["kind", (x) => [x.kind]], ...Object.keys(dermatheca.index.facets).map((name) => [name, (x) => x.facets[name] || []])].every(
        ([name, values]) => name === but || !chosen(name).length || values(one).some((value) => chosen(name).includes(value)),
      );

    function facets() {
      const wide = matchMedia("(min-width: 45em)").matches;
      const form = element("form", { class: "dm-facets", "aria-label": "Narrow the results" });
      const groups = [["kind", "Kind", (one) => [one.kind], (value) => dermatheca.index.kinds[value]], ...Object.entries(dermatheca.index.facets).map(([name, label]) => [name, label, (one) => one.facets[name] || [], (value) => value])];
      for (const [name, label, values, words] of groups) {
        const counts = new Map(chosen(name).map((value) => [value, 0]));
        for (const one of results.filter((result) => fits(result, name))) for (const value of values(one)) counts.set(value, (counts.get(value) || 0) + 1);
        if (counts.size < 2 && !chosen(name).length) continue;
        const field = element("details", chosen(name).length || (name === "kind" && wide) ? { open: "" } : {}, element("summary", {}, label));
        const fieldset = element("fieldset", {}, element("legend", { class: "dm-hidden" }, label));
        for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
          const check = element("input", { type: "checkbox", name, value });
          check.checked = chosen(name).includes(value);
          fieldset.append(element("label", {}, check, ` ${words(value) || value} `, element("span", { class: "dm-count" }, String(count))));
        }
        field.append(fieldset);
        form.append(field);
      }
      form.addEventListener("change", (event) => {
        const { name, value, checked } = event.target;
        const rest = chosen(name).filter((one) => one !== value);
        state.delete(name);
        for (const one of checked ? [...rest, value] : rest) state.append(name, one);
        history.replaceState(null, "", `?${state}`);
        draw(event.target);
      });
      return form;
    }

    function draw(from) {
      const kept = results.filter((one) => fits(one));
      const list = element("div", { class: "dm-found" });
      for (const [kind, all] of grouped(kept).sort((a, b) => b[1][0].score - a[1][0].score)) {
        list.append(element("h2", { id: `found-${kind}` }, dermatheca.index.kinds[kind]));
        const items = element("ul", {});
        for (const one of all) {
          const item = element("li", {}, element("a", { href: address(one.url) }, one.name));
          if (one.reason) item.append(" ", element("span", { class: "dm-search-why" }, one.reason));
          item.append(element("p", {}, one.text));
          items.append(item);
        }
        list.append(items);
      }
      const open = [...place.querySelectorAll("details")].filter((one) => one.open).map((one) => one.textContent.slice(0, 6));
      const status = place.querySelector("[role=status]");
      status.textContent = kept.length ? `${counted(kept.length)} for “${query}”` : `Nothing found for “${query}”. Try a shorter word, a brand name, a code or a gene, or one of the lists below.`;
      const drawn = element("div", { class: "dm-results" });
      if (results.length) drawn.append(facets());
      drawn.append(list);
      place.querySelector(".dm-results").replaceWith(drawn);
      for (const one of drawn.querySelectorAll("details")) if (open.includes(one.textContent.slice(0, 6))) one.open = true;
      if (from) [...drawn.querySelectorAll("input")].find((one) => one.name === from.name && one.value === from.value)?.focus();
      place.dataset.shown = query;
    }
    draw();
  }

  const form = document.querySelector(".dm-search");
  if (form) box(form);
  const place = document.querySelector("[data-dm-results]");
  if (place) page(place);
})((window.dermatheca = window.dermatheca || {}));
