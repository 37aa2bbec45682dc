window.kbc = { words: {"all_tags":"All tags","change":"Change","check":"Check","everything":"Everything","filter_tags":"Show guides with the tag","in_guide":"in {guide}","kind_cause":"Cause","kind_check":"Check","kind_guide":"Guide","kind_remedy":"Remedy","kind_symptom":"What is seen","kinds":"Kinds","n_results":"{n} results","no":"No","no_results":"Nothing fits “{query}”. Fewer words may help.","one_result":"1 result","result":"The result","start":"Start","tags":"Tags"} };
(function () {
"use strict";
const W = window.kbc.words, form = document.getElementById("page_search"), input = document.getElementById("page_query");
const list = document.getElementById("page_results"), status = document.getElementById("page_status");
const word = (name, values) => W[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
const KINDS = ["symptom", "cause", "check", "remedy", "guide"];
tags();
if (!form || !list) return;
const root = form.dataset.root, version = form.dataset.version, loading = new Map(), termFiles = [], guideFiles = [];
const names = { terms: [], guides: [] };
let manifest = null, kind = "", tag = "", turn = 0;
window.kbcManifest = (data) => { manifest = data; };
window.kbcNames = (of, number, firsts) => { names[of][number] = firsts; };
window.kbcTerms = (number, text) => { termFiles[number] = text.split(" "); };
window.kbcGuides = (number, guides) => { guideFiles[number] = guides; };
function load(name) {
if (!loading.has(name)) {
loading.set(name, new Promise((done) => {
const script = document.createElement("script");
script.src = root + "search/" + name + ".js?" + version;
script.onload = script.onerror = () => done();
document.head.append(script);
}));
}
return loading.get(name);
}
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/ς/g, "σ");
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
function cut(text) {
const terms = [];
for (const run of fold(text).match(/[\p{Alphabetic}\p{N}]+/gu) || []) {
let from = 0;
const plain = (part) => { if (part) terms.push(Array.from(part).slice(0, 40).join("")); };
for (const match of run.matchAll(UNSPACED)) {
plain(run.slice(from, match.index));
const letters = Array.from(match[0]);
if (letters.length === 1) terms.push(letters[0]);
for (let at = 0; at + 1 < letters.length; at++) terms.push(letters[at] + letters[at + 1]);
from = match.index + match[0].length;
}
plain(run.slice(from));
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
await Promise.all(Array.from({ length: to - from }, (_, part) => load(of + "-names-" + (from + part))));
at = from * manifest.each;
firsts = names[of].slice(from, to).flat();
[from, to] = between(firsts, before, within);
}
return Array.from({ length: Math.min(to - from, 4) }, (_, file) => [at + from + file, firsts[from + file]]);
}
async function termsFrom(prefix) {
const files = await filesOf("terms", (one) => order(one, prefix) <= 0, (one) => one.startsWith(prefix));
await Promise.all(files.map(([file]) => load("terms-" + file)));
return files.map(([file]) => termFiles[file] || []);
}
function near(a, b, most) {
if (Math.abs(a.length - b.length) > most) return false;
let before = null, row = Array.from({ length: b.length + 1 }, (_, at) => at);
for (let i = 1; i <= a.length; i++) {
const next = [i];
for (let j = 1; j <= b.length; j++) {
let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
if (before && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
next.push(cost);
}
if (Math.min(...next) > most) return false;
before = row;
row = next;
}
return row[b.length] <= most;
}
const DIGITS = new Uint8Array(128);
Array.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_").forEach((letter, digit) => { DIGITS[letter.charCodeAt(0)] = digit; });
function size(text) {
let guides = 0;
for (let at = 0; at < text.length; at++) if (DIGITS[text.charCodeAt(at)] < 32) guides++;
return guides;
}
function posting(text, each) {
let guide = -1, number = 0, place = 1;
for (let at = 0; at < text.length; at++) {
const digit = DIGITS[text.charCodeAt(at)];
number += (digit & 31) * place;
place *= 32;
if (digit < 32) {
guide += Math.floor(number / 4);
each(guide, number % 4);
number = 0;
place = 1;
}
}
}
async function guidesOf(term, isLast) {
const worth = new Float64Array(manifest.count), fitting = [];
const each = (files, act) => { for (const terms of files) for (let at = 0; at < terms.length; at += 2) act(terms[at], terms[at + 1]); };
each(await termsFrom(term), (known, text) => { if (known === term) fitting.push([text, 1, known]); else if (isLast && known.startsWith(term)) fitting.push([text, 0.7, known]); });
if (!fitting.length && term.length > 3) {
const most = term.length > 7 ? 2 : 1;
each(await termsFrom(term.slice(0, 2)), (known, text) => { if (near(term, known, most)) fitting.push([text, 0.4, known]); });
}
for (const [text, fit] of fitting.slice(0, 60)) {
const rare = Math.log(1 + manifest.count / size(text));
posting(text, (guide, weight) => { const score = fit * weight * weight * rare; if (score > worth[guide]) worth[guide] = score; });
}
return { worth, words: new Set(fitting.map((one) => one[2])) };
}
async function guide(number) {
const [[file, first]] = await filesOf("guides", (one) => one <= number, () => false);
await load("guides-" + file);
return guideFiles[file] ? guideFiles[file][number - first] : null;
}
function best(lists) {
const top = [];
let most = 1;
for (let number = 0; number < manifest.count; number++) {
let has = 0, score = 0;
for (const { worth } of lists) if (worth[number]) { has++; score += worth[number]; }
if (has < most) continue;
if (has > most) { top.length = 0; most = has; }
let at = top.length;
while (at && top[at - 1].score < score) at--;
if (at < FETCHED) top.splice(at, 0, { number, score });
if (top.length > FETCHED) top.pop();
}
return top;
}
const FETCHED = 24, SHOWN = 30;
async function search(query) {
const terms = cut(query).slice(0, 12);
if (!terms.length) return [];
await load("manifest");
if (!manifest) return [];
const lists = await Promise.all(terms.map((term, at) => guidesOf(term, at === terms.length - 1)));
const top = best(lists), guides = await Promise.all(top.map((one) => guide(one.number)));
const phrase = flat(query), results = [];
guides.forEach((found, at) => { if (found) rate(found, top[at].score, lists, phrase, results); });
return results.sort((a, b) => b.score - a.score);
}
const cuts = new Map(), flats = new Map();
function kept(known, text, make) {
if (!known.has(text)) known.set(text, make(text));
return known.get(text);
}
const flat = (text) => kept(flats, text, (one) => fold(one).replace(/\s+/g, " ").trim());
function rate([path, title, tagsOf, items], score, lists, phrase, results) {
const hits = (text) => { const has = kept(cuts, text, cut); return lists.filter((list) => has.some((one) => list.words.has(one))).length; };
const page = { path: path + ".html", title, tags: tagsOf, guide: title };
results.push(Object.assign({ kind: 4, score: score * (0.6 + hits(title)) + (flat(title).includes(phrase) ? 20 : 0) }, page));
for (const [kindOf, anchor, text, messages] of items) {
const said = (messages || []).find((one) => flat(one).includes(phrase) || phrase.includes(flat(one)) && flat(one).length > 4), all = [text].concat(messages || []).join(" ");
const count = hits(all);
if (count < lists.length && !said) continue;
const exact = said && phrase.length > 2 ? 60 : flat(text).includes(phrase) ? 15 : 0;
results.push({ kind: kindOf, path: page.path + "#" + anchor, title: text, tags: tagsOf, guide: title, message: said, score: score * (kindOf === 0 ? 1.4 : 1) * count + exact });
}
}
function make(tagName, attributes, ...children) {
const made = document.createElement(tagName);
for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
made.append(...children.filter(Boolean));
return made;
}
function choose(id, title, values, now, act) {
if (values.length < 2) return null;
const select = make("select", { id }, ...[["", W[id === "facet_kind" ? "everything" : "all_tags"]]].concat(values).map(([value, text]) => {
const option = make("option", { value }, text);
option.selected = value === now;
return option;
}));
select.addEventListener("change", () => act(select.value));
return make("div", { class: "facet" }, make("label", { for: id }, title), select);
}
async function run() {
const query = input.value, mine = ++turn;
const results = await search(query);
if (mine !== turn) return;
const kinds = KINDS.map((name, at) => [String(at), W["kind_" + name]]).filter(([at]) => results.some((one) => String(one.kind) === at));
const named = Array.from(new Set(results.flatMap((one) => one.tags))).sort().map((one) => [one, one]);
const shown = results.filter((one) => (!kind || String(one.kind) === kind) && (!tag || one.tags.includes(tag)));
const facets = [choose("facet_kind", W.kinds, kinds, kind, (value) => { kind = value; run(); }), choose("facet_tag", W.tags, named, tag, (value) => { tag = value; run(); })];
const focused = document.activeElement && document.activeElement.id;
document.getElementById("page_facets").replaceChildren(...facets.filter(Boolean));
if (focused && focused.startsWith("facet_") && document.getElementById(focused)) document.getElementById(focused).focus();
list.replaceChildren(...shown.slice(0, SHOWN).map((one) => make("li", { class: "result" },
make("p", { class: "entry-title" }, make("a", { href: root + encodeURI(one.path).replace(/\?/g, "%3F"), dir: "auto" }, one.title)),
one.message ? make("p", {}, make("samp", { dir: "auto" }, one.message)) : null,
make("p", { class: "entry-facts" }, make("span", { class: "badge kind" }, W["kind_" + KINDS[one.kind]]), one.kind < 4 ? make("span", { dir: "auto" }, word("in_guide", { guide: one.guide })) : null))));
status.textContent = !query.trim() ? "" : shown.length === 1 ? W.one_result : shown.length ? word("n_results", { n: shown.length }) : word("no_results", { query });
}
function keep() {
try { history.replaceState(null, "", "?q=" + encodeURIComponent(input.value)); } catch (_) { /* Some browsers keep the addresses of files. */ }
}
form.addEventListener("submit", (event) => { event.preventDefault(); keep(); run(); });
input.addEventListener("input", () => { keep(); run(); });
document.addEventListener("keydown", (event) => {
const results = Array.from(list.querySelectorAll("a")), at = results.indexOf(document.activeElement);
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
const select = document.createElement("select"), label = document.createElement("label");
select.id = "page_tag";
label.htmlFor = "page_tag";
label.textContent = W.filter_tags;
select.append(new Option(W.all_tags, ""), ...all.map((one) => new Option(one, one)));
select.addEventListener("change", () => {
for (const entry of entries) entry.hidden = Boolean(select.value) && !JSON.parse(entry.dataset.tags).includes(select.value);
for (const section of document.querySelectorAll(".index section")) section.hidden = !section.querySelector(".entry:not([hidden])");
});
place.append(label, select);
place.hidden = false;
}
})();
