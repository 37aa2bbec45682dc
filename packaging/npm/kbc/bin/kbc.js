#!/usr/bin/env node
// Runs the kbc that was built for this system. It comes in a package of its own, so that nobody downloads those of others.
"use strict";
const { spawnSync } = require("node:child_process");

const BUILT = { linux: ["x64", "arm64"], darwin: ["x64", "arm64"], win32: ["x64"] };

/** Whether the system's C library is musl, which needs another program than glibc does. */
function usesMusl() {
  if (process.platform !== "linux") return false;
  return !process.report.getReport().header.glibcVersionRuntime;
}

function packageName() {
  const { platform, arch } = process;
  if (!BUILT[platform]?.includes(arch)) return null;
  return `@kbc-cli/${platform}-${arch}${usesMusl() ? "-musl" : ""}`;
}

function fail(message) {
  console.error(`kbc: ${message}`);
  process.exit(2);
}

const name = packageName();
if (!name) {
  fail(
    `no program is built for ${process.platform} on ${process.arch}.\n` +
      "With Rust on your machine, `cargo install kbc --locked` builds one.",
  );
}
let program;
try {
  program = require.resolve(`${name}/bin/kbc${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  const { version } = require("../package.json");
  fail(
    `the package ${name} is missing, which holds the program for this system.\n` +
      "npm leaves it out where a lockfile was made on another system, or with --omit=optional.\n" +
      `This adds it:\n\n  npm install --save-optional ${name}@${version}\n`,
  );
}
const run = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (run.error) fail(`${program} could not be started: ${run.error.message}`);
// A program that was ended by a signal ends its launcher the same way, so that a shell sees what happened.
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 2);
