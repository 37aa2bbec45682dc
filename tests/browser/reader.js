// What a reader meets: answers in reach of the thumb, help at every step, nothing lost by looking something up, ends that close.
"use strict";

const fs = require("fs");
const { check, tab } = require("./browser");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const PHONE = { width: 360, height: 740 };
const title = (page) => page.textContent("#page_walk_title");

async function goto(page, address) {
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector("#page_walk:not([hidden]) #page_walk_title");
}

// Every step of every scenario on a phone: the first answer is seen without scrolling, and so is help.
const addressOf = (origin, walk, made) => `${origin}${walk.page}#go/${walk.clicks.slice(0, made).map((one) => encodeURIComponent(one).replace(/%3D/g, "=").replace(/%2B/g, "+")).join("/")}`;

async function inReach(page, origin, walks) {
  let steps = 0, reached = 0;
  const asked = new Set();
  for (const walk of walks) {
    await page.goto("about:blank");
    for (let made = 1; made < walk.clicks.length; made++) {
      const address = addressOf(origin, walk, made);
      if (asked.has(address)) continue;
      asked.add(address);
      await page.goto(address);
      await page.waitForFunction((hash) => location.hash.endsWith(hash) && document.querySelector(".walk-bar") && document.activeElement !== null, address.split("#go/")[1]);
      const seen = await page.evaluate(async () => {
        await new Promise((done) => setTimeout(done, 30));
        const within = (one) => { const { top, bottom } = one.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; };
        const answer = document.querySelector(".answers .answer"), help = document.querySelector(".walk-bar .help");
        return answer && { answer: within(answer), help: within(help), wide: document.documentElement.scrollWidth > innerWidth, title: document.title.startsWith(document.getElementById("page_walk_title").textContent) };
      });
      if (!seen) continue;
      steps += 1;
      reached += seen.answer ? 1 : 0;
      check(seen.help && !seen.wide && seen.title, `${walk.scenario}, step ${made}: help is in reach, nothing stands out, and the title follows`);
    }
  }
  console.log(`   the first answer is in reach at ${reached} of ${steps} steps`);
  check(steps > 20 && reached >= 0.9 * steps, `the first answer is in reach at ${reached} of ${steps} steps`);
}

async function keys(page, address) {
  await goto(page, address);
  const first = await title(page);
  await page.focus("#page_walk_title");
  await page.keyboard.press("1");
  await page.waitForFunction((text) => document.getElementById("page_walk_title").textContent !== text, first);
  await page.keyboard.press("b");
  await page.waitForFunction((text) => document.getElementById("page_walk_title").textContent === text, first);
  await page.keyboard.press("?");
  await page.waitForFunction(() => location.hash.includes("?"));
  check(true, "keys answer, go back and cannot tell");
  await page.keyboard.press("/");
  check(await page.evaluate(() => document.activeElement.id === "page_find"), "/ goes to the search");
  await page.keyboard.type("b1");
  check(await page.inputValue("#page_find") === "b1", "and there keys are letters");
}

