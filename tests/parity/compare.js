// Goes the walks of a file of cases with the page's own script, and says where it differs from what the compiler says:
// node compare.js ENGINE CASES.
"use strict";

const fs = require("fs");
const vm = require("vm");

vm.runInThisContext(fs.readFileSync(process.argv[2], "utf8"));
const kbc = globalThis.kbc;
const cases = JSON.parse(fs.readFileSync(process.argv[3], "utf8"));
const differences = [];
let stops = 0;

const near = (a, b) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)));
const rows = (a, b) => a === b || (a !== null && b !== null && a.length === b.length && a.every((one, at) => near(one, b[at])));

function differs(where, what, ours, theirs) {
  differences.push(`${where}: ${what} is ${JSON.stringify(ours)}, and ${JSON.stringify(theirs)} for the compiler`);
}

function adviceOf(model, stop, where) {
  const advice = kbc.advise(model, stop.evidence);
  if (advice.doing !== stop.doing) differs(where, "the next step", advice.doing, stop.doing);
  if (!near(advice.cost, stop.cost)) differs(where, "the cost", advice.cost, stop.cost);
  if (!rows(advice.chances, stop.chances)) differs(where, "the chances", advice.chances, stop.chances);
  if (!rows(advice.considered.flat(), stop.considered.flat())) differs(where, "what is compared", advice.considered, stop.considered);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other), told = kbc.chances(model, stop.evidence);
  if (!rows(told, stop.told)) differs(where, "what is told", told, stop.told);
  if (stop.step === null) return;
  const by = kbc.reason(model, stop.evidence, stop.step);
  if (!same(by, stop.by)) differs(where, "the reason", by, stop.by);
  if (stop.cure) {
    const chances = kbc.chances(model, stop.evidence, stop.step), named = chances && kbc.clearly(model, chances), untold = kbc.untold(model, stop.evidence, stop.step);
    if (!rows(chances, stop.cure.chances)) differs(where, "what is told after the cure", chances, stop.cure.chances);
    if (named !== stop.cure.named) differs(where, "the cause that is named", named, stop.cure.named);
    if (!same(untold, stop.cure.untold)) differs(where, "what could not be told", untold, stop.cure.untold);
  }
  const ahead = kbc.lookahead(model, stop.evidence, stop.step);
  if (!near(ahead.helps, stop.ahead.helps)) differs(where, "the chance to help", ahead.helps, stop.ahead.helps);
  ahead.outcomes.forEach(([chance, then], at) => {
    const [wanted, wantedThen] = stop.ahead.outcomes[at];
    if (!near(chance, wanted) || !rows(then, wantedThen)) differs(where, `outcome ${at}`, [chance, then], stop.ahead.outcomes[at]);
  });
}

const KINDS = { escalation: kbc.ends.ESCALATE, contradiction: kbc.ends.CONTRADICTION, guide: kbc.ends.GUIDE, solved: kbc.ends.SOLVED };

// What a page would note of a session against what `kbc diagnose` notes of the same.
function lineOf(model, names, now, stop, where) {
  const { told, result } = kbc.recording, { pattern, ending } = told(names, model, now), steps = (stop.moves || []).filter((move) => move.step !== undefined).map((move) => result(names, model, move));
  if (pattern !== stop.line.pattern) differs(where, "the pattern", pattern, stop.line.pattern);
  if (ending === null ? !stop.line.ending.startsWith("left") : ending !== stop.line.ending) differs(where, "the ending", ending, stop.line.ending);
  if (JSON.stringify(steps) !== JSON.stringify(stop.line.steps)) differs(where, "the steps", steps, stop.line.steps);
}

function dialogueOf(model, { hypotheses, log }, stop, where) {
  const now = kbc.walk(model);
  for (const move of stop.moves || []) if (!kbc.make(model, now, move)) return differs(where, "a move", "refused", move);
  const { at } = stop;
  if (stop.line) lineOf(model, log, now, stop, where);
  if (at.end !== undefined) {
    const kind = now.solved !== null ? KINDS.solved : now.doing < 0 ? kbc.kindOf(now.doing) : "none";
    if (kind !== KINDS[at.end]) differs(where, "the end", kind, at.end);
  } else if (kbc.stepOf(model, now.doing) !== at.step) {
    differs(where, "the step", kbc.stepOf(model, now.doing), at.step);
  }
  const chances = kbc.chances(model, now.evidence, now.solved), theirs = new Map(at.chances);
  if (chances === null) {
    if (theirs.size) differs(where, "the chances", null, at.chances);
    return undefined;
  }
  hypotheses.concat("other").forEach((id, h) => {
    if (!near(chances[h], theirs.get(id) || 0)) differs(where, `the chance of ${id}`, chances[h], theirs.get(id));
  });
  const named = now.solved === null ? null : kbc.clearly(model, chances), cause = named === null ? null : hypotheses[named];
  if (cause !== at.cause) differs(where, "the cause that is named", cause, at.cause);
  return undefined;
}

cases.forEach((one, number) => {
  for (const [language, before, value, wanted] of one.quoting || []) { stops += 1; if (kbc.quoted(language, before, value) !== wanted) differs(`${language}: ${before}`, "the value", kbc.quoted(language, before, value), wanted); }
  for (const [choices, text, wanted] of one.understood || []) { stops += 1; if (kbc.understood(choices, text) !== wanted) differs(text, "what is understood", kbc.understood(choices, text), wanted); }
  if (!one.tables) return;
  const model = kbc.read(one.tables);
  (one.stops || []).forEach((stop, at) => { stops += 1; adviceOf(model, stop, `case ${number}, stop ${at}`); });
  (one.walks || []).forEach((walk, w) => walk.forEach((stop, at) => {
    stops += 1;
    dialogueOf(model, one, stop, `case ${number}, walk ${w}, stop ${at}`);
  }));
});

if (differences.length) {
  console.log(`${differences.length} differences\n${differences.slice(0, 10).join("\n")}`);
  process.exit(1);
}
console.log(`${cases.length} cases agree at ${stops} places`);
