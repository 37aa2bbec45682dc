// The whole assistant for every scenario, by mouse and by keyboard alone, from a server and from the disk.
"use strict";

const { check, tab } = require("./browser");

async function press(page, wanted) {
  for (let count = 0; count < 400; count++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted)) { await page.keyboard.press("Enter"); return true; }
  }
  return false;
}

const symptom = (page, name) => page.evaluate((wanted) => {
  const data = JSON.parse(document.getElementById("page_data").textContent), found = data.symptoms.find((one) => one[0] === wanted);
  return found ? { anchor: found[1], title: found[2] } : null;
}, name);

// Clicks, or goes there with the keyboard.
async function choose(page, selector, byKeyboard) {
  if (byKeyboard) return press(page, selector);
  await page.click(selector);
  return true;
}

async function begin(page, click, byKeyboard) {
  if (!/^[+-]/.test(click)) {
    await choose(page, ".none-of-these a", byKeyboard);
    return false;
  }
  const { anchor } = await symptom(page, click.slice(1));
  check(await choose(page, `[id="${anchor}"] .symptom-title a`, byKeyboard), `${click} can be chosen`);
  return true;
}

async function go(page, walk, byKeyboard) {
  const clicks = walk.clicks.slice();
  if (await begin(page, clicks[0], byKeyboard)) clicks.shift();
  for (const click of clicks) {
    await page.waitForSelector("#page_walk:not([hidden]) h2");
    if (/^[+-]/.test(click)) {
      const { title } = await symptom(page, click.slice(1));
      if (!(await page.isVisible(".others summary"))) await choose(page, ".known > summary", byKeyboard);
      await choose(page, ".others summary", byKeyboard);
      const before = await page.evaluate(() => location.hash);
      await choose(page, `.others button[aria-label^=${JSON.stringify(title)}]:nth-child(${click[0] === "+" ? 1 : 2})`, byKeyboard);
      await page.waitForFunction((hash) => location.hash !== hash && document.activeElement.id === "page_walk_title", before);
      continue;
    }
    const [step, outcome] = click.split("=").map(encodeURIComponent), said = `${step}=${outcome}`;
    const there = await page.$(`[data-say=${JSON.stringify(said)}]`);
    if (!there) {
      check(false, `${walk.scenario}: the page does not offer ${click}, but ${await page.evaluate(() => Array.from(document.querySelectorAll("[data-say]"), (one) => one.dataset.say).join(" "))}`);
      return;
    }
    check(await choose(page, `[data-say=${JSON.stringify(said)}]`, byKeyboard), `${walk.scenario}: ${click} can be reached`);
    const focused = page.waitForFunction((text) => location.hash.endsWith(text) && document.activeElement.id === "page_walk_title", said, { timeout: 5000 });
    check(await focused.then(() => true, () => false), `${walk.scenario}: after ${click} the focus is on the heading`);
  }
  const title = await page.textContent("#page_walk_title");
  if (walk.end === "solved") check(await page.$(".walk-end .fixed") !== null, `${walk.scenario}: it is said what helped`);
  else check(walk.title === null || title.trim() !== "", `${walk.scenario} ends with ${walk.title}`);
  check(await page.$(".walk-end") !== null, `${walk.scenario} ends`);
  if (walk.end === "escalation") {
    const summary = await page.inputValue("#walk_summary");
    check(summary.split("\n").filter((line) => line.startsWith("- ")).length >= walk.clicks.length, `${walk.scenario}: the summary holds all answers`);
  }
}

