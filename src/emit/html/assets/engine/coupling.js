// How rules couple checks.

// The leaves of a condition on answers.
const givenLeaf = (answers) => (one) => one[0] !== 0 || answers[one[1]] === null ? -1 : answers[one[1]] === one[2] ? 1 : 0;

// What was known before any answer couples checks in one way. It is worked out once: answers only read it.
function couple(model, given, { seen, absent }, silent, weights) {
  const key = [given, seen, absent].join("|"), kept = model.coupled.get(key) || coupledBy(model, given, seen, silent);
  if (model.coupled.size > 20) model.coupled.clear();
  model.coupled.set(key, kept);
  for (const by of kept.weighs) times(weights, by);
  return kept;
}

function coupledBy(model, given, seen, silent) {
  const open = [], leaf = givenLeaf, weighs = [];
  const consider = (condition, settled, by, isSeen) => {
    const now = truth(condition, leaf(given));
    if (now === settled) return weighs.push(by);
    if (now !== -1) return undefined;
    const checks = distinct(mentions(condition, []).filter((index) => index < model.checks && given[index] === null && model.kind[index] !== -1));
    if (checks.length) open.push({ checks, by, isSeen, holds: (answers) => truth(condition, leaf(answers)) === settled });
    return undefined;
  };
  for (const rule of model.rules) if (rule.by) consider(rule.when, 1, readRow(rule.by, model.width));
  for (const [column, condition] of model.possible) {
    const by = new Array(model.width).fill(1);
    by[column] = 0;
    const single = distinct(mentions(condition, []).filter((index) => index < model.checks)).length <= 1;
    if (truth(condition, leaf(given)) === 0 || !single) consider(condition, 0, by);
  }
  for (const [symptom, condition] of model.places) if (seen.includes(symptom)) consider(condition, 0, new Array(model.width).fill(0), true);
  if (silent) open.push({ checks: silent.checks, by: silent.by, holds: (answers) => silent.checks.every((check) => answers[check] === 1) });
  const coupling = { components: [], place: [], weighs };
  for (const group of grouped(open, model.checks)) join(model, given, group, coupling);
  return coupling;
}

function grouped(factors, checks) {
  const leader = Array.from({ length: checks }, (_, check) => check), groups = new Map();
  for (const factor of factors) {
    const joined = factor.checks.map((check) => leader[check]), least = Math.min(...joined);
    for (let check = 0; check < checks; check++) if (joined.includes(leader[check])) leader[check] = least;
  }
  for (const factor of factors) {
    const least = leader[factor.checks[0]];
    if (!groups.has(least)) groups.set(least, []);
    groups.get(least).push(factor);
  }
  return Array.from(groups).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}

function digitsOf(number, radix) {
  const digits = new Array(radix.length);
  for (let at = radix.length - 1; at >= 0; at--) { digits[at] = number % radix[at]; number = Math.floor(number / radix[at]); }
  return digits;
}

function join(model, given, group, coupling) {
  const checks = distinct([].concat(...group.map((factor) => factor.checks)));
  const radix = checks.map((check) => model.list[check].tables.length);
  const outcomes = radix.reduce((product, n) => product * n, 1);
  if (outcomes > model.data.limits.joint) return;
  const joint = [], free = [], answers = given.slice(), before = new Array(model.width).fill(0);
  for (let number = 0; number < outcomes; number++) {
    const digits = digitsOf(number, radix), row = new Array(model.width);
    checks.forEach((check, at) => { answers[check] = digits[at]; });
    for (let h = 0; h < model.width; h++) {
      let chance = 1;
      checks.forEach((check, at) => { chance *= model.list[check].tables[digits[at]][h]; });
      row[h] = chance;
    }
    free.push(row);
    joint.push(row.slice());
    for (const factor of group) if (!factor.isSeen && factor.holds(answers)) times(joint[number], factor.by);
    for (let h = 0; h < model.width; h++) before[h] += joint[number][h];
    for (const factor of group) if (factor.isSeen && factor.holds(answers)) times(joint[number], factor.by);
  }
  const by = new Array(model.width).fill(1);
  for (let h = 0; h < model.width; h++) {
    const total = sum(joint.map((row) => row[h]));
    // What is seen weighs the causes; all else only binds answers to each other.
    if (before[h] > 0) by[h] = total / before[h];
    for (let number = 0; number < outcomes; number++) joint[number][h] = total > 0 ? joint[number][h] / total : free[number][h];
  }
  if (group.some((factor) => factor.isSeen)) coupling.weighs.push(by);
  const component = { checks, radix, joint, known: new Map() };
  checks.forEach((check, digit) => { coupling.place[check] = { component, digit }; });
  coupling.components.push(component);
}

function partial(component, known, width) {
  const key = known.join();
  if (!component.known.has(key)) {
    const sums = new Array(width).fill(0);
    component.joint.forEach((row, number) => {
      if (digitsOf(number, component.radix).every((digit, at) => known[at] === null || known[at] === digit)) for (let h = 0; h < width; h++) sums[h] += row[h];
    });
    component.known.set(key, sums);
  }
  return component.known.get(key);
}

function ratio(model, coupling, check, outcome, codes) {
  const { component, digit } = coupling.place[check];
  const known = component.checks.map((one) => answerOf(model, codes, one));
  const first = partial(component, known, model.width);
  known[digit] = outcome;
  return partial(component, known, model.width).map((chance, h) => first[h] > 0 ? chance / first[h] : 0);
}