async function lookUp(page, address) {
  await goto(page, address);
  const hash = await page.evaluate(() => location.hash);
  await page.evaluate(() => { document.querySelector(".known").open = true; });
  await page.click(".likely a");
  await page.waitForSelector("dialog[open] h2");
  check((await page.textContent("dialog h2")).trim() !== "", "a cause is shown over the walk");
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  check(!found.violations.length, `what is looked up is fine for all: ${found.violations.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 120)}`).join(", ")}`);
  check(await page.evaluate(() => location.hash) === hash, "and the place is kept");
  await page.keyboard.press("Escape");
  check(await page.$("dialog[open]") === null && await page.isVisible("#page_walk_title"), "Escape leads back");
}

async function help(page, address) {
  await goto(page, address);
  await page.click(".walk-bar .help");
  await page.waitForSelector(".handover");
  const text = await page.inputValue("#walk_summary");
  check(text.includes("#go/") && /\d{4}-\d\d-\d\d/.test(text), "the text says where and when");
  check(await page.getAttribute(".handover a", "href") !== null, "it can be mailed");
  await page.emulateMedia({ media: "print" });
  check(await page.isVisible(".printed") && !(await page.isVisible("#page_way")), "and printed alone");
  await page.emulateMedia({ media: "screen" });
  await page.click("button.back");
  await page.waitForSelector(".answers");
  check(true, "whoever asked for help can go back");
}

async function ends(page, origin, walks) {
  const solved = walks.find((walk) => walk.end === "solved");
  const address = addressOf(origin, solved, solved.clicks.length);
  await goto(page, address);
  await page.evaluate(() => { window.ended = []; document.addEventListener("kbc:end", (event) => window.ended.push(event.detail)); });
  await page.click(".did-help button:nth-of-type(1)");
  check(await page.isVisible(".did-help [role=status]"), "who was helped is believed");
  await goto(page, address);
  const last = await page.evaluate(() => location.hash.split("/").pop());
  await page.click(".did-help button:nth-of-type(2)");
  await page.waitForFunction((said) => !location.hash.endsWith(said), last);
  check(!(await page.evaluate(() => location.hash)).includes("=solved"), "who was not helped goes on");
}

async function lost(page, address) {
  await goto(page, address + "/no-such-check=yes");
  check(await page.isVisible(".lost"), "an answer that there is no more is told");
  check(await page.isVisible(".answers") || await page.isVisible(".walk-end"), "and the walk goes on");
}

// The page before the walk: short, still, and what is closed opens for whoever follows a link into it.
async function before(page, origin, walk) {
  await page.goto("about:blank");
  await page.goto(origin + walk.page);
  await page.waitForLoadState("networkidle");
  const shift = await page.evaluate(() => new Promise((done) => {
    let total = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) total += one.value; }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(total), 300);
  }));
  // On a slow machine a move comes later than the half second in which it counts as that of the tap.
  check(shift < 0.05, `${walk.page} shifts by ${shift}`);
  const screens = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
  check(screens <= 2.05, `${walk.page} is ${screens.toFixed(2)} screens long`);
  const cause = await page.evaluate(() => JSON.parse(document.getElementById("page_data").textContent).causes[0][0]);
  await page.evaluate((anchor) => { location.hash = anchor; }, cause);
  await page.waitForTimeout(100);
  check(await page.isVisible(`[id="${cause}"]`), "a link opens the part that holds it");
}

// A walk by real taps: nothing moves but what was tapped for.
async function still(page, origin, walk) {
  await page.goto("about:blank");
  await page.goto(origin + walk.page);
  await page.waitForLoadState("networkidle");
  for (let made = 0; made < 4; made++) {
    const next = page.locator(made ? ".answers .answer:not(.solved)" : ".symptom-title a").first();
    if (!await next.count()) break;
    const hash = await page.evaluate(() => location.hash);
    await next.click();
    await page.waitForFunction((old) => location.hash !== old, hash);
    await page.waitForTimeout(200);
  }
  const shift = await page.evaluate(() => new Promise((done) => {
    let total = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) total += one.value; }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(total), 300);
  }));
  // On a slow machine a move comes later than the half second in which it counts as that of the tap.
  check(shift < 0.05, `${walk.page} shifts by ${shift} in a walk`);
}

// On paper a guide is a checklist: the steps, open, and nothing else that is closed.
async function paper(page, origin, walk) {
  await page.goto("about:blank");
  await page.goto(origin + walk.page);
  await page.waitForLoadState("networkidle");
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  check(await page.isVisible("#page_way .step") && !(await page.isVisible("#page_causes")), "the steps are printed, and not the causes");
  const pages = ((await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g) || []).length;
  check(pages > 0 && pages <= 4, `${walk.page} has ${pages} pages`);
  check(await page.evaluate(() => Array.from(document.querySelectorAll(".turns")).every((one) => /\d/.test(getComputedStyle(one, "::before").content))), "answers say in numbers what to try");
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => { document.querySelector("#page_causes .fold").open = true; });
  await page.emulateMedia({ media: "print" });
  check(await page.isVisible("#page_causes .cause"), "unless somebody opened them");
  await page.emulateMedia({ media: "screen" });
}

// The work that a tap makes, which says more than a clock of a busy machine: how often the page is laid out, and what is made.
async function quick(page, context, origin, walk) {
  await page.goto("about:blank");
  await page.goto(origin + walk.page);
  await page.waitForLoadState("networkidle");
  const session = await context.newCDPSession(page), metrics = async () => Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map((one) => [one.name, one.value]));
  await session.send("Performance.enable");
  await page.waitForTimeout(300);
  for (const selector of [".symptom-title a", ".answers .answer:not(.solved)"]) {
    const before = await metrics();
    await page.evaluate(async (what) => {
      const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
      document.querySelector(what).click();
      await changed;
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }, selector);
    const after = await metrics(), layouts = after.LayoutCount - before.LayoutCount, nodes = after.Nodes - before.Nodes;
    console.log(`   ${walk.page}, a tap: ${layouts} layouts, ${nodes} nodes`);
    check(layouts <= 3 && nodes <= 250, `${walk.page}: a tap makes ${nodes} nodes and ${layouts} layouts`);
  }
  await session.detach();
}

module.exports = async ({ origin, walks, open }) => {
  const long = walks.find((walk) => walk.clicks.length > 3 && walk.clicks[0].startsWith("+")), address = `${origin}${long.page}#go/${long.clicks[0]}`;
  for (const viewport of [PHONE, { width: 1280, height: 900 }]) {
    const { context, close } = await open({ viewport });
    const page = await tab(context, origin);
    const guides = Array.from(new Map(walks.map((walk) => [walk.page, walk])).values());
    if (viewport === PHONE) {
      await inReach(page, origin, walks);
      for (const walk of guides) await quick(page, context, origin, walk);
    } else {
      await keys(page, address);
      await before(page, origin, long);
      for (const walk of guides) await paper(page, origin, walk);
    }
    await still(page, origin, long);
    await lookUp(page, address);
    await help(page, address);
    await ends(page, origin, walks);
    await lost(page, address);
    await close();
  }
};
