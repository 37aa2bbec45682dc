// Conditions: 1 true, 0 false, -1 not known.

const SETTLED = 5, isLeaf = (condition) => condition[0] < 3 || condition[0] === SETTLED;

function truth(condition, leaf) {
  if (isLeaf(condition)) return leaf(condition);
  if (condition[0] === 3) { const value = truth(condition[1], leaf); return value < 0 ? value : 1 - value; }
  let sure = 0, possible = 0;
  for (let at = 2; at < condition.length; at++) {
    const value = truth(condition[at], leaf);
    if (value === 1) sure++;
    if (value !== 0) possible++;
  }
  return sure >= condition[1] ? 1 : possible < condition[1] ? 0 : -1;
}

function reachable(condition, leaf) {
  if (isLeaf(condition)) return leaf(condition);
  if (condition[0] === 3) { const [holds, fails] = reachable(condition[1], leaf); return [fails, holds]; }
  const n = condition[1], parts = condition.length - 2;
  let trues = 0, falses = 0;
  for (let at = 2; at < condition.length; at++) {
    const [holds, fails] = reachable(condition[at], leaf);
    if (holds) trues++;
    if (fails) falses++;
  }
  return [trues >= n, n > 0 && falses + n > parts];
}

function mentions(condition, found) {
  if (isLeaf(condition)) found.push(condition[1]);
  else for (let at = condition[0] === 3 ? 1 : 2; at < condition.length; at++) mentions(condition[at], found);
  return found;
}

const distinct = (list) => Array.from(new Set(list)).sort((a, b) => a - b);
const outcomeOf = (code) => code >= DONE ? (code & ~(VOID | AGAIN)) - DONE : null;
// The code of a check that is asked once more: it keeps the older answers behind the newest.
const onceMore = (code, outcome, ways) => { const all = outcome + ways * ((code & ~(VOID | AGAIN)) - DONE + 1); return all < AGAIN - DONE - 1 ? DONE + all : null; };
const answerOf = (model, codes, check) => { const found = outcomeOf(codes[check]); return found === null ? null : found % model.list[check].tables.length; };
const wayOf = (model, codes, index) => (isCheck(model, index) ? answerOf(model, codes, index) : outcomeOf(codes[index])) || 0;
// May it be done: was it not done yet, or has a remedy that failed renewed it?
const isOpen = (code) => code === UNDONE || (code & AGAIN) > 0;

// A leaf, by the answer of a check, whether a remedy was tried, the way in which it failed (null is not known), and
// whether a check was answered or cannot be.
const leafTold = (answer, tried, failed, settled) => (leaf) => {
  if (leaf[0] === 1) return tried(leaf[1]) ? 1 : 0;
  if (leaf[0] === SETTLED) return settled(leaf[1]) ? 1 : 0;
  const found = leaf[0] === 0 ? answer(leaf[1]) : failed(leaf[1]);
  return found === null ? -1 : found === leaf[2] ? 1 : 0;
};

const leafOf = (model, codes) => leafTold((check) => answerOf(model, codes, check), (step) => codes[step] >= DONE, (step) => {
  const way = outcomeOf(codes[step]);
  return way !== null && way < model.list[step].tables.length ? way : null;
}, (check) => codes[check] !== UNDONE);

const holds = (model, codes, when) => truth(when, leafOf(model, codes)) === 1;
