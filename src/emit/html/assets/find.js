// Finds guides and what stands in them: in files that are fetched as they are needed, as scripts, since a page on a disk may
// load nothing else. What is typed or pasted leaves the page nowhere: it chooses files by the words that it holds.
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

  // Terms, as the compiler cuts them.

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

  // By code points, as the compiler sorts.
  function order(a, b) {
    const left = Array.from(a), right = Array.from(b);
    for (let at = 0; at < left.length && at < right.length; at++) if (left[at] !== right[at]) return left[at].codePointAt(0) - right[at].codePointAt(0);
    return left.length - right.length;
  }

  // How many of a sorted list fulfil what only its first ones do.
  function count(list, fits) {
    let from = 0, to = list.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (fits(list[middle])) from = middle + 1; else to = middle;
    }
    return from;
  }

  // From the last one that begins at or before what is sought to the last one that may hold more of it.
  const between = (firsts, before, within) => [Math.max(count(firsts, before) - 1, 0), count(firsts, (one) => before(one) || within(one))];

  // The numbers of the files that may hold what is sought. Where there are many, where they begin stands in files too.
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

  // How many letters must be put in, left out, changed, or change places to make one of the other; nothing where it is more.
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

  // How many guides a posting names: a digit of the first half ends each.
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

  // The guides that have a term, or one that begins so, or, where there is none, one that is nearly so: what each is worth.
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

  // The guides that have most of the terms, the worthiest first; of equals the one that comes first.
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

  // Results, the best first, with what to mark in them; where there are none, words that are near.
  async function search(where, query) {
    const terms = cut(query).slice(0, 12);
    if (!terms.length || !await ready(where)) return { results: [], lists: [], near: [] };
    const lists = await Promise.all(terms.map((term, at) => guidesOf(term, at === terms.length - 1)));
    const top = best(lists), guides = await Promise.all(top.map((one) => guide(one.number)));
    const phrase = flat(query), results = [];
    guides.forEach((found, at) => { if (found) rate(found, top[at], lists, phrase, results); });
    return { results: joined(results.sort((a, b) => b.score - a.score)), lists, near: results.length ? [] : await near(terms) };
  }

  // Words of the site that begin like one of these and are a few letters off.
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

  // What was made of a text is kept: the next letter typed asks for the same.
  const cuts = new Map(), flats = new Map();

  function kept(known, text, made) {
    if (!known.has(text)) known.set(text, made(text));
    return known.get(text);
  }

  const even = (text) => fold(text).replace(/\s+/g, " ").trim(), flat = (text) => kept(flats, text, even);

  // Where what is seen leads: into the walk of its guide, at that.
  const walkAt = (path, anchor, name) => path + (name ? "#go/+" + encodeURIComponent(name) : "#" + anchor);

  // The guide as a result, and those of its items that the words are in.
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

  // One entry for what several guides hold, with all of these.
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

  // A text with the words marked that were found.
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

  // The stretches of a text without blanks in which each two neighbours fit.
  function pairs(text, fits) {
    const letters = Array.from(text), found = [];
    for (let at = 0, place = 0; at < letters.length; place += letters[at].length, at++) {
      const two = letters[at] + (letters[at + 1] || ""), last = found[found.length - 1];
      if (!fits(two)) continue;
      if (last && last[1] >= place) last[1] = place + two.length; else found.push([place, place + two.length]);
    }
    return found;
  }

  // What a text of many lines says, such as a log: the symptoms whose messages or patterns it holds. Of lines and of letters so
  // many are looked at, and no longer than a reader waits.
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

  // A value as a part of an address, in which `~` has a meaning.
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

  // Where a term stands among those of a file, which has each with what holds it behind; -1 where it does not.
  function placeOf(known, term) {
    let from = 0, to = known.length / 2;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (order(known[2 * middle], term) < 0) from = middle + 1; else to = middle;
    }
    return known[2 * from] === term ? 2 * from : -1;
  }

  // The guides that hold the most telling of these terms.
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
