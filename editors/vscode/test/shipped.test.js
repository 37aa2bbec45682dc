// The grammar over every file that ships: each item and property is coloured as one, and no text runs on beyond its end.
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const oniguruma = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

const repository = path.join(__dirname, "..", "..", "..");
const grammarPath = path.join(__dirname, "..", "syntaxes", "rules.tmLanguage.json");

function* files(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const below = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(below);
    else if (entry.name.endsWith(".rules")) yield below;
  }
}

async function grammar() {
  await oniguruma.loadWASM(fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => (scope === "source.rules" ? parseRawGrammar(fs.readFileSync(grammarPath, "utf8"), grammarPath) : null),
  });
  return registry.loadGrammar("source.rules");
}

test("files that ship are coloured", async () => {
  const rules = await grammar();
  const words = JSON.parse(fs.readFileSync(grammarPath, "utf8"));
  const items = /\((guide[^)]*|[a-z|]*guide[^)]*)\)/.exec(JSON.stringify(words))[1].split("|");
  let seen = 0;
  for (const folder of ["rules", "examples", "tests/knowledge"]) {
    for (const file of files(path.join(repository, folder))) {
      let stack = INITIAL;
      fs.readFileSync(file, "utf8").split("\n").forEach((line, at) => {
        const { tokens, ruleStack } = rules.tokenizeLine(line, stack);
        const where = `${path.relative(repository, file)}:${at + 1}`;
        const scopes = (from) => tokens.find(({ startIndex, endIndex }) => startIndex <= from && from < endIndex)?.scopes.join(" ") ?? "";
        const word = /^([a-z-]+)(?= |$)/.exec(line)?.[1];
        const inText = stack !== INITIAL && /triple/.test(scopes(0));
        if (word && items.includes(word) && !inText) {
          assert.match(scopes(0), /keyword\.control/, where);
          seen += 1;
        }
        const property = /^ {2}([a-z-]+)(?= )/.exec(line);
        if (property && !inText && /^ {2}(takes|fixes|shows|outcome|verify|symptoms|likelihood) /.test(line)) {
          assert.match(scopes(2), /support\.type\.property-name/, where);
        }
        stack = ruleStack;
      });
      assert.ok(stack.depth === 1, `${file}: a text does not end`);
    }
  }
  assert.ok(seen > 200, `${seen} items`);
});
