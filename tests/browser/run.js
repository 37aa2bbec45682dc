// The generated pages in a real browser: node run.js SITE WALKS LARGE [PART]. See README.md.
"use strict";

const path = require("path");
const { pathToFileURL } = require("url");
const { check, counted, executable, failures, open, serve } = require("./browser");

const PARTS = [
  "links", "moved", "weight", "markup", "access", "assistant", "reader", "values", "sessions", "search", "finding", "embed", "scripts-off",
  "preview", "large",
];

(async () => {
  const [site, walks, large, only] = process.argv.slice(2);
  if (!site || !walks || !large) { console.log("usage: node run.js SITE WALKS LARGE [PART]"); process.exit(2); }
  if (!executable()) {
    console.log("SKIPPED: there is no chromium here; set CHROMIUM to where it is. Nothing about the pages was tested.");
    process.exit(process.env.CI ? 1 : 0);
  }
  const root = path.resolve(site);
  const { server, origin } = await serve(root);
  const disk = pathToFileURL(root).href + "/";
  for (const part of PARTS.filter((one) => !only || only === one)) {
    console.log(`-- ${part}`);
    const before = counted(), began = Date.now();
    await require(`./${part}`)({ root, origin, disk, walks: require(path.resolve(walks)), large: path.resolve(large), open });
    check(counted() > before, `${part} tests something`);
    console.log(`   ${counted() - before} checks, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  server.close();
  if (failures.length) { console.log(`${failures.length} of ${counted()} checks failed`); process.exit(1); }
  console.log(`${counted()} checks hold`);
})();
