window.kbc = { words: {"all_others":"All others together {chance}","all_tags":"All tags","also_seen":"What else do you see?","answered_before":"– your answer before","attempt":"try {n}","back":"Back","cannot_do":"I can’t do this","cannot_tell":"I can’t tell","caution":"With care","change":"Change","change_of":"Change the answer to: {question}","check":"Check","contradiction":"These answers contradict each other","contradiction_help":"No cause fits all of them. Change the one that is wrong, or hand over.","copied":"Copied","copy":"Copy","copy_link":"Copy the link to here","copy_summary":"Copy the text","days":"{n} d","destructive":"Something is lost","down_from":"down from {chance}: ","end":"The end","everything":"Everything","failed":"It did not help","fill_in":"Fill in once; it is put into every text and command here","filter_tags":"Show guides with the tag","goes_on":"Another guide goes on from here","hand_over":"Hand over","helped":"it helped","hours":"{n} h","in_guide":"in {guide}","keep_away":"Keep it from coming back","kind_cause":"Cause","kind_check":"Check","kind_guide":"Guide","kind_remedy":"Remedy","kind_symptom":"What is seen","kinds":"Kinds","likeliest":"Likeliest","likely_causes":"Likely causes","minutes":"{n} min","most_likely_it_was":"Most likely it was:","n_results":"{n} results","no":"No","no_results":"Nothing fits “{query}”. Fewer words may help.","not_copied":"Could not be copied","not_done":"cannot be done","not_told":"cannot tell","now_likeliest":"Likeliest now: {cause}, {chance}.","one_result":"1 result","other":"Something else","over":"over {n}%","percent":"{n}%","please_add":"Please add","searching":"Searching","seconds":"{n} s","so_far":"So far","solved":"It is solved","start":"Start","start_over":"Start over","step":"Step {n}","summary":"A text for whoever takes over","summary_hint":"It holds all your answers. Add what is asked for, then copy it.","tags":"Tags","then_wait":"then wait {time}","tidy_up":"Tidy up","trouble_over":"The trouble is over","try":"Try","under":"under {n}%","up_from":"up from {chance}: ","warning":"Warning","what_helped":"What helped:","why":"Why this step?","why_answer":"“{answer}” comes in {chance} of cases; then “{cause}” goes from {from} to {to}.","why_fixes":"It helps against “{cause}”, whose chance is {chance} now.","why_helps":"It helps in {chance} of cases like yours.","why_never":"“{answer}” would contradict what you said before.","workaround":"Gets round the trouble, does not end it","yes":"Yes"} };
(function () {
"use strict";
const W = window.kbc.words, form = document.getElementById("page_search"), input = document.getElementById("page_query");
const list = document.getElementById("page_results"), status = document.getElementById("page_status");
const word = (name, values) => W[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
const KINDS = ["symptom", "cause", "check", "remedy", "guide"];
tags();
if (!form || !list) return;
const root = form.dataset.root, version = form.dataset.version, loading = new Map(), termFiles = [], guideFiles = [];
let manifest = null, kind = "", tag = "", turn = 0;
window.kbcManifest = (data) => { manifest = data; };
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
function filesOf(prefix) {
let from = 0, to = manifest.terms.length;
for (let at = 0; at < manifest.terms.length; at++) {
if (order(manifest.terms[at], prefix) <= 0) from = at;
if (order(manifest.terms[at], prefix) > 0 && !manifest.terms[at].startsWith(prefix)) { to = at; break; }
}
return Array.from({ length: Math.min(to - from, 4) }, (_, at) => from + at);
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
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
function posting(text, each) {
let guide = -1, number = 0, shift = 0;
for (const letter of text) {
const digit = DIGITS.indexOf(letter);
number += (digit & 31) * 2 ** shift;
shift += 5;
if (digit < 32) {
guide += Math.floor(number / 4);
each(guide, number % 4);
number = shift = 0;
}
}
}
async function guidesOf(term, isLast) {
const found = new Map(), fitting = [];
const files = filesOf(term);
await Promise.all(files.map((file) => load("terms-" + file)));
const each = (act, numbers) => { for (const file of numbers) { const terms = termFiles[file] || []; for (let at = 0; at < terms.length; at += 2) act(terms[at], terms[at + 1]); } };
each((known, text) => { if (known === term) fitting.push([text, 1, known]); else if (isLast && known.startsWith(term)) fitting.push([text, 0.7, known]); }, files);
if (!fitting.length && term.length > 3) {
const around = filesOf(term.slice(0, 2)), most = term.length > 7 ? 2 : 1;
await Promise.all(around.map((file) => load("terms-" + file)));
each((known, text) => { if (near(term, known, most)) fitting.push([text, 0.4, known]); }, around);
}
for (const [text, fit] of fitting.slice(0, 60)) {
const guides = [];
posting(text, (guide, weight) => guides.push([guide, weight]));
const rare = Math.log(1 + manifest.count / guides.length);
for (const [guide, weight] of guides) found.set(guide, Math.max(found.get(guide) || 0, fit * weight * weight * rare));
}
return { found, words: fitting.map((one) => one[2]) };
}
async function guide(number) {
let file = 0;
while (file + 1 < manifest.guides.length && manifest.guides[file + 1] <= number) file++;
await load("guides-" + file);
return guideFiles[file] ? guideFiles[file][number - manifest.guides[file]] : null;
}
const FETCHED = 24, SHOWN = 30;
async function search(query) {
const terms = cut(query).slice(0, 12);
if (!terms.length) return [];
await load("manifest");
if (!manifest) return [];
const lists = await Promise.all(terms.map((term, at) => guidesOf(term, at === terms.length - 1)));
const scores = new Map();
for (const { found } of lists) for (const [number, score] of found) { const known = scores.get(number) || [0, 0]; scores.set(number, [known[0] + 1, known[1] + score]); }
const best = Array.from(scores).sort((a, b) => b[1][0] - a[1][0] || b[1][1] - a[1][1] || a[0] - b[0]);
const most = best.length ? best[0][1][0] : 0;
const top = best.filter((one) => one[1][0] === most).slice(0, FETCHED);
const guides = await Promise.all(top.map((one) => guide(one[0])));
const phrase = flat(query), results = [];
guides.forEach((found, at) => { if (found) rate(found, top[at][1][1], lists, phrase, results); });
return results.sort((a, b) => b.score - a.score);
}
const flat = (text) => fold(text).replace(/\s+/g, " ").trim();
function rate([path, title, tagsOf, items], score, lists, phrase, results) {
const hits = (text) => { const has = cut(text); return lists.filter((list) => list.words.some((one) => has.includes(one))).length; };
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
