// Without scripts a legal end is reached by links, from every symptom of every guide.
"use strict";

const { check, files, tab } = require("./browser");

module.exports = async ({ root, disk, walks, open }) => {
  const { context, close } = await open({ javaScriptEnabled: false });
  const page = await tab(context, disk);
  for (const name of new Set(walks.map((walk) => walk.page))) {
    await page.goto(disk + name);
    // Where something is tried in turn, a symptom names it as an answer does, and then the step to go on with.
    const symptoms = await page.$$eval(".symptoms [data-goto]", (links) => links.map((link) => {
      const turns = link.closest("li")?.querySelectorAll(".begin-by a") ?? [];
      return Array.from(turns.length ? turns : [link], (one) => one.getAttribute("href"));
    }));
    check(symptoms.length > 0, `${name} begins with symptoms`);
    for (const begin of symptoms) {
      const start = begin.at(-1);
      for (const turn of begin.slice(0, -1)) {
        await page.goto(disk + name + turn);
        check(await page.$eval(turn, (step) => step.dataset.kind) === "remedy", `${name} sends to a remedy: ${turn}`);
      }
      for (const which of ["first", "last"]) {
        let anchor = start, ended = false;
        for (let count = 0; count < 200 && !ended; count++) {
          await page.goto(disk + name + anchor);
          const next = await page.$eval(anchor, (step, want) => {
            const answers = step.querySelectorAll(".exits li:has(a)");
            const answer = answers[want === "first" ? 0 : answers.length - 1];
            const links = Array.from(answer?.querySelectorAll("a") ?? [], (link) => link.getAttribute("href"));
            return { kind: step.dataset.kind, turns: links.slice(0, -1), next: links.at(-1) };
          }, which);
          // What is tried in turn is read there, and then the reader goes back to the answer.
          for (const turn of next.turns) {
            await page.click(`${anchor} .turns a[href="${turn}"]`);
            check(await page.$eval(turn, (step) => step.dataset.kind) === "remedy", `${anchor} sends to a remedy: ${turn}`);
            await page.goBack();
            check(new URL(page.url()).hash === anchor, `${turn} is left for ${anchor} again`);
          }
          ended = !next.next;
          if (ended) check(["escalation", "guide", "solved", "contradiction"].includes(next.kind), `${name}${start}: ${anchor} ends with ${next.kind}`);
          else anchor = next.next;
        }
        check(ended, `${name}${start} comes to an end by the ${which} links`);
      }
    }
    check(await page.isHidden("#page_walk"), "nothing empty stands where the assistant would");
  }
  void root;
  await page.goto(disk + "search.html");
  check(await page.isVisible("noscript a") || (await page.content()).includes("<noscript>"), "the search page says what it needs");
  await close();
};
