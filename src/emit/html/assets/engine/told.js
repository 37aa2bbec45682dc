// What a reader is told: chances, causes and reasons.

// What a reader is told: the chances with room for a surprise, and after the step that helped; null where nothing fits.
function chances(model, evidence, helped) {
  const start = begin(model, evidence), weights = start.weights.slice();
  if (weights.some((weight) => weight > 0)) weights[model.width - 1] += start.surprise;
  if (helped !== null && helped !== undefined) {
    const cures = weights.map(() => 0);
    for (const [h, phi] of model.list[helped].fixes) cures[h] = phi;
    times(weights, cures);
  }
  return normalised(weights);
}

// The cause that an end names: likelier than not, and well ahead of every other. Null where there is none.
function clearly(model, told) {
  let first = 0;
  told.forEach((chance, h) => { if (chance > told[first]) first = h; });
  return first < told.length - 1 && told[first] >= 0.5 && told.every((chance, h) => h === first || told[first] >= model.data.limits.clear * chance) ? first : null;
}

function takesOver(model, evidence) {
  const start = begin(model, evidence), weights = normalised(start.weights);
  return weights ? escalation(model, start.codes, weights) : end(model.data.escalation, ESCALATE);
}

// Why a step comes now: ["begins"], ["led"], ["before", step], ["tells", cause, other or null], ["decides"], ["helps", cause].
function reason(model, evidence, index) {
  const start = begin(model, evidence), weights = normalised(start.weights), list = model.list, pending = start.codes[list.length] - 1;
  if (!weights) return null;
  if (pending >= 0 && start.codes[pending] < DONE) {
    if (pending === index) return [evidence.answered.length + evidence.tried.length + evidence.declined.length ? "led" : "begins"];
    if (before(model, pending).includes(index)) return ["before", list[pending].step];
  }
  if (isCheck(model, index)) {
    const one = mostTold(model, weights, index, model.width - 1, 0, null);
    if (one !== null) return ["tells", one, mostTold(model, weights, index, one, model.data.limits.slight, one)];
  } else {
    const one = mostFixed(model, weights, index);
    if (one !== null) return ["helps", one];
  }
  const later = list[index].dependents.find((one) => start.codes[one] === UNDONE && list[one].step !== index);
  return later === undefined ? ["decides"] : ["before", list[later].step];
}

// The hypothesis for which a value is highest, and above `least`.
function highest(values, least) {
  let most = null;
  values.forEach((value, h) => { if (value > (most === null ? least : values[most])) most = h; });
  return most;
}

function mostFixed(model, weights, index) {
  const helps = weights.map(() => 0);
  for (const [h, phi] of model.list[index].fixes) helps[h] = weights[h] * phi;
  return highest(helps, 0);
}

const apart = (model, index, one, other) => Math.max(...model.list[index].tables.map((table) => Math.abs(table[one] - table[other])));

function mostTold(model, weights, index, from, least, but) {
  return highest(weights.slice(0, -1).map((weight, h) => {
    const far = apart(model, index, h, from);
    return h !== but && weight > least && far > model.data.limits.same ? weight * far : 0;
  }), 0);
}

// The checks that a reader could not tell, and that speak of what a remedy fixes.
function untoldOf(model, evidence, index) {
  const fixed = mostFixed(model, begin(model, evidence).weights, index);
  return fixed === null ? [] : evidence.declined.filter((step) => isCheck(model, step) && apart(model, step, fixed, model.width - 1) > model.data.limits.same);
}

// Whether a symptom can be there, by what was said.
function seeable(model, told, id) {
  const evidence = completed(model, told), given = new Array(model.checks).fill(null);
  for (const [check, outcome] of evidence.answered.concat(evidence.known)) given[check] = outcome;
  return mayBeSeen(model, evidence, given)(id);
}

// Whether a condition holds by what was said.
function said(model, told, when) {
  const evidence = completed(model, told);
  const answer = (check) => {
    // Of several answers the newest counts.
    const found = evidence.known.concat(evidence.answered).reverse().find((pair) => pair[0] === check), kind = model.kind[check];
    if (kind !== null && kind < -1) return evidence.seen.includes(-2 - kind) ? 0 : 1;
    return found ? found[1] : evidence.seen.includes(kind) ? 0 : evidence.absent.includes(kind) ? 1 : null;
  };
  const tried = (step) => evidence.tried.find((pair) => model.first[pair[0]] === step);
  const settled = (check) => answer(check) !== null || model.kind[check] === -1 || evidence.declined.includes(check);
  return truth(when, leafTold(answer, tried, (step) => (tried(step) || [step, null])[1], settled)) === 1;
}

// What was said of a check or a fact, or follows from what was; null where nothing is known.
function outcomeSaid(model, told, check) {
  const evidence = completed(model, told), found = evidence.known.concat(evidence.answered).find((pair) => pair[0] === check);
  return found ? found[1] : null;
}
