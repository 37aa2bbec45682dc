// Searching: titles, exact messages, slips of the pen, facets and keys; from a server and from the disk.
"use strict";

const { check, tab } = require("./browser");

module.exports = async ({ origin, disk, walks, open }) => {
  for (const base of [origin, disk]) {
    const { context, close } = await open({});
    const page = await tab(context, base);
    await page.goto(base + walks[0].page);
    const { title, message } = await page.evaluate(() => ({ title: document.querySelector("h1").textContent, message: (document.querySelector(".message samp") || {}).textContent }));
    const ask = async (query) => {
      await page.fill("#page_query", query);
      await page.waitForFunction((text) => new URLSearchParams(location.search).get("q") === text, query);
      await page.waitForFunction(() => document.getElementById("page_status").textContent !== "");
      await page.waitForTimeout(60);
      return page.$$eval("#page_results li", (rows) => rows.map((row) => row.textContent));
    };
    await page.fill(".find input", title);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#page_results li");
    check((await page.textContent("#page_results li")).includes(title), `${title} is found from any page`);
    if (message) check((await ask(message))[0].includes(message), `the message ${message} is found whole`);
    const longest = title.split(/\W+/).sort((a, b) => b.length - a.length)[0];
    const slip = longest.slice(0, 3) + longest.slice(4, 5) + longest.slice(3, 4) + longest.slice(5);
    check((await ask(slip)).some((row) => row.includes(title)), `${slip} is taken for ${longest}`);
    check((await ask(longest.toUpperCase().slice(0, 4))).length > 0, "the beginning of a word is enough");
    check((await ask("qqqqzzzz")).length === 0, "what is nowhere is not found");
    check((await ask("<img src=x onerror=alert(1)> " + longest)).length >= 0 && await page.$("#page_results img") === null, "what is typed stays text");
    await ask(longest);
    const kinds = await page.$$eval("#facet_kind option", (options) => options.map((one) => one.value));
    if (kinds.length > 1) {
      await page.selectOption("#facet_kind", kinds[1]);
      await page.waitForTimeout(60);
      const shown = new Set(await page.$$eval("#page_results .kind", (badges) => badges.map((one) => one.textContent)));
      check(shown.size === 1, "a facet leaves one kind");
      await page.selectOption("#facet_kind", "");
    }
    await page.focus("#page_query");
    await page.keyboard.press("ArrowDown");
    check(await page.evaluate(() => document.activeElement.closest("#page_results") !== null), "the arrow leads into the results");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.pathname.endsWith("search.html"));
    const slow = await (async () => {
      await page.goto(base + "search.html");
      await ask(longest);
      return page.evaluate(async (text) => {
        const input = document.getElementById("page_query"), list = document.getElementById("page_results");
        const began = performance.now();
        input.value = text;
        const changed = new Promise((done) => new MutationObserver(done).observe(list, { childList: true }));
        input.dispatchEvent(new Event("input"));
        await changed;
        return performance.now() - began;
      }, longest.slice(0, 5));
    })();
    console.log(`   an answer after a keystroke in ${slow.toFixed(0)} ms`);
    await close();
  }
};
