Object.assign(window.kbc.words, {"already":"It is like that already","check":"Check","contradiction":"These answers contradict each other","end":"The end","failed":"It did not help","no":"No","result":"The result","seconds":"{n} s","share_ask":"May what this session showed be sent to {to}? It makes the guide better for the next reader. Nothing that you typed is in it, and not who you are.","share_failed":"It could not be sent.","share_no":"No","share_none":"Nothing is sent.","share_sent":"It was sent. Thank you.","share_stop":"Do not send, now or later","share_what":"What is sent","share_will":"What this session showed is sent to {to} when you leave this page. Nothing that you typed is in it, and not who you are.","share_yes":"Yes, this time and later","solved":"It is solved","step":"Step {n}","summary":"A text for whoever takes over","yes":"Yes"});
window.kbc.log = { seconds: [1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200, 1800], longest: 8192 };
(function (world) {
"use strict";
const kbc = world.kbc;
function onGrid(seconds) {
const far = (one) => Math.abs(Math.log(one / Math.max(seconds, 0.1)));
return kbc.log.seconds.reduce((best, one) => far(one) < far(best) ? one : best);
}
function rowOf(names, model, step) {
return names.steps[step < model.checks ? step : model.checks + model.first.indexOf(step)];
}
function told(names, model, { evidence, doing, solved }) {
const row = (step) => rowOf(names, model, step), once = (list) => Array.from(new Set(list));
const absent = model.kind.flatMap((kind, check) => kind !== null && kind >= 0 && evidence.absent.includes(kind) ? [[check, 1]] : []);
const answer = ([check, outcome]) => model.kind[check] !== null && model.kind[check] >= 0 ? "+-"[outcome] + row(check)[0] : row(check)[0] + "=" + row(check)[1][outcome];
const failures = evidence.tried.map(([remedy, way]) => row(model.first[remedy])[0] + "=" + (way === null ? "failed" : row(model.first[remedy])[1][way] || "failed"));
const times = (token) => { const n = failures.filter((one) => one === token).length; return n > 1 ? token + "*" + n : token; };
const tokens = once(evidence.seen).map((id) => "@" + names.symptoms[id]).concat(evidence.answered.concat(evidence.known, absent).map(answer), once(failures).map(times), once(evidence.declined).map((step) => row(step)[0] + "=?"));
const { ESCALATE, CONTRADICTION, GUIDE } = kbc.ends, kind = doing < 0 ? kbc.kindOf(doing) : null, id = doing < 0 ? kbc.idOf(doing) : 0;
const ending = solved !== null ? "solved:" + row(solved)[0] : kind === null ? null : kind === ESCALATE ? names.ends[id] : kind === CONTRADICTION ? "contradiction" : kind === GUIDE ? names.guides[id] : "solved";
return { pattern: tokens.sort().join(" "), ending };
}
function result(names, model, move) {
const [name, results] = rowOf(names, model, move.step);
return [name, move.cannot ? "?" : move.solved ? "solved" : move.already ? "failed" : results[move.outcome] || "failed"];
}
function recorder({ data, model }) {
const { element: make, word } = kbc, { learn } = data, STORE = "kbc session " + location.pathname, CONSENT = "kbc sessions";
const from = (store, key) => { try { return store().getItem(key); } catch (_) { return null; } };
const into = (store, key, value) => { try { store().setItem(key, value); } catch (_) { /* It holds for this page. */ } };
const tab = () => sessionStorage, browser = () => localStorage;
let answer = from(browser, CONSENT) || (learn.ask ? null : "yes"), pending = null, session = null;
try { session = JSON.parse(from(tab, STORE)); } catch (_) { session = null; }
const textsOf = (now) => now.said.map((move) => move.text);
const keep = () => into(tab, STORE, JSON.stringify(session));
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
function step(now) {
const texts = textsOf(now), time = Date.now(), isSame = session && (session.texts.length ? texts.length && texts[0] === session.texts[0] : session.seq === 1);
if (!isSame) session = { id: newId(), began: time, since: time, seq: 1, texts: [], times: {}, sent: null };
if (texts.join("/") !== session.texts.join("/")) {
const last = texts[texts.length - 1], goesOn = isSame && texts.length === session.texts.length + 1 && session.texts.every((text, at) => text === texts[at]);
if (goesOn) session.times[last] = onGrid((time - session.since) / 1000);
Object.assign(session, { texts, since: time, seq: session.seq + 1 });
}
pending = null;
keep();
}
function line(now) {
const { pattern, ending } = told(learn, model, now.walk), known = now.walk.evidence.known.map(([check]) => check);
const timed = now.said.filter((move) => move.step !== undefined && !known.includes(move.step) && session.times[move.text]);
const made = {
kbc: 1, session_id: session.id, seq: session.seq, guide: learn.guide, kb: learn.kb, month: new Date().toISOString().slice(0, 7), via: "page", lang: learn.lang, pattern, ending, cause: null,
minutes: Math.round((Date.now() - session.began) / 6000) / 10, steps: timed.map((move) => [...result(learn, model, move), session.times[move.text]]),
};
return JSON.stringify(JSON.stringify(made).length > kbc.log.longest ? Object.assign(made, { steps: [] }) : made);
}
function send() {
if (!pending || answer !== "yes") return;
const { text, box } = pending, say = (name) => box.replaceChildren(make("p", { role: "status" }, word(name, {})));
pending = null;
session.sent = session.texts.join("/");
keep();
fetch(learn.to, { method: "POST", body: text, mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer", keepalive: true }).then(() => say("share_sent"), () => say("share_failed"));
}
function decide(said) {
answer = said;
into(browser, CONSENT, said);
}
function share(box, now) {
if (answer === "no") return;
if (session.sent === session.texts.join("/")) { box.append(make("p", {}, word("share_sent", {}))); return; }
const text = line(now), button = (name, act) => make("button", { type: "button", class: "quiet", click: act }, word(name, {})), to = new URL(learn.to).host;
const no = () => { decide("no"); pending = null; box.replaceChildren(make("p", { role: "status" }, word("share_none", {}))); };
pending = { text, box };
box.append(make("p", {}, word(answer === "yes" ? "share_will" : "share_ask", { to })),
make("details", {}, make("summary", {}, word("share_what", {})), make("pre", { dir: "ltr" }, text)),
make("div", { class: "tools" }, answer === "yes" ? null : button("share_yes", () => { decide("yes"); send(); }), button(answer === "yes" ? "share_stop" : "share_no", no)));
}
addEventListener("pagehide", send);
addEventListener("hashchange", () => {
if (/^#go(\/|$)/.test(location.hash)) return;
send();
session = null;
keep();
});
return { step, share, send, code: () => answer === "no" || !session ? null : session.id };
}
world.kbc.recording = { told, result, recorder };
})(typeof window === "undefined" ? globalThis : window);
