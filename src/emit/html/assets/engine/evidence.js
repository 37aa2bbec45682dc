// From evidence to weights. Evidence has symptoms `seen` and `absent`, pairs of check and outcome `known` and
// `answered`, pairs of remedy and way (null: not told) `tried`, moves `declined`, and the move that came `last`.

// Evidence with what follows from it: the only symptom of a guide is seen, since whoever comes to it comes for that; and a
// fact is known where what is seen leaves it one value.
function completed(model, told) {
  const [only, ...others] = model.data.own, evidence = Object.assign({}, told);
  if (only !== undefined && !others.length && !told.seen.includes(only) && !told.absent.includes(only)) evidence.seen = told.seen.concat([only]);
  for (let found = true; found;) {
    found = implied(model, evidence);
    if (found) evidence.known = evidence.known.concat([found]);
  }
  return evidence;
}

function implied(model, evidence) {
  const told = new Array(model.checks).fill(null);
  for (const [check, outcome] of evidence.known) told[check] = outcome;
  for (const symptom of evidence.seen) {
    for (const [of, condition] of model.places) {
      if (of !== symptom) continue;
      for (const check of distinct(mentions(condition, [])).filter((one) => told[one] === null)) {
        const left = model.list[check].tables.map((_, value) => value).filter((value) => {
          const answers = told.slice();
          answers[check] = value;
          return truth(condition, givenLeaf(answers)) !== 0;
        });
        if (left.length === 1) return [check, left[0]];
      }
    }
  }
  return null;
}

// May a symptom of which nothing was said be there? Not where its condition is false by what is known.
const mayBeSeen = (model, evidence, given) => (id) => !evidence.absent.includes(id) && !model.places.some(([of, condition]) => of === id && truth(condition, givenLeaf(given)) === 0);

// Where a reader stands by what was told; several questions are asked of one place, which none of them changes.
function begin(model, told) {
  const key = JSON.stringify(told);
  if (model.place !== key) [model.place, model.start] = [key, begun(model, told)];
  return model.start;
}

function begun(model, told) {
  const evidence = completed(model, told);
  const weights = model.data.prior.slice(), codes = new Array(model.list.length + 1).fill(UNDONE);
  const given = new Array(model.checks).fill(null);
  const set = (check, outcome) => {
    if (given[check] !== null && given[check] !== outcome) weights.fill(0);
    given[check] = outcome;
  };
  model.kind.forEach((kind, check) => {
    if (kind !== null && kind < -1) set(check, evidence.seen.includes(-2 - kind) ? 0 : 1);
    if (kind === null || kind < 0) return;
    if (evidence.seen.includes(kind)) set(check, 0);
    if (evidence.absent.includes(kind)) set(check, 1);
  });
  for (const [check, outcome] of evidence.known) set(check, outcome);
  const noneOf = (meant) => {
    const silent = new Array(model.width).fill(1);
    model.symptoms.forEach((row, id) => { if (model.own[id] && meant(id)) times(silent, row.map((chance) => 1 - chance)); });
    return silent;
  };
  const may = mayBeSeen(model, evidence, given);
  const ownSeen = evidence.seen.some((id) => model.own[id]);
  for (const id of distinct(evidence.seen)) times(weights, model.symptoms[id]);
  for (const id of distinct(evidence.absent)) {
    if (evidence.seen.includes(id)) weights.fill(0);
    times(weights, model.symptoms[id].map((chance) => 1 - chance));
  }
  if (!ownSeen && model.own.includes(true)) times(weights, noneOf(may).map((silent) => 1 - silent));
  for (const [check, outcome] of evidence.known) times(weights, model.list[check].tables[outcome]);
  let silent = null;
  if (!ownSeen) {
    const asked = [], checks = [];
    model.kind.forEach((kind, check) => {
      if (kind !== null && kind >= 0 && model.own[kind] && given[check] === null && !asked.includes(kind) && may(kind)) { asked.push(kind); checks.push(check); }
    });
    if (checks.length) silent = { checks, by: noneOf((id) => may(id) && !asked.includes(id)).map((one) => 1 - one) };
  }
  const coupling = couple(model, given, evidence, silent, weights);
  given.forEach((outcome, check) => {
    if (outcome !== null) codes[check] = DONE + outcome;
    else if (model.kind[check] === -1) codes[check] = GONE;
  });
  const start = { weights, codes, coupling, coupled: (check) => coupling.place[check] !== undefined, end: null, base: codes.slice(), renewed: [], surprise: 0 };
  const unknown = model.width - 1, wasPossible = weights[unknown] > 0, left = model.data.surprise;
  const older = answer(model, start, evidence);
  if (wasPossible && weights[unknown] <= 0) start.surprise = left / (1 - left) * sum(weights);
  tried(model, start, evidence);
  renewAll(model, start, evidence);
  for (const step of evidence.declined) {
    for (const index of copies(model, step)) {
      const again = start.renewed.includes(index);
      if (codes[index] !== UNDONE && !again) continue;
      // Where it is asked once more, the older answer stands.
      codes[index] = again ? codes[index] & ~AGAIN | VOID : GONE;
      const cannot = model.list[index].cannot;
      if (!cannot || !cannot.by) continue;
      const by = readRow(cannot.by, model.width);
      times(weights, by);
      start.surprise *= by[unknown];
    }
  }
  // What no cause can give all together is told by the newest answers.
  if (older && !(sum(weights) > 0)) return begun(model, newest(evidence, (check) => !(codes[check] & AGAIN)));
  route(model, start, evidence);
  return start;
}

