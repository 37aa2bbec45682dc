"""pytest-lsp with the capabilities of VS Code: what is shown is asserted, not only that the server starts."""

import asyncio
import os
import pathlib
import urllib.request

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

LAMP = (pathlib.Path(__file__).parent / "lamp.rules").read_text()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "rules").mkdir()
    (root / "kbc.toml").write_text('title = "Lamps"\n')
    (root / "rules" / "lamp.rules").write_text(LAMP)
    return root


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[os.environ["KBC"], "lsp"]))
async def client(lsp_client: LanguageClient):
    capabilities = client_capabilities("visual-studio-code")
    # The profile is older than questions about findings, which VS Code asks by now.
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
    capabilities.window.show_document = types.ShowDocumentClientCapabilities(support=True)
    registered = []
    for asked_again in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH):
        lsp_client.feature(asked_again)(lambda *_: None)
    lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: registered.append(params) or None)
    params = types.InitializeParams(capabilities=capabilities)
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


async def opened(client, project, text=LAMP):
    uri = (project / "rules" / "lamp.rules").resolve().as_uri()
    document = types.TextDocumentItem(uri=uri, language_id="kbc-rules", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=document))
    return types.TextDocumentIdentifier(uri=uri)


def place(needle, behind=0):
    at = LAMP.index(needle) + behind
    return types.Position(line=LAMP.count("\n", 0, at), character=at - LAMP.rfind("\n", 0, at) - 1)


@pytest.mark.asyncio
async def test_what_an_author_sees(client, project):
    document = await opened(client, project)
    report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=document))
    found = {item.code: item for item in report.items}
    assert "KB101" in found and "dark" in found["KB101"].message, found
    assert found["KB101"].range.start == place("drak")

    where = types.Range(start=place("drak"), end=place("drak"))
    context = types.CodeActionContext(diagnostics=[found["KB101"]])
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(text_document=document, range=where, context=context)
    )
    assert [edit.new_text for edit in actions[0].edit.changes[document.uri]] == ["dark"]

    hover = await client.text_document_hover_async(
        types.HoverParams(text_document=document, position=place("fixes bulb", 7))
    )
    assert "The bulb is broken" in hover.contents.value

    there = await client.text_document_definition_async(
        types.DefinitionParams(text_document=document, position=place("fixes bulb", 7))
    )
    assert there.range.start == place("bulb \"The")

    offered = await client.text_document_completion_async(
        types.CompletionParams(text_document=document, position=place("usually"))
    )
    assert "usually" in [item.label for item in offered.items]

    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=document))
    assert [symbol.name for symbol in symbols] == ["lamp", "dark", "bulb", "change", "shop"]

    everywhere = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=[]))
    assert [item.uri for item in everywhere.items] == [document.uri]


@pytest.mark.asyncio
async def test_what_names_mean_and_what_points_to_them(client, project):
    document = await opened(client, project)
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(text_document=document))
    assert tokens.data and len(tokens.data) % 5 == 0 and tokens.result_id
    items = await client.text_document_prepare_call_hierarchy_async(
        types.CallHierarchyPrepareParams(text_document=document, position=place("bulb \"The"))
    )
    calls = await client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(item=items[0]))
    assert [call.from_.name for call in calls] == ["change"]
    files = [types.FileRename(old_uri=document.uri, new_uri=document.uri.replace("lamp.rules", "light.rules"))]
    edit = await client.workspace_will_rename_files_async(types.RenameFilesParams(files=files))
    assert edit.changes == {}, "nobody uses it"
    offered = await client.text_document_completion_async(
        types.CompletionParams(text_document=document, position=place("bulb usually"))
    )
    bulb = next(item for item in offered.items if item.label == "bulb")
    told = await client.completion_item_resolve_async(bulb)
    assert "The bulb is broken" in told.documentation.value


@pytest.mark.asyncio
async def test_the_preview_and_a_click_in_it(client, project):
    document = await opened(client, project, LAMP.replace("drak", "dark"))
    at = place("bulb \"The")
    spot = {"uri": document.uri, "position": {"line": at.line, "character": at.character}}
    answer = await client.protocol.send_request_async("kbc/preview", spot)
    address, anchor = answer.address.split("#")
    assert address.startswith("http://127.0.0.1:") and anchor == "cause-bulb"
    page = await asyncio.to_thread(lambda: urllib.request.urlopen(address).read().decode())
    assert "The bulb is broken" in page
    origin, site = "/".join(address.split("/")[:3]), address.rsplit("/", 1)[0]
    click = urllib.request.Request(
        f"{site}/_kbc/source?page=lamp.html&at=remedy-change", method="POST", headers={"Origin": origin}
    )
    assert await asyncio.to_thread(lambda: urllib.request.urlopen(click).status) == 204
    async with asyncio.timeout(60):
        while not client.shown_documents:
            await asyncio.sleep(0.05)
    [shown] = client.shown_documents
    assert shown.uri == document.uri and shown.selection.start.line == place("remedy change").line
