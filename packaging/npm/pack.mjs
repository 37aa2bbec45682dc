// Makes the packages for npm: `node pack.mjs VERSION FOLDER SYSTEM=PROGRAM …` writes a .tgz for each system, such as
// linux-x64=target/release/kbc, and one for `kbc`, which takes the right one along.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [version, folder, ...built] = process.argv.slice(2);
const systems = built.map((entry) => entry.split("="));
const isSystem = /^(linux-(x64|arm64)(-musl)?|darwin-(x64|arm64)|win32-x64)$/;
const wrong = systems.find(([system, program]) => !isSystem.test(system) || !program);
if (!version || !folder || !systems.length || wrong) {
  console.error("usage: node pack.mjs VERSION FOLDER SYSTEM=PROGRAM …\nsystems: linux-x64, linux-arm64, each also with -musl, darwin-x64, darwin-arm64, win32-x64");
  process.exit(2);
}

const out = resolve(folder);
mkdirSync(out, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "kbc-npm-"));
const common = JSON.parse(readFileSync(join(here, "kbc/package.json"), "utf8"));

function pack(from, manifest) {
  writeFileSync(join(from, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(here, "../..", licence), join(from, licence));
  // On Windows npm is a script, which only a shell can start.
  const npm = execFileSync("npm", ["pack", "--silent", "--pack-destination", out], { cwd: from, encoding: "utf8", shell: process.platform === "win32" });
  console.log(join(out, npm.trim()));
}

try {
  for (const [system, program] of systems) {
    const [os, cpu, libc] = system.split("-");
    const name = os === "win32" ? "kbc.exe" : "kbc";
    const from = join(work, system);
    mkdirSync(join(from, "bin"), { recursive: true });
    copyFileSync(program, join(from, "bin", name));
    chmodSync(join(from, "bin", name), 0o755);
    writeFileSync(join(from, "README.md"), `# @kbc-cli/${system}\n\nThe program of kbc for ${system}. Install \`kbc\` instead of this.\n`);
    const manifest = { name: `@kbc-cli/${system}`, version, description: `kbc for ${system}`, license: common.license, os: [os], cpu: [cpu], files: ["bin"], preferUnplugged: true };
    if (os === "linux") manifest.libc = [libc ?? "glibc"];
    pack(from, manifest);
  }
  const from = join(work, "kbc");
  cpSync(join(here, "kbc"), from, { recursive: true });
  const optionalDependencies = Object.fromEntries(systems.map(([system]) => [`@kbc-cli/${system}`, version]));
  pack(from, { ...common, version, optionalDependencies });
} finally {
  rmSync(work, { recursive: true, force: true });
}
