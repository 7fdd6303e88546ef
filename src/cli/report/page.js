// Filters, search and sorting of the report. The page is whole without it: it loads nothing and sends nothing.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const form = document.querySelector("form.filters");
  const findings = all(".finding");
  const rows = all("table.wide tbody tr");
  const printable = new Map(all("[data-printable]").map((one) => [one.closest("tr"), one.dataset.printable]));
  const words = new Map();
  const wordsOf = (part) => {
    if (!words.has(part)) words.set(part, plain(part.textContent));
    return words.get(part);
  };
  const show = (part, shown) => { if (part.hidden === shown) part.hidden = !shown; };

  if (form) {
    const of = (name) => (form.elements[name] ? form.elements[name].value : "");
    const places = new Map(findings.map((one, at) => [one, at]));
    const levels = ["error", "warning", "info", "hint"];
    const orders = {
      place: (a, b) => places.get(a) - places.get(b),
      level: (a, b) => levels.indexOf(a.dataset.level) - levels.indexOf(b.dataset.level) || orders.place(a, b),
      rule: (a, b) => a.dataset.rule.localeCompare(b.dataset.rule) || orders.place(a, b),
    };
    const apply = () => {
      const wanted = plain(of("search")).split(/\s+/).filter(Boolean);
      const has = (part) => wanted.length === 0 || wanted.every((word) => wordsOf(part).includes(word));
      let shown = 0;
      for (const one of findings) {
        const fits = ["article", "rule", "level"].every((name) => !of(name) || one.dataset[name] === of(name));
        const visible = fits && has(one);
        show(one, visible);
        if (visible) shown += 1;
      }
      let listed = 0;
      for (const row of rows) {
        const fits = !of("printable") || !printable.has(row) || printable.get(row) === of("printable");
        const visible = fits && has(row);
        show(row, visible);
        if (visible) listed += 1;
      }
      for (const part of all(".article")) show(part, !of("article") || part.dataset.article === of("article"));
      for (const part of all(".by-article")) show(part, all(".finding", part).some((one) => !one.hidden));
      const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
      const said = [];
      if (findings.length) said.push(`${shown} of ${count(findings.length, "finding", "findings")}`);
      if (rows.length) said.push(`${listed} of ${count(rows.length, "row", "rows")} in the tables`);
      form.querySelector("output").textContent = `Shown: ${said.join(", ")}.`;
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { sort(); apply(); }));
    form.addEventListener("input", apply);
    const sort = () => {
      const order = orders[of("sort")] || orders.place;
      for (const list of all("ol.findings")) list.append(...[...list.children].sort(order));
    };
    if (form.elements.sort) form.elements.sort.addEventListener("change", sort);
    form.hidden = false;
    apply();
  }

  const value = (row, at) => row.cells[at].textContent.trim();
  const number = (text) => (/^[\d.,]+ ?%?$/.test(text) ? parseFloat(text.replaceAll(",", "")) : NaN);
  for (const table of all("table.wide")) {
    for (const [at, head] of [...table.tHead.rows[0].cells].entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const sorted = [...body.rows].sort((a, b) => {
          const [x, y] = [value(a, at), value(b, at)];
          const [n, m] = [number(x), number(y)];
          return !isNaN(n) && !isNaN(m) ? n - m : x.localeCompare(y, "en", { numeric: true });
        });
        body.append(...(down ? sorted.reverse() : sorted));
      });
    }
  }
})();
