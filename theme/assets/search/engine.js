// The search itself: MiniSearch over the documents of the index, what was found, and why.
(function (dermatheca) {
  "use strict";
  const { chunks, joined, parts, alternatives, tokens, trimmed } = dermatheca.terms;
  const WEIGHT = { agent: 1.5, condition: 1.4, target: 1.3, class: 1.1, pair: 1.1, outcome: 1.2, trial: 0.8, chapter: 0.8, term: 0.9 };
  const FIELDS = { name: 6, names: 5, related: 1.5, text: 0.6 };

  const whole = (text) => joined(chunks(text).join(""));
  // A name as one word: all of it, what stands before its brackets, and each of several names.
  const wholes = (name) => [name, name.replace(/\s*\(.*/, ""), ...name.split(/\s*,\s*/)].map(whole).filter(Boolean);

  function build(index) {
    const word = (number) => index.words[number];
    const documents = index.rows.map(([kind, url, name, text, names, related, facets], id) => ({
      id, kind, url, name, text, names, related, facets: Object.fromEntries(Object.entries(facets).map(([key, all]) => [key, all.map(word)])),
      known: new Set([name, ...names.map((pair) => pair[1])].flatMap(wholes)),
    }));
    const engine = new MiniSearch({
      fields: Object.keys(FIELDS),
      extractField: (one, field) =>
        field === "names" || field === "related" ? one[field].map((pair) => pair[1]).join("\n") : one[field],
      tokenize: tokens,
      processTerm: (term) => term || null,
    });
    engine.addAll(documents);
    return { documents, engine };
  }

  const fuzzy = (term) => (/\d/.test(term) || term.length < 5 ? false : term.length < 8 ? 1 : 2);
  const prefix = (term) => term.length > 1 || /\d/.test(term);
  const all = (queries) => ({ combineWith: "AND", queries });
  const any = (queries) => ({ combineWith: "OR", queries });

  // Ever looser readings of a query; the first that finds anything is taken.
  function readings(text) {
    const pieces = chunks(text);
    const strict = pieces.map((chunk) => {
      const sides = alternatives(chunk);
      return sides.length ? any([joined(chunk), ...sides]) : joined(chunk);
    });
    const loose = pieces.flatMap(parts);
    return [any([...(pieces.length > 1 ? [whole(text)] : []), all(strict)]), all(loose), any(loose)];
  }

  function options(query) {
    const asked = whole(query);
    const several = chunks(query).length > 1;
    return {
      boost: FIELDS, fuzzy, prefix, maxFuzzy: 2,
      tokenize: (term) => [term],
      weights: { fuzzy: 0.15, prefix: 0.5 },
      boostDocument: (id) => {
        const one = dermatheca.found.documents[id];
        const exact = one.known.has(asked);
        const partly = !exact && [...one.known].some((name) => name.startsWith(asked) || name.endsWith(asked));
        // Who types several words, say a target and a disease, looks for a drug.
        const weight = one.kind === "agent" && several ? 2 : 1;
        return WEIGHT[one.kind] * weight * (exact ? 20 : partly ? 3 : 1);
      },
    };
  }

  // Results for a query, best first; each with the reason why it was found.
  function search(query) {
    dermatheca.found = dermatheca.found || build(dermatheca.index);
    const text = trimmed(query);
    if (!chunks(text).length) return [];
    const { documents, engine } = dermatheca.found;
    for (const reading of readings(text)) {
      const hits = engine.search(reading, options(text));
      if (hits.length) return hits.map((hit) => found(documents[hit.id], hit, text)).sort((a, b) => b.score - a.score || a.id - b.id);
    }
    return [];
  }

  // A hit as it is shown. A name that was found whole although it was spelled otherwise is what was meant.
  function found(one, hit, query) {
    const meant = hit.terms.some((term) => one.known.has(term));
    return { ...one, score: hit.score * (meant ? 2 : 1), reason: reason(one, hit, query) };
  }

  // Why a document was found, in words: its own name needs none.
  function reason(one, hit, query) {
    const asked = chunks(query).flatMap((chunk) => [joined(chunk), ...alternatives(chunk), ...parts(chunk)]).concat(whole(query));
    const near = hit.terms.filter((term) => !asked.some((word) => term.startsWith(word)));
    const spelled = near.length === hit.terms.length ? `spelled like ${near[0]}; ` : "";
    const in_ = (field) => hit.terms.filter((term) => (hit.match[term] || []).includes(field));
    if (in_("name").length) return spelled.replace(/; $/, "");
    for (const field of ["names", "related"]) {
      const found = in_(field);
      const pair = one[field].find(([, words]) => tokens(words).some((token) => found.includes(token)));
      if (pair) return `${spelled}${pair[0]}: ${shown(pair[1], found)}`;
    }
    return `${spelled}in the text`;
  }

  // Of several names in a row, those that were meant.
  function shown(words, found) {
    const names = words.split(", ");
    const meant = names.filter((name) => tokens(name).some((token) => found.includes(token)));
    return names[0] === meant[0] || names.length === 1 ? meant[0] || words : `${names[0]} (${meant[0]})`;
  }

  dermatheca.search = search;
})(window.dermatheca);
