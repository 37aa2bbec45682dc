// A guide of 200 steps and 60 causes, and the lists of 300 guides: on a phone and on a desktop an answer comes at once, the
// page does not jump about, and what is cut into parts leads on.
"use strict";

const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const { check, files, serve, tab } = require("./browser");

const SLOW = 500, ANSWERS = 25;

// How far the content of the page has jumped since it was opened, as browsers count it.
const watchJumps = () => {
  window.jumped = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.jumped += entry.value; }).observe({ type: "layout-shift", buffered: true });
};

// Presses an answer, and gives how long it takes until what comes next is laid out.
const answer = async (selector) => {
  const began = performance.now(), after = new Promise((done) => addEventListener("hashchange", done, { once: true }));
  document.querySelector(selector).click();
  await after;
  document.body.getBoundingClientRect();
  return performance.now() - began;
};

async function walk(page, width) {
  await page.goto(page.origin + "large.html");
  await page.waitForLoadState("load");
  const ready = await page.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
  check(await page.$eval(".symptom-title a", (link, height) => link.getBoundingClientRect().bottom < height, 780), `${width} px: the first symptom is in view`);
  check(await page.evaluate(() => window.jumped) < 0.1, `${width} px: nothing jumps about while the page loads`);
  await page.click(".symptom-title a");
  const times = [];
  while (times.length < ANSWERS && await page.$(".answers .answer:not(.solved)")) times.push(await page.evaluate(answer, ".answers .answer:not(.solved)"));
  check(times.length === ANSWERS, `${width} px: ${times.length} answers can be given`);
  const slowest = Math.max(...times), usual = times.sort((a, b) => a - b)[times.length >> 1];
  check(slowest < SLOW, `${width} px: an answer takes ${slowest.toFixed(0)} ms`);
  await page.reload();
  await page.waitForSelector("#page_walk:not([hidden]) h2");
  check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px: nothing stands out to the side`);
  console.log(`   ${width} px: ready after ${ready.toFixed(0)} ms, an answer in ${usual.toFixed(0)} ms, at the worst in ${slowest.toFixed(0)} ms`);
}

// Every guide is reached from the index, from page to page, and no list is long.
async function lists(page) {
  const todo = ["index.html"], seen = new Set(todo), guides = new Set();
  while (todo.length) {
    await page.goto(page.origin + todo.pop());
    const links = await page.$$eval("main a", (all) => all.map((link) => link.href));
    check(links.length <= 210, `${page.url()} has ${links.length} links`);
    for (const link of links.map((href) => decodeURI(href.slice(page.origin.length)))) {
      if (!/(^|\/)all_/.test(link)) guides.add(link);
      else if (!seen.has(link)) { seen.add(link); todo.push(link); }
    }
  }
  check(guides.size >= 301, `${guides.size} guides are reached from the index`);
}

async function pictures(page, root) {
  await page.goto(page.origin + "large.html");
  const parts = await page.$$eval(".drawn .parts a", (links) => links.map((link) => link.getAttribute("href")));
  check(parts.length === files(root, ".svg").filter((name) => name.startsWith("large.symptom-")).length && parts.length > 20, "each symptom has a picture, and a link to it");
  const whole = fs.readFileSync(path.join(root, "large.svg"), "utf8"), part = fs.readFileSync(path.join(root, parts[0]), "utf8");
  check(parts.filter((name) => whole.includes(`href="${name}"`)).length > 20, "the symptoms in the picture lead to the pictures around them");
  check(part.includes('href="large.svg"') && part.includes(`href="large.html#${parts[0].split(".")[1]}"`), "a part leads back to the whole, and to the page");
}

module.exports = async ({ large, open }) => {
  const { server, origin } = await serve(large);
  const size = zlib.gzipSync(fs.readFileSync(path.join(large, "large.html")), { level: 9 }).length;
  console.log(`   the large page has ${size} bytes compressed`);
  check(size <= 60 * 1024, `the large page has ${size} bytes compressed`);
  for (const [width, height] of [[360, 780], [1280, 900]]) {
    const { context, close } = await open({ viewport: { width, height } });
    await context.addInitScript(watchJumps);
    const page = Object.assign(await tab(context, origin), { origin });
    await walk(page, width);
    if (width > 1000) { await lists(page); await pictures(page, large); }
    await close();
  }
  server.close();
};
