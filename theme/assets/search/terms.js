// How words are read, in the index and in a query alike: IL-17A, IL 17A and IL17A are one, and so are TNF-α and
// TNF-alpha; JAK1/2 is JAK1 and JAK2; anti-IL-4R is IL-4R.
(function (dermatheca) {
  "use strict";
  const GREEK = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", κ: "kappa", λ: "lambda", µ: "mu", μ: "mu", ω: "omega",
  };
  const ROMAN = { ii: "2", iii: "3", iv: "4" };

  const plain = (text) =>
    text
      .toLowerCase()
      .replace(/[αβγδεκλµμω]/g, (letter) => GREEK[letter])
      .normalize("NFKD")
      .replace(/[\u0300-\u036f®™©]/g, "")
      .replace(/ß/g, "ss")
      .replace(/[’']s\b/g, "s")
      .replace(/[’'`]/g, "");

  // Pieces between spaces and the signs that never stand inside a name.
  const chunks = (text) => plain(text).match(/[\p{L}\p{N}]+(?:[-–*:/.+_]+[\p{L}\p{N}]+)*/gu) || [];
  const joined = (chunk) => chunk.replace(/[^\p{L}\p{N}]+/gu, "");
  const parts = (chunk) => chunk.match(/\p{L}+|\p{N}+\p{L}?(?!\p{L})|\p{N}+/gu) || [];

  // JAK1/2 -> jak1, jak2; IL-17A/F -> il17a, il17f; CTLA-4/PD-1 -> ctla4, pd1; 0/1 stays one.
  function alternatives(chunk) {
    const sides = chunk.split("/");
    const first = joined(sides[0]);
    if (sides.length < 2 || !/^\p{L}/u.test(first)) return []; // 150 mg/day, 2mg/kg
    const stem = first.match(/^\p{L}+/u)[0];
    return sides.map((side, index) => {
      const word = joined(side);
      if (!index || /^\p{L}{2}/u.test(word)) return word;
      if (/^\p{L}$/u.test(word)) return first.replace(/\p{L}$/u, word);
      return stem + word;
    });
  }

  // Every way in which a piece may be looked for.
  function tokens(text) {
    const found = [];
    for (const chunk of chunks(text)) {
      const whole = joined(chunk);
      found.push(whole, ...alternatives(chunk));
      const pieces = parts(chunk);
      if (pieces.length > 1) found.push(...pieces);
      if (ROMAN[whole]) found.push(ROMAN[whole]);
    }
    return found;
  }

  // A query without what says nothing: "anti-" before a target.
  const trimmed = (text) => plain(text).replace(/(^|\s)anti[-–\s]+(?=\S)/g, "$1").trim();

  dermatheca.terms = { plain, chunks, joined, parts, alternatives, tokens, trimmed };
})((window.dermatheca = window.dermatheca || {}));