// What holds beside the answers: reload, the browser's back, taking back, starting over, why, and blanks.
async function around(page, base, walk) {
  const address = `${base}${walk.page}#go/${walk.clicks.slice(0, 2).join("/")}`;
  await page.goto("about:blank");
  await page.goto(address);
  const title = () => page.textContent("#page_walk_title");
  // A click changes the address, and the page follows it at once, but not before the browser says so.
  const press = async (selector) => {
    const hash = await page.evaluate(() => location.hash);
    await page.click(selector);
    await page.waitForFunction((old) => location.hash !== old, hash);
    await page.waitForTimeout(50);
  };
  const first = await title();
  await page.reload();
  await page.waitForSelector("#page_walk_title");
  check(await title() === first, "a reload keeps the place");
  await press(".answers button");
  const second = await title();
  await page.goBack();
  await page.waitForFunction((text) => document.getElementById("page_walk_title").textContent === text, first);
  await page.goForward();
  await page.waitForFunction((text) => document.getElementById("page_walk_title").textContent === text, second);
  await press("button.back");
  check(await title() === first, "back takes the last answer back");
  check(await page.$(".answers .before") !== null, "the answer that was taken back is marked");
  await press(".answers button:has(.before)");
  check(await title() === second, "and leads to the same place");
  await press(".answers .cannot:last-child");
  check(await page.$("#page_walk h2") !== null, "who cannot tell goes on");
  const reasons = await page.$(".reason summary");
  if (reasons) { await reasons.click(); check((await page.textContent(".reason p")).trim() !== "", "why this step is told"); }
  check((await page.textContent("[role=status]")).length > 0, "what changed is announced");
  await known(page);
  check(await page.$(".likely li") !== null && await page.$(".sofar li") !== null, "chances and answers are shown");
  await press(".sofar li:first-child button");
  await known(page);
  await press(".known .tools button:first-child");
  check(await page.isHidden("#page_walk"), "starting over leads to the symptoms");
  check(await page.isVisible(".symptoms ul"), "and shows them");
  for (const wrong of ["#go/nonsense=yes", "#go/+nonsense", "#go/%zz", "#go/" + "+".repeat(40)]) {
    await page.goto("about:blank");
    await page.goto(`${base}${walk.page}${wrong}`);
    check(await page.isVisible("#page_walk h2"), `${wrong} begins at the beginning`);
  }
}

// Opens what is known, which is made then.
async function known(page) {
  await page.evaluate(() => { document.querySelector(".known").open = true; });
  await page.waitForSelector(".known .walk-side");
}

// A fact that is told beforehand is not asked any more, moves the chances, and can be taken back.
async function beforehand(page, base, walks) {
  for (const walk of walks) {
    await page.goto("about:blank");
    await page.goto(`${base}${walk.page}#go/${walk.clicks[0]}`);
    const fact = await page.evaluate(() => {
      const data = JSON.parse(document.getElementById("page_data").textContent), now = document.getElementById("page_walk_title").textContent;
      return data.checks.find((check) => check[1].startsWith("fact-") && check[2] !== now) || null;
    });
    if (!fact) continue;
    await known(page);
    const chances = () => page.textContent(".likely"), before = await chances(), place = await page.textContent(".walk-place");
    await page.click(".others:last-of-type summary");
    await page.click(`.others button[aria-label="${fact[2]}: ${fact[6][0][1]}"]`);
    await page.waitForFunction((title) => document.querySelector(".sofar").textContent.includes(title), fact[2]);
    check(await page.textContent(".walk-place") === place, `${fact[0]}: no step was made`);
    check(await page.$(`.others button[aria-label^="${fact[2]}"]`) === null, `${fact[0]} is known now`);
    const told = await chances();
    await page.reload();
    await page.waitForSelector("#page_walk_title");
    await known(page);
    check(await chances() === told && told !== before, `${fact[0]} moves the chances, and a reload keeps it`);
    await page.click("button.back");
    await page.waitForFunction((text) => document.querySelector(".likely").textContent !== text, told);
    return;
  }
  check(false, "a guide asks for a fact");
}

module.exports = async ({ origin, disk, walks, open }) => {
  const from = async (base, where, byKeyboard) => {
    const { context, close } = await open({ viewport: { width: 390, height: 844 } });
    const page = await tab(context, base);
    // Everything every way takes minutes: without KBC_ALL_WALKS each scenario goes one way from one side.
    const way = 2 * (base === disk) + byKeyboard;
    const chosen = walks.filter((_, at) => process.env.KBC_ALL_WALKS || at % 4 === way);
    for (const walk of chosen) {
      await page.goto(base + walk.page);
      await go(page, walk, byKeyboard);
    }
    if (byKeyboard) {
      await around(page, base, walks.find((walk) => walk.clicks.length > 3));
      await beforehand(page, base, walks);
    }
    console.log(`   ${chosen.length} scenarios from the ${where} by ${byKeyboard ? "keyboard" : "mouse"}`);
    await close();
  };
  await Promise.all([[origin, "server"], [disk, "disk"]].flatMap(([base, where]) => [false, true].map((byKeyboard) => from(base, where, byKeyboard))));
};
