// What is typed into the search in the head of a page is answered below it: a list box, as the pattern for combo boxes has it.
(function () {
  "use strict";

  const kbc = window.kbc, { element: make, word } = kbc, W = kbc.words, MOST = 6;

  kbc.suggest = (input) => {
    const form = input.form, where = { root: form.getAttribute("action").replace(/[^/]*$/, ""), version: "" };
    const list = make("ul", { id: input.id + "_list", role: "listbox", "aria-label": W.suggestions, class: "suggestions", hidden: true }), status = make("p", { class: "unseen", role: "status" });
    let turn = 0, at = -1;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
    form.append(list, status);

    const options = () => Array.from(list.children);

    function close() {
      turn++;
      at = -1;
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(next) {
      at = next;
      options().forEach((one, place) => one.setAttribute("aria-selected", place === at));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }

    const follow = (option) => { close(); location.href = option.dataset.href; };

    function option(place, href, ...children) {
      return make("li", { id: input.id + "_" + place, role: "option", "aria-selected": "false", "data-href": href, click: (event) => follow(event.currentTarget) }, ...children);
    }

    async function answer() {
      const query = input.value.trim(), mine = ++turn;
      if (!query) return close();
      const { results, lists } = await kbc.find.search(where, query);
      if (mine !== turn || document.activeElement !== input) return;
      const shown = results.slice(0, MOST), all = where.root + "search.html?q=" + encodeURIComponent(query);
      at = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(...shown.map((one, place) => option(place, where.root + kbc.hrefOf(one.path),
        make("span", { class: "suggested", dir: "auto" }, ...kbc.find.marked(one.title, lists)),
        one.message && one.message !== one.title ? make("samp", { dir: "auto" }, ...kbc.find.marked(one.message, lists)) : null,
        make("span", { class: "hint" }, W["kind_" + kbc.KINDS[one.kind]], one.kind < 4 ? make("span", { dir: "auto" }, " " + kbc.inGuides(one)) : null))),
      option(shown.length, all, results.length ? word("all_results", { query }) : word("nothing_suggested", { query })));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = results.length === 1 ? W.one_result : word("n_results", { n: results.length });
    }

    input.addEventListener("input", answer);
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.key === "Escape" && !list.hidden) close();
      else if (event.key === "Enter" && at >= 0 && !list.hidden) follow(options()[at]);
      else if (event.key === "ArrowDown" && list.hidden && input.value.trim()) answer();
      else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) choose(event.key === "ArrowDown" ? (at + 1) % count : (at < 0 ? count : at) - 1);
      else return;
      event.preventDefault();
    });
    // A press in the list must not take the focus away before it is a click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    input.addEventListener("blur", close);
    if (input.value) answer();
  };

  // A path as an address: `?` is a part of it.
  kbc.hrefOf = (path) => { const [page, ...place] = path.split("#"); return [encodeURI(page).replace(/\?/g, "%3F"), ...place].join("#"); };
  kbc.inGuides = (one) => one.guides.length > 1 ? word("in_guides", { guide: one.guide, n: one.guides.length - 1 }) : word("in_guide", { guide: one.guide });
})();
