// The search page: results with what was found marked, kinds and tags to choose from, and a field for an error or a log.
// On the index it shows the guides with a tag alone.
(function () {
  "use strict";

  const kbc = window.kbc, { element: make, word, find, KINDS } = kbc, W = kbc.words;
  const form = document.getElementById("page_search"), input = document.getElementById("page_query"), paste = document.getElementById("page_paste");
  const list = document.getElementById("page_results"), status = document.getElementById("page_status"), none = document.getElementById("page_none");

  tags();
  if (!form || !list) return;

  const root = form.dataset.root, where = { root, version: form.dataset.version }, SHOWN = 30;
  let kind = "", tag = "", turn = 0;

  function choose(id, title, values, now, act) {
    if (values.length < 2) return null;
    const select = make("select", { id }, ...[["", W[id === "facet_kind" ? "everything" : "all_tags"]]].concat(values).map(([value, text]) => make("option", { value, selected: value === now }, text)));
    select.addEventListener("change", () => act(select.value));
    return make("div", { class: "facet" }, make("label", { for: id }, title), select);
  }

  function facets(results, again) {
    const kinds = KINDS.map((name, at) => [String(at), W["kind_" + name]]).filter(([at]) => results.some((one) => String(one.kind) === at));
    const named = Array.from(new Set(results.flatMap((one) => one.tags))).sort().map((one) => [one, one]);
    const made = [choose("facet_kind", W.kinds, kinds, kind, (value) => { kind = value; again(); }), choose("facet_tag", W.tags, named, tag, (value) => { tag = value; again(); })];
    const focused = document.activeElement && document.activeElement.id;
    document.getElementById("page_facets").replaceChildren(...made.filter(Boolean));
    if (focused && focused.startsWith("facet_") && document.getElementById(focused)) document.getElementById(focused).focus();
  }

  const link = (path, ...children) => make("a", { href: root + kbc.hrefOf(path), dir: "auto" }, ...children);

  // Why a result is one: the message that it has, what the guide is about, or the words that stand further in.
  function result(one, lists) {
    const mark = (text) => find.marked(text, lists), others = one.kind === 0 ? one.guides.slice(1) : [];
    return make("li", { class: "result" },
      make("p", { class: "entry-title" }, link(one.path, ...mark(one.title))),
      one.message ? make("p", {}, make("samp", { dir: "auto" }, ...mark(one.message))) : null,
      one.known && one.known.length ? make("p", { class: "hint", dir: "auto" }, word("known_from", { values: one.known.map((pair) => pair.join(" = ")).join(", ") })) : null,
      one.summary ? make("p", { class: "summary", dir: "auto" }, ...mark(one.summary)) : null,
      one.within && one.within.length ? make("p", { class: "hint", dir: "auto" }, word("in_its_text", { words: one.within.join(", ") })) : null,
      make("p", { class: "entry-facts" }, make("span", { class: "badge kind" }, W["kind_" + KINDS[one.kind]]),
        one.kind === 4 ? null : one.kind ? make("span", { dir: "auto" }, kbc.inGuides(one)) : make("span", { dir: "auto" }, word("in_guide", { guide: one.guide })),
        ...others.slice(0, 4).map(([path, guide]) => link(path, word("in_guide", { guide })))));
  }

  function render(results, lists) {
    const shown = results.filter((one) => (!kind || String(one.kind) === kind) && (!tag || one.tags.includes(tag)));
    list.replaceChildren(...shown.slice(0, SHOWN).map((one) => result(one, lists)));
    return shown.length;
  }

  const counted = (n) => n === 1 ? W.one_result : word("n_results", { n });

  async function run() {
    const query = input.value, mine = ++turn;
    const { results, lists, near } = await find.search(where, query);
    if (mine !== turn) return;
    facets(results, run);
    const count = render(results, lists);
    status.textContent = !query.trim() ? "" : count ? counted(count) : word("no_results", { query });
    help(query.trim() && !count, near);
  }

  // Where nothing was found: words that are near, and whom to ask.
  function help(isNeeded, near) {
    const press = (term) => make("button", { type: "button", class: "quiet", click: () => { input.value = term; keep(); run(); input.focus(); } }, term);
    none.querySelector(".near").replaceChildren(...(near.length ? [W.near_words, ...near.map(press)] : []));
    none.hidden = !isNeeded;
  }

  async function read() {
    const text = paste.value, mine = ++turn;
    if (!text.trim()) { list.replaceChildren(); status.textContent = ""; return help(false, []); }
    const { results, cut } = await find.pasted(where, text);
    if (mine !== turn) return;
    kind = tag = "";
    facets(results, read);
    render(results, []);
    status.textContent = (results.length ? word("found_in_paste", { n: results.length }) : W.not_in_paste) + (cut ? " " + W.not_all_looked_at : "");
    help(!results.length, []);
  }

  function keep() {
    try { history.replaceState(null, "", "?q=" + encodeURIComponent(input.value)); } catch (_) { /* Some browsers keep the addresses of files. */ }
  }

  let waiting = 0;
  form.addEventListener("submit", (event) => { event.preventDefault(); keep(); run(); });
  input.addEventListener("input", () => { keep(); run(); });
  paste.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(read, 120); });
  document.addEventListener("keydown", (event) => {
    const results = Array.from(list.querySelectorAll(".entry-title a")), at = results.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === input) && results[at + 1]) results[at + 1].focus();
    else if (event.key === "ArrowUp" && at >= 0) (results[at - 1] || input).focus();
    else if (event.key === "Escape" && at >= 0) input.focus();
    else return;
    event.preventDefault();
  });
  input.value = new URLSearchParams(location.search).get("q") || "";
  form.hidden = false;
  if (input.value) run(); else input.focus();

  // The index with the guides of one tag.
  function tags() {
    const entries = Array.from(document.querySelectorAll(".entry[data-tags]")), place = document.getElementById("page_tags");
    if (!place) return;
    const all = Array.from(new Set(entries.flatMap((entry) => JSON.parse(entry.dataset.tags)))).sort();
    if (!all.length) return;
    const select = make("select", { id: "page_tag" });
    select.append(new Option(W.all_tags, ""), ...all.map((one) => new Option(one, one)));
    select.addEventListener("change", () => {
      for (const entry of entries) entry.hidden = Boolean(select.value) && !JSON.parse(entry.dataset.tags).includes(select.value);
      for (const section of document.querySelectorAll(".index section")) section.hidden = !section.querySelector(".entry:not([hidden])");
    });
    place.append(make("label", { for: "page_tag" }, W.filter_tags), select);
    place.hidden = false;
  }
})();
