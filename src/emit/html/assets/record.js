// A session as a line of a log, as `kbc diagnose --log` writes it: names of the guide and numbers, and nothing that somebody
// typed. It is shown at an end, and sent where its reader lets it be.
(function (world) {
  "use strict";

  const kbc = world.kbc;

  // Seconds as the grid has them: the nearest by ratio.
  function onGrid(seconds) {
    const far = (one) => Math.abs(Math.log(one / Math.max(seconds, 0.1)));
    return kbc.log.seconds.reduce((best, one) => far(one) < far(best) ? one : best);
  }

  // What a step is called, and what stands for each of its results.
  function rowOf(names, model, step) {
    return names.steps[step < model.checks ? step : model.checks + model.first.indexOf(step)];
  }

  // What a session showed, and how it ended; no ending where it goes on.
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

  // What came of a step, in the list of steps.
  function result(names, model, move) {
    const [name, results] = rowOf(names, model, move.step);
    return [name, move.cannot ? "?" : move.solved ? "solved" : move.already ? "failed" : results[move.outcome] || "failed"];
  }

  // Records the sessions of a page.
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

    // Notes what was answered since the last time, and how long that took.
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

    // Sends what was shown, to where the site's owner collects it: no cookie and no address of the page goes with it.
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

    // Shows at an end what may be sent, and asks once.
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

    // Whoever leaves the page has seen it; whoever goes on in the walk has more to say.
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
