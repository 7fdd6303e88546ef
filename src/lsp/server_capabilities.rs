//! What the server offers to a client.

use super::client_capabilities::ClientCapabilities;
use super::convert::{annotations, edits, positions};
use super::features::Feature;
use tower_lsp::lsp_types as lsp;

/// The capabilities of the server for a client with `capabilities`, with the features that are switched on.
pub(crate) fn server_capabilities(
    capabilities: &ClientCapabilities,
    wants: impl Fn(Feature) -> bool,
) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(positions::encoding_kind(capabilities.encoding)),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
            save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
            ..lsp::TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: capabilities.pull.then(|| {
            lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
                identifier: Some("copydesk".to_owned()),
                // The findings of a document depend on the settings and on the other bulletins of the workspace.
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..lsp::DiagnosticOptions::default()
            })
        }),
        code_action_provider: (capabilities.actions && wants(Feature::CodeActions)).then(|| {
            lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
                code_action_kinds: Some(vec![
                    lsp::CodeActionKind::QUICKFIX,
                    lsp::CodeActionKind::REFACTOR_REWRITE,
                    lsp::CodeActionKind::new(edits::FIX_ALL),
                ]),
                resolve_provider: Some(capabilities.resolves_edits),
                ..lsp::CodeActionOptions::default()
            })
        }),
        document_symbol_provider: wants(Feature::DocumentSymbols).then_some(lsp::OneOf::Left(true)),
        folding_range_provider: wants(Feature::Folding).then_some(lsp::FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: wants(Feature::SelectionRanges)
            .then_some(lsp::SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: wants(Feature::DocumentLinks).then(|| lsp::DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        }),
        completion_provider: wants(Feature::Completion).then(|| lsp::CompletionOptions {
            // The characters before the link of a source, the label of a note and the date of a source; an opening
            // bracket alone may start anything. Editors request completion after letters on their own.
            trigger_characters: Some(["[", ",", " ", "^"].map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..lsp::CompletionOptions::default()
        }),
        workspace_symbol_provider: wants(Feature::WorkspaceSymbols).then_some(lsp::OneOf::Left(true)),
        hover_provider: wants(Feature::Hover).then_some(lsp::HoverProviderCapability::Simple(true)),
        definition_provider: wants(Feature::Definition).then_some(lsp::OneOf::Left(true)),
        references_provider: wants(Feature::References).then_some(lsp::OneOf::Left(true)),
        document_highlight_provider: wants(Feature::Highlights).then_some(lsp::OneOf::Left(true)),
        rename_provider: wants(Feature::Rename).then(|| match capabilities.prepares_rename {
            true => lsp::OneOf::Right(lsp::RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
            }),
            false => lsp::OneOf::Left(true),
        }),
        linked_editing_range_provider: wants(Feature::Rename)
            .then_some(lsp::LinkedEditingRangeServerCapabilities::Simple(true)),
        inlay_hint_provider: wants(Feature::InlayHints).then_some(lsp::OneOf::Left(true)),
        code_lens_provider: wants(Feature::CodeLens).then_some(lsp::CodeLensOptions { resolve_provider: Some(false) }),
        document_formatting_provider: wants(Feature::Formatting).then_some(lsp::OneOf::Left(true)),
        document_range_formatting_provider: wants(Feature::Formatting).then_some(lsp::OneOf::Left(true)),
        semantic_tokens_provider: wants(Feature::SemanticTokens).then(|| {
            lsp::SemanticTokensServerCapabilities::SemanticTokensOptions(lsp::SemanticTokensOptions {
                legend: lsp::SemanticTokensLegend {
                    token_types: annotations::TOKEN_TYPES.map(lsp::SemanticTokenType::new).to_vec(),
                    token_modifiers: Vec::new(),
                },
                range: Some(true),
                full: Some(lsp::SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..lsp::SemanticTokensOptions::default()
            })
        }),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..lsp::ServerCapabilities::default()
    }
}
