"""The language server as clients with the captured capabilities of real editors see it.

    pip install pytest-lsp==1.0.1
    COPYDESK=target/debug/copydesk pytest tests/editors

Every message of the server is recorded and checked against the protocol. A server that does not exit keeps the run from
ending.
"""

import os

import pytest
import pytest_lsp
from conftest import recorded
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

TEXT = """\
# 😀 Bulletin

*By Ada Vale*

The Rapid Response Unit (RRU) said so ([Daily Nation](https://nation.africa/x),May 9). The RRU left.[^a]

## Part

Rain fell ([Daily N

[^a]: See above.
"""


@pytest_lsp.fixture(
    params=["neovim", "visual_studio_code", "emacs"], config=ClientServerConfig(server_command=[*recorded(), "lsp"])
)
async def client(request, lsp_client: LanguageClient):
    # The captured capabilities offer to watch files, which the client here cannot do.
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
    assert link.target == "https://nation.africa/x"
    place = lsp.Position(4, 12)
    grown = lsp.SelectionRangeParams(text_document=document, positions=[place])
    assert (await client.text_document_selection_range_async(grown))[0].parent is not None
    asked = lsp.CodeActionParams(
        text_document=document, range=lsp.Range(place, place), context=lsp.CodeActionContext(diagnostics=[])
    )
    assert isinstance(await client.text_document_code_action_async(asked), (list, tuple, type(None)))


def at(document, line, words, skip=0):
    """The position of `words` on a line."""
    before = TEXT.split("\n")[line]
    before = before[: before.index(words) + skip]
    assert before.isascii(), "every encoding counts alike"
    return {"text_document": document, "position": lsp.Position(line, len(before))}


@pytest.mark.asyncio
async def test_a_place_is_explained_and_followed(client: LanguageClient, tmp_path):
    document = opened(client, tmp_path / "2018-03-10.md")
    source = at(document, 4, "Nation")
    card = await client.text_document_hover_async(lsp.HoverParams(**source))
    assert "Daily Nation" in card.contents.value
    short = at(document, 4, "RRU left")
    defined = await client.text_document_definition_async(lsp.DefinitionParams(**short))
    assert defined.range.start.line == 4
    context = lsp.ReferenceContext(include_declaration=True)
    assert len(await client.text_document_references_async(lsp.ReferenceParams(context=context, **short))) == 2
    assert len(await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(**short))) == 2
    edit = await client.text_document_rename_async(lsp.RenameParams(new_name="RFU", **short))
    assert edit.changes or edit.document_changes
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(20, 0))
    (hint, *_) = await client.text_document_inlay_hint_async(lsp.InlayHintParams(text_document=document, range=whole))
    assert hint.label == ", 2017"
    (lens, *_) = await client.text_document_code_lens_async(lsp.CodeLensParams(text_document=document))
    assert lens.command.title.startswith("1 source")
    tokens = await client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text_document=document))
    assert len(tokens.data) % 5 == 0
    assert await client.workspace_symbol_async(lsp.WorkspaceSymbolParams(query="bulletin"))


@pytest.mark.asyncio
async def test_a_source_is_completed_and_citations_are_formatted(client: LanguageClient, tmp_path):
    document = opened(client, tmp_path / "2018-10-10.md")
    place = at(document, 8, "Daily N", len("Daily N"))
    found = await client.text_document_completion_async(lsp.CompletionParams(**place))
    assert found.items[0].label == "Daily Nation"
    looked = await client.completion_item_resolve_async(found.items[0])
    assert "nation.africa" in looked.documentation.value
    options = lsp.FormattingOptions(tab_size=4, insert_spaces=True)
    edits = await client.text_document_formatting_async(
        lsp.DocumentFormattingParams(text_document=document, options=options)
    )
    assert any(edit.new_text == " " for edit in edits)
