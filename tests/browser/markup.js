// The Nu Html Checker finds no error.
"use strict";

const { spawnSync } = require("child_process");
const path = require("path");
const { check, files } = require("./browser");

module.exports = async ({ root }) => {
  const jar = path.join(path.dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
  const pages = files(root, ".html").map((name) => path.join(root, name));
  const ran = spawnSync("java", ["-Xss8m", "-jar", jar, "--errors-only", "--stdout", "--format", "gnu", ...pages], { encoding: "utf8" });
  if (ran.error) { console.log(`   SKIPPED: java is needed for the Nu Html Checker: ${ran.error.message}`); check(!process.env.CI, "java is there"); return; }
  const said = ran.stdout.split("\n").filter(Boolean);
  check(ran.status === 0 && !said.length, `the checker says:\n${said.slice(0, 10).join("\n")}${ran.stderr.slice(0, 500)}`);
};
