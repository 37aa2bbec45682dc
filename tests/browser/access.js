// axe-core finds no violation on any kind of page, in both schemes, on a phone and on a desktop.
"use strict";

const fs = require("fs");
const { check, files, tab } = require("./browser");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

module.exports = async ({ root, origin, walks, open }) => {
  const end = (kind) => walks.find((walk) => walk.end === kind);
  const at = (walk, clicks) => `${walk.page}#go/${clicks.join("/")}`;
  const pages = ["index.html", "404.html", "search.html", "search.html?q=message", walks[0].page, at(walks[0], walks[0].clicks.slice(0, 1)), at(walks[0], walks[0].clicks.slice(0, 3))];
  for (const kind of ["solved", "escalation", "guide", "contradiction"]) if (end(kind)) pages.push(at(end(kind), end(kind).clicks));
  for (const kind of ["cause", "check", "remedy"]) {
    const shared = files(root, ".html").find((name) => name.startsWith("shared_items/") && name.includes(`/${kind}-`));
    if (shared) pages.push(shared);
  }
  const look = async (colorScheme, width) => {
    const { context, close } = await open({ colorScheme, viewport: { width, height: 900 } });
    const page = await tab(context, origin);
    for (const name of pages) {
      await page.goto("about:blank");
      await page.goto(origin + name);
      await page.waitForLoadState("networkidle");
      for (const details of await page.$$("details")) await details.evaluate((one) => { one.open = true; });
      await page.evaluate(AXE);
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const said = found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 2).map((node) => `${node.html.slice(0, 120)} ${node.failureSummary.slice(0, 200)}`).join(" | ")}`);
      check(!said.length, `${name}, ${colorScheme}, ${width} px: ${said.join("\n    ")}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(wide <= 0, `${name}, ${width} px: ${wide} px stand out to the side`);
    }
    await close();
  };
  // Side by side, since a browser waits for much more than for a core.
  await Promise.all(["light", "dark"].flatMap((colorScheme) => [320, 1280].map((width) => look(colorScheme, width))));
};
