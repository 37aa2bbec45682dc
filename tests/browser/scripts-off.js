// Without scripts a legal end is reached by links, from every symptom of every guide.
"use strict";

const { check, files, tab } = require("./browser");

module.exports = async ({ root, disk, walks, open }) => {
  const { context, close } = await open({ javaScriptEnabled: false });
  const page = await tab(context, disk);
  for (const name of new Set(walks.map((walk) => walk.page))) {
    await page.goto(disk + name);
    const symptoms = await page.$$eval(".symptoms [data-goto]", (links) => links.map((link) => link.getAttribute("href")));
    check(symptoms.length > 0, `${name} begins with symptoms`);
    for (const start of symptoms) {
      for (const which of ["first", "last"]) {
        let anchor = start, ended = false;
        for (let count = 0; count < 200 && !ended; count++) {
          await page.goto(disk + name + anchor);
          const next = await page.$eval(anchor, (step, want) => {
            const links = Array.from(step.querySelectorAll(".exits a"), (link) => link.getAttribute("href"));
            return { kind: step.dataset.kind, next: links[want === "first" ? 0 : links.length - 1] };
          }, which);
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
