window.kbc = { words: {"close":"Close","copied":"Copied","copy":"Copy","not_copied":"Could not be copied","picture":"Picture","print":"Print","scheme":"Appearance","scheme_auto":"As the system","scheme_dark":"Dark","scheme_light":"Light"}, search: "search-e5f9e9384600.js" };
(function () {
"use strict";
const kbc = window.kbc, root = document.documentElement, here = document.currentScript.src, W = kbc.words;
const beside = (name) => here.replace(/[^/]*$/, name);
kbc.element = (tag, attributes, ...children) => {
const made = document.createElement(tag);
for (const [name, value] of Object.entries(attributes || {})) {
if (typeof value === "function") made.addEventListener(name, value);
else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : value);
}
made.append(...children.filter((child) => child !== null && child !== undefined));
return made;
};
kbc.word = (name, values) => W[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
kbc.load = (name) => new Promise((done) => {
const script = kbc.element("script", { src: beside(name) });
script.onload = script.onerror = () => done();
document.head.append(script);
});
const SCHEME = "kbc scheme", SCHEMES = ["auto", "light", "dark"];
const chosen = () => { try { return localStorage.getItem(SCHEME); } catch (_) { return null; } };
function show(scheme) {
if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme; else delete root.dataset.scheme;
for (const one of document.querySelectorAll("meta[name=theme-color]")) {
const own = one.dataset.own || (one.dataset.own = one.media);
one.media = !root.dataset.scheme ? own : own.includes(scheme) ? "all" : "not all";
}
}
show(chosen());
function schemes() {
const place = document.querySelector(".bottom");
if (!place) return;
const now = SCHEMES.includes(chosen()) ? chosen() : "auto", options = SCHEMES.map((name) => kbc.element("option", { value: name, selected: name === now }, W["scheme_" + name]));
const select = kbc.element("select", { id: "page_scheme", change: () => {
show(select.value);
try { if (select.value === "auto") localStorage.removeItem(SCHEME); else localStorage.setItem(SCHEME, select.value); } catch (_) { /* It holds for this page. */ }
} }, ...options);
place.append(kbc.element("p", { class: "scheme" }, kbc.element("label", { for: "page_scheme" }, W.scheme), " ", select));
}
function copying() {
for (const command of document.querySelectorAll("pre.command")) {
const box = kbc.element("div", { class: "command-box" });
command.replaceWith(box);
box.append(command, kbc.element("button", { type: "button", class: "copy", "data-copy": "command" }, W.copy));
}
document.addEventListener("click", (event) => {
const press = event.target.closest("[data-copy]");
if (!press) return;
const from = press.dataset.copy, field = from && from !== "command" ? document.getElementById(from) : null;
const empty = from === "command" && press.parentNode.querySelector("[data-open]");
if (empty) {
const blank = document.getElementById("walk_blank_" + empty.dataset.blank);
if (blank) blank.focus();
return;
}
const text = field ? field.value : from ? press.parentNode.querySelector("code").textContent : location.href;
const said = press.dataset.said || (press.dataset.said = press.textContent);
const done = (fine) => {
press.textContent = W[fine ? "copied" : "not_copied"];
setTimeout(() => { press.textContent = said; }, 2000);
};
if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => done(true), () => done(byHand(text)));
else done(byHand(text));
});
}
function byHand(text) {
const field = kbc.element("textarea", { class: "unseen" });
field.value = text;
document.body.append(field);
field.select();
let fine = false;
try { fine = document.execCommand("copy"); } catch (_) { fine = false; }
field.remove();
return fine;
}
function enlarging() {
document.addEventListener("click", (event) => {
const link = event.target.closest(".picture a");
if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
event.preventDefault();
const picture = link.querySelector("img").cloneNode(), sheet = kbc.element("dialog", { class: "sheet enlarged", "aria-label": picture.alt || W.picture, click: () => sheet.close(), close: () => sheet.remove() });
picture.loading = "eager";
sheet.append(kbc.element("p", { class: "sheet-head" }, kbc.element("button", { type: "button", class: "quiet" }, W.close)), picture);
document.body.append(sheet);
sheet.showModal();
});
}
function finding() {
const input = document.getElementById("page_find"), query = document.getElementById("page_query");
if (input) input.addEventListener("focus", () => kbc.load(kbc.search).then(() => kbc.suggest(input)), { once: true });
document.addEventListener("keydown", (event) => {
const to = [query, input].find((one) => one && one.offsetParent);
if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey || !to || event.target.closest("input, textarea, select, dialog")) return;
to.focus();
event.preventDefault();
});
}
document.addEventListener("DOMContentLoaded", () => {
copying();
enlarging();
finding();
schemes();
show(chosen());
});
addEventListener("beforeprint", () => {
for (const one of document.querySelectorAll(".way > .fold")) one.open = true;
const head = document.querySelector(".guide-head"), isPublished = location.protocol !== "file:";
if (head && isPublished && !head.querySelector(".printed-at")) head.append(kbc.element("p", { class: "printed-at", dir: "ltr" }, location.href.split("#")[0]));
});
})();
