"""The language server as clients with the captured capabilities of real editors see it.

    pip install pytest-lsp==1.0.1
    COPYDESK=target/debug/copydesk pytest tests/editors

pytest-lsp checks every message of the server against the types of the protocol, and a server that does not exit keeps
the run from ending.
"""

import os

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SERVER = os.environ.get("COPYDESK", "target/debug/copydesk")
TEXT = "# 😀 Bulletin\n\nSaid so ([Daily Nation](https://a.example/x), May 9).\n\n## Part\n\nc\n"


@pytest_lsp.fixture(
    params=["neovim", "visual_studio_code", "emacs"], config=ClientServerConfig(server_command=[SERVER, "lsp"])
)
async def client(request, lsp_client: LanguageClient):
    # The captured capabilities offer to watch files; the client behind them does not know how.
    lsp_client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    capabilities = client_capabilities(request.param)
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=capabilities, process_id=os.getpid()))
    yield
    await lsp_client.shutdown_session()


def opened(client, path):
    item = lsp.TextDocumentItem(uri=path.as_uri(), language_id="markdown", version=1, text=TEXT)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
    return lsp.TextDocumentIdentifier(uri=item.uri)


@pytest.mark.asyncio
async def test_diagnostics_are_pulled_or_pushed(client: LanguageClient, tmp_path):
    document = opened(client, tmp_path / "a.md")
    if client.capabilities.text_document.diagnostic:
        first = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(text_document=document))
        again = lsp.DocumentDiagnosticParams(text_document=document, previous_result_id=first.result_id)
        assert (await client.text_document_diagnostic_async(again)).kind == "unchanged"
        whole = await client.workspace_diagnostic_async(lsp.WorkspaceDiagnosticParams(previous_result_ids=[]))
        assert [item.uri for item in whole.items] == [document.uri]
    else:
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        assert document.uri in client.diagnostics


@pytest.mark.asyncio
async def test_a_document_is_read(client: LanguageClient, tmp_path):
    document = opened(client, tmp_path / "a.md")
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(text_document=document))
    assert symbols[0].name == "😀 Bulletin"
    assert await client.text_document_folding_range_async(lsp.FoldingRangeParams(text_document=document))
    (link,) = await client.text_document_document_link_async(lsp.DocumentLinkParams(text_document=document))
    assert link.target == "https://a.example/x"
    place = lsp.Position(2, 12)
    grown = lsp.SelectionRangeParams(text_document=document, positions=[place])
    assert (await client.text_document_selection_range_async(grown))[0].parent is not None
    asked = lsp.CodeActionParams(
        text_document=document, range=lsp.Range(place, place), context=lsp.CodeActionContext(diagnostics=[])
    )
    assert isinstance(await client.text_document_code_action_async(asked), (list, tuple, type(None)))
