// The compare page: two to five agents side by side. The choice stands in the address; facts come from assets/compare/.
(function (dermatheca) {
  "use strict";
  const place = document.querySelector("[data-dm-compare]");
  const known = dermatheca.comparable;
  const root = new URL(place.dataset.dmCompare, location.href);
  const file = (path) => new URL(path, root).href;
  // In a folder a directory's page must be named.
  const page = (path) => file(root.protocol === "file:" ? `${path}index.html` : path);
  dermatheca.compared = {};

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const loading = {};
  const load = (id) =>
    (loading[id] =
      loading[id] ||
      new Promise((resolve, reject) => {
        const tag = element("script", { src: file(`assets/compare/${id}.js`) });
        tag.onload = resolve;
        tag.onerror = () => {
          delete loading[id];
          reject(new Error(`${known.agents[id][0]} could not be loaded; try again`));
        };
        document.head.append(tag);
      }));

  // What is chosen. Ids that nobody knows are left out.
  const asked = new URLSearchParams(location.search);
  const state = {
    condition: Object.hasOwn(known.conditions, asked.get("condition")) ? asked.get("condition") : "",
    agents: [...new Set((asked.get("agents") || "").split(","))].filter((id) => Object.hasOwn(known.agents, id)).slice(0, known.most),
    differing: asked.get("rows") === "differing",
  };
  const bring = () => (state.agents = known.conditions[state.condition][1].slice(0, known.chosen));
  if (state.condition && !state.agents.length) bring();

  function query() {
    const next = new URLSearchParams();
    if (state.agents.length) next.set("agents", state.agents.join(","));
    if (state.condition) next.set("condition", state.condition);
    if (state.differing) next.set("rows", "differing");
    return String(next).replaceAll("%2C", ",");
  }
  const address = () => (query() ? `${known.address}?${query()}` : known.address);

  // Controls: they are made once, and keep the focus.
  const option = (value, text) => element("option", { value }, text);
  const add = element("select", { id: "dm-add" });
  const condition = element("select", { id: "dm-condition" }, option("", "all conditions"), ...Object.entries(known.conditions).map(([id, [name, all]]) => option(id, `${name} (${all.length} agents)`)));
  const put = element("button", { type: "button" }, "Add"); // a list alone would choose while one types or moves in it
  const choose = element("button", { type: "button" }, `Its first ${known.chosen} agents`);
  const only = element("input", { type: "checkbox", id: "dm-differing" });
  const chips = element("ul", { class: "dm-chips", "aria-label": "Agents compared" });
  const status = element("p", { role: "status" });
  const save = element("button", { type: "button" }, "Download as CSV");
  const copy = element("button", { type: "button" }, "Copy the citation");
  const labelled = (text, control) => element("div", {}, element("label", { for: control.id }, text), control);
  const form = element(
    "form",
    { class: "dm-filters", "aria-label": "Choose what to compare" },
    labelled("Agent", add),
    element("div", {}, put),
    labelled("Condition", condition),
    element("div", {}, choose),
    element("label", { class: "dm-check" }, only, " Only what differs"),
    chips,
    status,
  );
  const table = element("div", { class: "dm-compared" });
  place.replaceChildren(form, table);

  // The agents that can be added: those of the condition first, all others below, by class.
  function fill() {
    const open = Object.keys(known.agents).filter((id) => !state.agents.includes(id));
    const named = (id) => option(id, known.agents[id][1] ? `${known.agents[id][0]} (${known.agents[id][1]})` : known.agents[id][0]);
    const fitting = state.condition ? known.conditions[state.condition][1] : [];
    const groups = [[state.condition ? known.conditions[state.condition][0] : "", open.filter((id) => fitting.includes(id))]];
    known.classes.forEach((name, at) => groups.push([name, open.filter((id) => known.agents[id][2] === at && !fitting.includes(id))]));
    add.replaceChildren(option("", state.agents.length < known.most ? "choose ..." : `no more than ${known.most}`), ...groups.filter(([, ids]) => ids.length).map(([label, ids]) => element("optgroup", { label }, ...ids.map(named))));
    add.disabled = put.disabled = state.agents.length >= known.most;
    condition.value = state.condition;
    choose.disabled = !state.condition;
    only.checked = state.differing;
    chips.replaceChildren(
      ...state.agents.map((id) => {
        const button = element("button", { type: "button", "data-agent": id, "aria-label": `Remove ${known.agents[id][0]}` }, `${known.agents[id][0]} ×`);
        return element("li", {}, button);
      }),
    );
  }

  // The facts of one agent about the chosen condition, or all; then each with its condition's name before it.
  const answers = (id, question) => {
    const facts = dermatheca.compared[id].facts[question];
    return facts
      .filter(([, about]) => !state.condition || !about || about === state.condition)
      .map(([text, about, same, anchor, sources]) => ({ text: about && !state.condition ? `${known.names[about]}, ${text}` : text, same, anchor, sources }));
  };

  function rows() {
    return Object.entries(known.questions).map(([question, label]) => {
      const cells = state.agents.map((id) => answers(id, question));
      const sets = cells.map((facts) => [...new Set(facts.map((fact) => fact.same))].sort().join("\n"));
      return { question, label, cells, differs: new Set(sets).size > 1, empty: cells.every((facts) => !facts.length) };
    });
  }

  function citation(source, numbers) {
    const [key, at, checked] = source;
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
    const where = [at, checked ? `checked ${checked}` : "not yet checked"].filter(Boolean).join("; ");
    return element("a", { href: `#ref-${key}`, title: where, "aria-label": `reference ${numbers.get(key)}${at ? `, ${at}` : ""}` }, String(numbers.get(key)));
  }

  function item(fact, lonely, numbers) {
    const made = element("li", lonely ? { class: "dm-lonely" } : {});
    if (lonely) made.append(element("span", { class: "dm-mark", "aria-hidden": "true" }, "◆ "), element("span", { class: "dm-hidden" }, "only here: "));
    made.append(fact.text);
    if (fact.sources.length) {
      const links = fact.sources.flatMap((source, at) => (at ? [",", citation(source, numbers)] : [citation(source, numbers)]));
      made.append(element("sup", { class: "dm-cite" }, ...links));
      if (!fact.sources.some((source) => source[2])) made.append(" ", element("span", { class: "dm-unchecked", title: "Nobody has yet compared this with its source" }, "unchecked"));
    }
    return made;
  }

  function reference(key) {
    const owner = state.agents.find((id) => dermatheca.compared[id].references[key]);
    const [text, doi, pmid, url, kind, status] = dermatheca.compared[owner].references[key];
    const made = element("li", { id: `ref-${key}` });
    made.innerHTML = text; // formatted and escaped when the site was built
    for (const [label, href] of [[doi && `doi:${doi}`, `https://doi.org/${doi}`], [pmid && `PubMed ${pmid}`, `https://pubmed.ncbi.nlm.nih.gov/${pmid}/`], [url && "source", url]]) if (label) made.append(" ", element("a", { href }, label));
    made.append(" ", element("span", { class: "dm-design" }, kind));
    if (status) made.append(" ", element("strong", { class: "dm-status" }, status));
    return made;
  }

  function draw() {
    const numbers = new Map();
    const found = rows().filter((row) => !row.empty);
    const shown = found.filter((row) => row.differs || !state.differing);
    const heads = state.agents.map((id) => element("th", { role: "columnheader", scope: "col" }, element("a", { href: page(dermatheca.compared[id].url) }, known.agents[id][0])));
    const body = shown.map((row) => {
      const head = element("th", { role: "rowheader", scope: "row" }, row.label, " ", element("span", { class: row.differs ? "dm-differs" : "dm-equal" }, row.differs ? "differs" : "same"));
      const cells = row.cells.map((facts, at) => {
        const others = new Set(row.cells.flatMap((cell, index) => (index === at ? [] : cell.map((fact) => fact.same))));
        const lonely = (fact) => known.discrete.includes(row.question) && !others.has(fact.same);
        const inside = facts.length ? element("ul", {}, ...facts.map((fact) => item(fact, lonely(fact), numbers))) : element("span", { class: "dm-none" }, "not recorded");
        return element("td", { role: "cell", "data-label": known.agents[state.agents[at]][0] }, inside);
      });
      return element("tr", { role: "row" }, head, ...cells);
    });
    const about = state.condition ? ` for ${known.conditions[state.condition][0].toLowerCase()}` : "";
    const title = `${state.agents.map((id) => known.agents[id][0]).join(", ")}${about}`;
    const made = element(
      "table",
      { class: "dm-table dm-side", role: "table", "aria-label": title },
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, element("th", { role: "columnheader", scope: "col" }, "Question"), ...heads)),
      element("tbody", { role: "rowgroup" }, ...body),
    );
    const cite = `Dermatheca editors. Comparison: ${title}. Dermatheca, version ${known.version}. ${address()}`;
    copy.dataset.text = cite;
    const marks = element("p", { class: "dm-note" }, "◆ only here: no other agent shown has this. At most two results of a trial are shown; an agent's page has all.");
    const list = element("ol", { class: "dm-references" }, ...[...numbers.keys()].map(reference));
    table.replaceChildren(element("h2", {}, title), marks, made, element("h2", {}, "References of this comparison"), list, element("h2", {}, "Cite and keep this comparison"), element("p", { class: "dm-citation" }, cite), element("p", {}, copy, " ", save));
    status.textContent = `${state.agents.length} agents compared, ${found.filter((row) => row.differs).length} of ${found.length} questions differ`;
  }

  async function show() {
    fill();
    history.replaceState(null, "", (query() ? `?${query()}` : location.pathname) + location.hash);
    if (state.agents.length < 2) {
      table.replaceChildren();
      status.textContent = state.agents.length ? "Choose one more agent." : "Choose two to five agents, or a condition and let it choose.";
    } else {
      try {
        const wanted = query();
        await Promise.all(state.agents.map(load));
        if (wanted === query()) draw();
      } catch (error) {
        table.replaceChildren();
        status.textContent = error.message;
      }
    }
    place.dataset.shown = query();
  }

  // A cell of a spreadsheet must not start a formula.
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  function csv() {
    const lines = [`# ${copy.dataset.text}`, "# CC BY 4.0. Education, not prescribing advice. Arms of different trials are not head to head.", "question,agent,statement,sources,checked"];
    for (const { label, cells, differs } of rows()) {
      if (state.differing && !differs) continue;
      cells.forEach((facts, at) => {
        for (const fact of facts) {
          const refs = fact.sources.map(([key, where]) => {
            const [, doi, pmid, url] = dermatheca.compared[state.agents[at]].references[key];
            return [doi ? `https://doi.org/${doi}` : pmid ? `PMID ${pmid}` : url || key, where].filter(Boolean).join(", ");
          });
          const days = fact.sources.map((source) => source[2]).filter(Boolean).sort();
          lines.push([label, known.agents[state.agents[at]][0], fact.text, refs.join("; "), days.at(-1) || ""].map(cell).join(","));
        }
      });
    }
    return `${lines.join("\r\n")}\r\n`;
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  put.addEventListener("click", () => {
    if (!add.value) return;
    state.agents.push(add.value);
    show();
  });
  condition.addEventListener("change", () => {
    state.condition = condition.value;
    show();
  });
  choose.addEventListener("click", () => {
    bring();
    show();
  });
  only.addEventListener("change", () => {
    state.differing = only.checked;
    show();
  });
  chips.addEventListener("click", (event) => {
    const button = event.target.closest("[data-agent]");
    if (!button) return;
    state.agents = state.agents.filter((id) => id !== button.dataset.agent);
    show().then(() => (chips.querySelector("button") || add).focus());
  });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.text);
    status.textContent = "The citation is copied.";
  });
  save.addEventListener("click", () => {
    const link = element("a", { href: URL.createObjectURL(new Blob([csv()], { type: "text/csv" })), download: `dermatheca-${state.agents.join("-")}.csv` });
    link.click();
    URL.revokeObjectURL(link.href);
  });
  show();
})((window.dermatheca = window.dermatheca || {}));