// The same evidence with the newest answer of each check alone; those that are closed are not asked once more.
function newest(evidence, isClosed) {
  const answered = [], since = (evidence.since || []).slice();
  evidence.answered.forEach(([check, outcome], at) => {
    const same = (pair) => pair[0] === check;
    if (evidence.answered.slice(at + 1).some(same)) return;
    answered.push([check, outcome]);
    if (evidence.answered.slice(0, at).some(same) && isClosed(check)) since.push(check);
  });
  return Object.assign({}, evidence, { answered, since });
}

// Lets the checks be asked once more that a move renews which has failed.
function renew(model, codes, index) {
  for (const check of model.list[index].renews) {
    const ways = model.list[check].tables.length;
    if (codes[check] >= DONE && !(codes[check] & VOID) && onceMore(codes[check], ways - 1, ways) !== null) codes[check] |= AGAIN;
  }
}

const renewing = (model, evidence, check) => evidence.tried.filter(([remedy]) => model.list[model.first[remedy]].renews.includes(check)).length;

// Marks the checks that may be asked once more: those that were not answered since the last remedy that renews them.
function renewAll(model, start, evidence) {
  for (const [remedy] of evidence.tried) renew(model, start.codes, model.first[remedy]);
  for (let check = 0; check < model.checks; check++) {
    if (!(start.codes[check] & AGAIN)) continue;
    start.renewed.push(check);
    const answers = evidence.answered.filter((pair) => pair[0] === check).length;
    const since = (evidence.since || []).includes(check) || evidence.last === check && !evidence.declined.includes(check) || answers > renewing(model, evidence, check);
    // What was known from outside is nothing that a reader would look at once more.
    if (since || start.base[check] >= DONE) start.codes[check] &= ~AGAIN;
  }
}

// Weighs by the answers. Says whether any check was answered several times, since a remedy has renewed it.
function answer(model, start, evidence) {
  const left = model.list.map((_, check) => renewing(model, evidence, check));
  let older = false;
  for (const [check, outcome] of evidence.answered) {
    const code = DONE + outcome;
    if (start.codes[check] >= DONE) {
      if (left[check] > 0 && start.base[check] < DONE) {
        left[check]--;
        older = true;
        times(start.weights, model.list[check].tables[outcome]);
        const next = onceMore(start.codes[check], outcome, model.list[check].tables.length);
        start.codes[check] = next === null ? code : next;
      } else if (answerOf(model, start.codes, check) !== outcome) {
        start.weights.fill(0);
      }
      continue;
    }
    times(start.weights, start.coupled(check) ? ratio(model, start.coupling, check, outcome, start.codes) : model.list[check].tables[outcome]);
    start.codes[check] = code;
  }
  return older;
}

function tried(model, start, evidence) {
  for (const [remedy, way] of evidence.tried) {
    const all = copies(model, model.first[remedy]);
    const open = all.find((copy) => start.codes[copy] === UNDONE);
    const index = open === undefined ? all[all.length - 1] : open;
    const gone = superseded(model, start.codes, index), tables = gone ? model.list[index].voids : model.list[index].tables;
    let code = DONE + (tables.length === 1 ? 0 : tables.length);
    if (way !== null && way < tables.length) {
      times(start.weights, tables[way]);
      start.surprise *= tables[way][model.width - 1];
      code = DONE + way;
    } else {
      const by = start.weights.map((_, h) => sum(tables.map((table) => table[h])));
      times(start.weights, by);
      start.surprise *= by[model.width - 1];
    }
    start.codes[index] = gone ? code | VOID : code;
  }
}
