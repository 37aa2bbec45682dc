// The preview: the page of a guide beside its text. The server serves it on this machine; here are its window and the cursor.
"use strict";

const vscode = require("vscode");

// The page moves when the cursor rests for so long, so that a key that is held down moves it once.
const REST = 120;
let panel = null;

// A place in a text, as the server takes it.
function spot(editor) {
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

// Shows an address: in a panel beside the text, or in the browser, as the settings say.
async function show(address) {
  // Where the server runs on another machine, this makes a way there.
  const outside = await vscode.env.asExternalUri(vscode.Uri.parse(address, true));
  if (vscode.workspace.getConfiguration("kbc").get("preview") === "browser") return vscode.env.openExternal(outside);
  if (!panel) {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    panel = vscode.window.createWebviewPanel("kbc.preview", "kbc preview", column, { enableScripts: false, retainContextWhenHidden: true });
    panel.onDidDispose(() => { panel = null; });
  } else {
    panel.reveal(undefined, true);
  }
  panel.webview.html = frame(outside.toString(true));
}

// A page that holds nothing but that of the server, and lets nothing else in.
function frame(address) {
  const safe = address.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const origin = new URL(address).origin;
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; frame-src ${origin}; style-src 'unsafe-inline'">
<style>html, body, iframe { margin: 0; padding: 0; border: 0; width: 100%; height: 100vh; background: Canvas; }</style>
</head><body><iframe src="${safe}" title="The page of the guide"></iframe></body></html>`;
}

// Tells where the cursor is, however it got there: by mouse, by keys, or by a jump. Nobody listens without a preview.
function follow(language, tell) {
  let timer = null;
  const moved = (editor) => {
    if (!editor || editor.document.languageId !== language) return;
    clearTimeout(timer);
    timer = setTimeout(() => tell(spot(editor)), REST);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection((event) => moved(event.textEditor)),
    vscode.window.onDidChangeActiveTextEditor(moved),
    { dispose: () => { clearTimeout(timer); if (panel) panel.dispose(); } },
  );
}

module.exports = { spot, show, follow, frame };
