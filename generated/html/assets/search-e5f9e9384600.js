Object.assign(window.kbc.words, {"all_results":"All results for “{query}”","all_tags":"All tags","change":"Change","check":"Check","everything":"Everything","filter_tags":"Show guides with the tag","found_in_paste":"Found in what you pasted: {n}","in_guide":"in {guide}","in_guides":"in {guide} and {n} more","in_its_text":"In its text: {words}","kind_cause":"Cause","kind_check":"Check","kind_guide":"Guide","kind_remedy":"Remedy","kind_symptom":"What is seen","kinds":"Kinds","known_from":"Taken along: {values}","n_results":"{n} results","near_words":"Did you mean:","no":"No","no_results":"Nothing fits “{query}”. Fewer words may help.","not_all_looked_at":"It was too long to be read to its end.","not_in_paste":"No message of a guide stands in it.","nothing_suggested":"Nothing fits “{query}”. See near words","one_result":"1 result","other":"Something else","result":"The result","suggestions":"Suggestions","summary":"A text for whoever takes over","tags":"Tags"});
(function () {
"use strict";
const kbc = window.kbc, loading = new Map(), termFiles = [], guideFiles = [], names = { terms: [], guides: [] };
let manifest = null, root = "";
window.kbcManifest = (data) => { manifest = data; };
window.kbcNames = (of, number, firsts) => { names[of][number] = firsts; };
window.kbcTerms = (number, text) => { termFiles[number] = text.split(" "); };
window.kbcGuides = (number, guides) => { guideFiles[number] = guides; };
function load(name, version) {
if (!loading.has(name)) {
loading.set(name, new Promise((done) => {
const script = document.createElement("script");
script.src = root + "search/" + name + ".js" + (version ? "?" + version : "");
script.onload = script.onerror = () => done();
document.head.append(script);
}));
}
return loading.get(name);
}
const part = (name) => load(name, manifest.version);
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/ς/g, "σ");
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
function cut(text) {
const terms = [], folded = fold(text);
for (const run of folded.match(/[\p{Alphabetic}\p{N}]+/gu) || []) {
let from = 0;
const plain = (piece) => { if (piece) terms.push(Array.from(piece).slice(0, 40).join("")); };
for (const match of run.matchAll(UNSPACED)) {
plain(run.slice(from, match.index));
const letters = Array.from(match[0]);
if (letters.length === 1) terms.push(letters[0]);
for (let at = 0; at + 1 < letters.length; at++) terms.push(letters[at] + letters[at + 1]);
from = match.index + match[0].length;
}
plain(run.slice(from));
}
for (const joined of folded.match(/[\p{Alphabetic}\p{N}\-\u2010]+/gu) || []) {
const parts = joined.split(/[-\u2010]/).filter(Boolean);
if ((parts.length === 2 || parts.length === 3) && !joined.match(UNSPACED)) terms.push(Array.from(parts.join("")).slice(0, 40).join(""));
}
return terms;
}
function order(a, b) {
const left = Array.from(a), right = Array.from(b);
for (let at = 0; at < left.length && at < right.length; at++) if (left[at] !== right[at]) return left[at].codePointAt(0) - right[at].codePointAt(0);
return left.length - right.length;
}
function count(list, fits) {
let from = 0, to = list.length;
while (from < to) {
const middle = (from + to) >> 1;
if (fits(list[middle])) from = middle + 1; else to = middle;
}
return from;
}
const between = (firsts, before, within) => [Math.max(count(firsts, before) - 1, 0), count(firsts, (one) => before(one) || within(one))];
async function filesOf(of, before, within) {
let firsts = manifest[of], at = 0, [from, to] = between(firsts, before, within);
if (manifest.each) {
to = Math.min(to, from + 2);
await Promise.all(Array.from({ length: to - from }, (_, name) => part(of + "-names-" + (from + name))));
at = from * manifest.each;
firsts = names[of].slice(from, to).flat();
[from, to] = between(firsts, before, within);
}
return Array.from({ length: Math.min(to - from, 4) }, (_, file) => [at + from + file, firsts[from + file]]);
}
async function termsFrom(prefix) {
const files = await filesOf("terms", (one) => order(one, prefix) <= 0, (one) => one.startsWith(prefix));
await Promise.all(files.map(([file]) => part("terms-" + file)));
return files.map(([file]) => termFiles[file] || []);
}
const each = (files, act) => { for (const terms of files) for (let at = 0; at < terms.length; at += 2) act(terms[at], terms[at + 1]); };
function slips(a, b, most) {
if (Math.abs(a.length - b.length) > most) return null;
let before = null, row = Array.from({ length: b.length + 1 }, (_, at) => at);
for (let i = 1; i <= a.length; i++) {
const next = [i];
for (let j = 1; j <= b.length; j++) {
let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
if (before && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
next.push(cost);
}
if (Math.min(...next) > most) return null;
before = row;
row = next;
}
return row[b.length] <= most ? row[b.length] : null;
}
const DIGITS = new Uint8Array(128);
Array.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_").forEach((letter, digit) => { DIGITS[letter.charCodeAt(0)] = digit; });
function size(text) {
let guides = 0;
for (let at = 0; at < text.length; at++) if (DIGITS[text.charCodeAt(at)] < 32) guides++;
return guides;
}
function posting(text, act) {
let guide = -1, number = 0, place = 1;
for (let at = 0; at < text.length; at++) {
const digit = DIGITS[text.charCodeAt(at)];
number += (digit & 31) * place;
place *= 32;
if (digit < 32) {
guide += Math.floor(number / 4);
act(guide, number % 4);
number = 0;
place = 1;
}
}
}
async function guidesOf(term, isLast) {
const worth = new Float64Array(manifest.count), fitting = [];
each(await termsFrom(term), (known, text) => { if (known === term) fitting.push([text, 1, known]); else if (isLast && known.startsWith(term)) fitting.push([text, 0.7, known]); });
if (!fitting.length && term.length > 3) {
const most = term.length > 7 ? 2 : 1;
each(await termsFrom(term.slice(0, 2)), (known, text) => { if (slips(term, known, most) !== null) fitting.push([text, 0.4, known]); });
}
for (const [text, fit] of fitting.slice(0, 60)) {
const rare = Math.log(1 + manifest.count / size(text));
posting(text, (guide, weight) => { const score = fit * weight * weight * rare; if (score > worth[guide]) worth[guide] = score; });
}
return { term, worth, words: new Set(fitting.map((one) => one[2])) };
}
async function guide(number) {
const [[file, first]] = await filesOf("guides", (one) => one <= number, () => false);
await part("guides-" + file);
return guideFiles[file] ? guideFiles[file][number - first] : null;
}
const FETCHED = 24;
function best(lists) {
const top = [];
let most = 1;
for (let number = 0; number < manifest.count; number++) {
let has = 0, score = 0;
for (const { worth } of lists) if (worth[number]) { has++; score += worth[number]; }
if (has < most) continue;
if (has > most) { top.length = 0; most = has; }
put(top, { number, score });
}
return top;
}
function put(top, one) {
let at = top.length;
while (at && top[at - 1].score < one.score) at--;
if (at < FETCHED) top.splice(at, 0, one);
if (top.length > FETCHED) top.pop();
}
async function ready(where) {
root = where.root;
await load("manifest", where.version);
return manifest !== null;
}
async function search(where, query) {
const terms = cut(query).slice(0, 12);
if (!terms.length || !await ready(where)) return { results: [], lists: [], near: [] };
const lists = await Promise.all(terms.map((term, at) => guidesOf(term, at === terms.length - 1)));
const top = best(lists), guides = await Promise.all(top.map((one) => guide(one.number)));
const phrase = flat(query), results = [];
guides.forEach((found, at) => { if (found) rate(found, top[at], lists, phrase, results); });
return { results: joined(results.sort((a, b) => b.score - a.score)), lists, near: results.length ? [] : await near(terms) };
}
async function near(terms) {
const found = new Map();
for (const term of terms.filter((one) => one.length > 2).slice(0, 3)) {
const most = Math.min(4, Math.ceil(term.length / 2.5));
each(await termsFrom(Array.from(term)[0]), (known) => {
const off = known.length > 2 && !/^\d+$/.test(known) ? slips(term, known, most) : null;
if (off !== null) found.set(known, Math.min(off, found.has(known) ? found.get(known) : off));
});
}
return Array.from(found).sort((a, b) => a[1] - b[1] || order(a[0], b[0])).slice(0, 5).map((one) => one[0]);
}
const cuts = new Map(), flats = new Map();
function kept(known, text, made) {
if (!known.has(text)) known.set(text, made(text));
return known.get(text);
}
const even = (text) => fold(text).replace(/\s+/g, " ").trim(), flat = (text) => kept(flats, text, even);
const walkAt = (path, anchor, name) => path + (name ? "#go/+" + encodeURIComponent(name) : "#" + anchor);
function rate([path, title, tags, summary, items], { number, score }, lists, phrase, results) {
const hits = (text) => { const has = kept(cuts, text, cut); return lists.filter((list) => has.some((one) => list.words.has(one))); };
const page = { path: path + ".html", title, tags, guide: title }, shown = hits(title + " " + summary);
const within = lists.filter((list) => list.worth[number] && !shown.includes(list)).map((list) => list.term);
results.push(Object.assign({ kind: 4, summary, within, key: page.path, score: score * (0.6 + hits(title).length) + (flat(title).includes(phrase) ? 20 : 0) }, page));
for (const item of items) {
const [kind, anchor, text, more] = item, messages = item[4] || [];
const said = messages.find((one) => flat(one).includes(phrase) || phrase.includes(flat(one)) && flat(one).length > 4), all = [text].concat(messages).join(" ");
const has = hits(all).length;
if (has < lists.length && !said) continue;
const exact = said && phrase.length > 2 ? 60 : flat(text).includes(phrase) ? 15 : 0, shared = kind > 0 && more;
results.push({
kind, path: shared ? more + ".html" : kind ? page.path + "#" + anchor : walkAt(page.path, anchor, more), title: text, tags, guide: title, message: said,
key: shared || kind + " " + (kind ? page.path + anchor : text + "\n" + messages.join("\n")), score: score * (kind === 0 ? 1.4 : 1) * has + exact,
});
}
}
function joined(results) {
const first = new Map();
for (const one of results) {
const known = first.get(one.key);
if (!known) first.set(one.key, Object.assign(one, { guides: [[one.path, one.guide]] }));
else if (!known.guides.some((pair) => pair[1] === one.guide)) {
known.guides.push([one.path, one.guide]);
known.tags = Array.from(new Set(known.tags.concat(one.tags)));
}
}
return Array.from(first.values());
}
function marked(text, lists) {
const fits = (piece) => cut(piece).some((term) => lists.some((list) => list.words.has(term))), out = [];
let from = 0;
for (const run of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}]+/gu)) {
UNSPACED.lastIndex = 0;
const pieces = UNSPACED.test(run[0]) ? pairs(run[0], fits) : fits(run[0]) ? [[0, run[0].length]] : [];
for (const [start, end] of pieces) {
out.push(text.slice(from, run.index + start), kbc.element("mark", {}, text.slice(run.index + start, run.index + end)));
from = run.index + end;
}
}
return out.concat(text.slice(from)).filter((piece) => piece !== "");
}
function pairs(text, fits) {
const letters = Array.from(text), found = [];
for (let at = 0, place = 0; at < letters.length; place += letters[at].length, at++) {
const two = letters[at] + (letters[at + 1] || ""), last = found[found.length - 1];
if (!fits(two)) continue;
if (last && last[1] >= place) last[1] = place + two.length; else found.push([place, place + two.length]);
}
return found;
}
const LINES = 2000, LINE = 500, TERMS = 3000, FILES = 24, WAIT = 400;
async function pasted(where, text) {
const lines = text.slice(0, 400000).split(/\r?\n/).map((line) => line.slice(0, LINE)).filter((line) => line.trim()).slice(0, LINES);
const terms = Array.from(new Set(cut(lines.join("\n")))).slice(0, TERMS);
if (!terms.length || !await ready(where)) return { results: [], cut: false };
const guides = await holding(terms), whole = even(lines.join(" ")), results = [], until = performance.now() + WAIT;
let late = false;
for (const [path, title, tags, , items] of guides) {
for (const [kind, anchor, label, name, messages, patterns] of items) {
if (kind !== 0 || !messages) continue;
late = late || performance.now() > until;
const said = messages.filter((one) => flat(one).length > 3 && whole.includes(flat(one))).sort((a, b) => b.length - a.length)[0];
const match = late ? null : matching(patterns, lines, until);
if (!said && !match) continue;
const at = walkAt(path + ".html", anchor, name), known = match && name ? Object.entries(match.groups || {}).filter((pair) => pair[1]) : [];
results.push({
kind: 0, path: at + known.map(([group, value]) => "/" + encodeURIComponent(group) + ":" + valueOf(value)).join(""), title: label, tags, guide: title,
message: match ? match.input.trim().slice(0, 200) : said, known, key: label + "\n" + messages.join("\n"), score: match ? 100 + match[0].length : said.length,
});
}
}
return { results: joined(results.sort((a, b) => b.score - a.score)), cut: late };
}
const valueOf = (value) => encodeURIComponent(value.slice(0, 200)).replace(/~/g, "%7E");
function matching(patterns, lines, until) {
for (const written of patterns) {
const at = written.indexOf("/");
let pattern = null;
try { pattern = new RegExp(written.slice(at + 1), written.slice(0, at) + "u"); } catch (_) { continue; }
for (const line of lines) {
const found = pattern.exec(line);
if (found) return found;
if (performance.now() > until) return null;
}
}
return null;
}
function placeOf(known, term) {
let from = 0, to = known.length / 2;
while (from < to) {
const middle = (from + to) >> 1;
if (order(known[2 * middle], term) < 0) from = middle + 1; else to = middle;
}
return known[2 * from] === term ? 2 * from : -1;
}
async function holding(terms) {
const worth = new Float64Array(manifest.count), opened = new Set(), top = [];
for (const term of terms) {
const [[file] = []] = await filesOf("terms", (one) => order(one, term) <= 0, () => false);
if (file === undefined || !opened.has(file) && opened.size === FILES) continue;
opened.add(file);
await part("terms-" + file);
const known = termFiles[file] || [], at = placeOf(known, term);
if (at < 0) continue;
const rare = Math.log(1 + manifest.count / size(known[at + 1]));
posting(known[at + 1], (number, weight) => { worth[number] += weight * weight * rare; });
}
worth.forEach((score, number) => { if (score) put(top, { number, score }); });
return (await Promise.all(top.map((one) => guide(one.number)))).filter(Boolean);
}
Object.assign(kbc, { find: { search, pasted, marked }, KINDS: ["symptom", "cause", "check", "remedy", "guide"] });
})();
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
list.addEventListener("pointerdown", (event) => event.preventDefault());
input.addEventListener("blur", close);
if (input.value) answer();
};
kbc.hrefOf = (path) => { const [page, ...place] = path.split("#"); return [encodeURI(page).replace(/\?/g, "%3F"), ...place].join("#"); };
kbc.inGuides = (one) => one.guides.length > 1 ? word("in_guides", { guide: one.guide, n: one.guides.length - 1 }) : word("in_guide", { guide: one.guide });
})();
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
