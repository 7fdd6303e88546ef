//! What the client offers, and what we offer it.

use super::convert;
use super::library::Feature;
use crate::text::Encoding;
use tower_lsp::lsp_types as lsp;

/// What the client can do, as far as it matters to us; settled by `initialize`.
#[derive(Clone, Debug)]
pub(crate) struct Offers {
    /// What columns count.
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics itself: then none are pushed.
    pub(crate) pull: bool,
    /// It can be told to ask for diagnostics again.
    pub(crate) refresh_diagnostics: bool,
    /// It shows related places.
    pub(crate) related_information: bool,
    /// It fades and strikes out.
    pub(crate) tags: bool,
    /// It links a rule to its page.
    pub(crate) code_description: bool,
    /// It watches files for us.
    pub(crate) watches_files: bool,
    /// It can be asked for settings.
    pub(crate) configuration: bool,
    /// Edits may name the version that they are made for.
    pub(crate) document_changes: bool,
    /// Edits may say what they are and ask to be looked at.
    pub(crate) annotations: bool,
    /// It knows actions that are no commands; without that, none are offered.
    pub(crate) actions: bool,
    /// The edits of an action may follow when it is chosen.
    pub(crate) resolves_edits: bool,
    /// It marks the obvious action.
    pub(crate) preferred: bool,
    /// It shows symbols as a tree.
    pub(crate) symbol_tree: bool,
    /// It folds whole lines only.
    pub(crate) folds_lines: bool,
    /// It says when settings change only if asked to.
    pub(crate) registers_configuration: bool,
    /// It shows cards with markup.
    pub(crate) markdown: bool,
    /// It shows what is told of a completion with markup.
    pub(crate) markdown_documentation: bool,
    /// It asks whether something can be renamed before it asks for the new name.
    pub(crate) prepares_rename: bool,
    /// It fills in places of what is completed.
    pub(crate) snippets: bool,
    /// It shows beside each completion what it is, not only beside the chosen one.
    pub(crate) label_details: bool,
    /// It shows how far work is.
    pub(crate) progress: bool,
    /// Edits may make files.
    pub(crate) makes_files: bool,
}

/// The option of `initialize` by which clients that count wrongly say what they count.
pub(crate) const COLUMNS: &str = "columns";

impl Offers {
    /// Reads what a client says of itself. One that names no encoding must count in UTF-16, and some count bytes all the
    /// same: `{"columns": "utf-8"}` among the options says so.
    pub(crate) fn of(client: &lsp::InitializeParams) -> Offers {
        let mut offers = Offers::read(&client.capabilities);
        let named = client.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let said = client.initialization_options.as_ref().and_then(|options| options.get(COLUMNS)?.as_str());
        let all = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
        if let (None, Some(said)) = (named, said)
            && let Some(encoding) = all.into_iter().find(|encoding| convert::encoding_kind(*encoding).as_str() == said)
        {
            offers.encoding = encoding;
        }
        offers
    }

    /// Reads the client's capabilities.
    pub(crate) fn read(client: &lsp::ClientCapabilities) -> Offers {
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let published = text.and_then(|text| text.publish_diagnostics.as_ref());
        let edits = workspace.and_then(|w| w.workspace_edit.as_ref());
        let action = text.and_then(|text| text.code_action.as_ref());
        let symbol = text.and_then(|text| text.document_symbol.as_ref());
        let folding = text.and_then(|text| text.folding_range.as_ref());
        let pull = text.is_some_and(|text| text.diagnostic.is_some());
        Offers {
            encoding: encoding(client),
            pull,
            refresh_diagnostics: workspace
                .and_then(|w| w.diagnostic.as_ref())
                .and_then(|d| d.refresh_support)
                .unwrap_or(false),
            // What can be shown is declared for pushing alone in 3.17, and holds for pulling too. A client that only
            // pulls may say nothing, and takes what it does not know without harm.
            related_information: published.map_or(pull, |p| p.related_information.unwrap_or(false)),
            tags: published.map_or(pull, |p| p.tag_support.is_some()),
            code_description: published.map_or(pull, |p| p.code_description_support.unwrap_or(false)),
            watches_files: workspace
                .and_then(|w| w.did_change_watched_files)
                .and_then(|w| w.dynamic_registration)
                .unwrap_or(false),
            configuration: workspace.and_then(|w| w.configuration).unwrap_or(false),
            document_changes: edits.and_then(|e| e.document_changes).unwrap_or(false),
            annotations: edits.is_some_and(|e| e.change_annotation_support.is_some()),
            actions: action.is_some_and(|a| a.code_action_literal_support.is_some()),
            resolves_edits: action.is_some_and(|a| {
                let later = a.resolve_support.as_ref();
                a.data_support == Some(true) && later.is_some_and(|l| l.properties.iter().any(|p| p == "edit"))
            }),
            preferred: action.and_then(|a| a.is_preferred_support).unwrap_or(false),
            symbol_tree: symbol.and_then(|s| s.hierarchical_document_symbol_support).unwrap_or(false),
            folds_lines: folding.and_then(|f| f.line_folding_only).unwrap_or(false),
            registers_configuration: workspace
                .and_then(|w| w.did_change_configuration)
                .and_then(|c| c.dynamic_registration)
                .unwrap_or(false),
            markdown: text
                .and_then(|text| text.hover.as_ref())
                .and_then(|hover| hover.content_format.as_ref())
                .is_some_and(|formats| formats.contains(&lsp::MarkupKind::Markdown)),
            markdown_documentation: text
                .and_then(|text| text.completion.as_ref())
                .and_then(|completion| completion.completion_item.as_ref())
                .and_then(|item| item.documentation_format.as_ref())
                .is_some_and(|formats| formats.contains(&lsp::MarkupKind::Markdown)),
            makes_files: edits.is_some_and(|e| {
                let made = e.resource_operations.as_deref().unwrap_or_default();
                e.document_changes == Some(true) && made.contains(&lsp::ResourceOperationKind::Create)
            }),
            snippets: text
                .and_then(|text| text.completion.as_ref())
                .and_then(|completion| completion.completion_item.as_ref())
                .and_then(|item| item.snippet_support)
                .unwrap_or(false),
            label_details: text
                .and_then(|text| text.completion.as_ref())
                .and_then(|completion| completion.completion_item.as_ref())
                .and_then(|item| item.label_details_support)
                .unwrap_or(false),
            progress: client.window.as_ref().and_then(|window| window.work_done_progress).unwrap_or(false),
            prepares_rename: text.and_then(|t| t.rename.as_ref()).and_then(|r| r.prepare_support).unwrap_or(false),
        }
    }
}

/// UTF-8 where the client knows it, for it costs no conversion; else the first of the client's that we know; else
/// UTF-16, which every client knows.
fn encoding(client: &lsp::ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let known = |encoding: Encoding| offered.iter().position(|kind| *kind == convert::encoding_kind(encoding));
    if known(Encoding::Utf8).is_some() {
        return Encoding::Utf8;
    }
    let rest = [Encoding::Utf16, Encoding::Utf32];
    rest.into_iter().filter_map(|e| Some((known(e)?, e))).min_by_key(|(at, _)| *at).map_or(Encoding::Utf16, |(_, e)| e)
}

/// What this server does for a client that offers this and wants that.
pub(crate) fn server(offers: &Offers, wants: impl Fn(Feature) -> bool) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(convert::encoding_kind(offers.encoding)),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
            save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
            ..lsp::TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: offers.pull.then(|| {
            lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
                identifier: Some("copydesk".to_owned()),
                // The settings, and names in other bulletins of the workspace, decide about this one.
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..lsp::DiagnosticOptions::default()
            })
        }),
        code_action_provider: (offers.actions && wants(Feature::CodeActions)).then(|| {
            lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
                code_action_kinds: Some(vec![
                    lsp::CodeActionKind::QUICKFIX,
                    lsp::CodeActionKind::REFACTOR_REWRITE,
                    lsp::CodeActionKind::new(convert::edits::FIX_ALL),
                ]),
                resolve_provider: Some(offers.resolves_edits),
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
            // Where an item of a citation or a note's label begins; the address and the date behind a source. Letters
            // call for completion of themselves in every editor.
            trigger_characters: Some(["(", "[", ";", ",", "^"].map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..lsp::CompletionOptions::default()
        }),
        workspace_symbol_provider: wants(Feature::WorkspaceSymbols).then_some(lsp::OneOf::Left(true)),
        hover_provider: wants(Feature::Hover).then_some(lsp::HoverProviderCapability::Simple(true)),
        definition_provider: wants(Feature::Definition).then_some(lsp::OneOf::Left(true)),
        references_provider: wants(Feature::References).then_some(lsp::OneOf::Left(true)),
        document_highlight_provider: wants(Feature::Highlights).then_some(lsp::OneOf::Left(true)),
        rename_provider: wants(Feature::Rename).then(|| match offers.prepares_rename {
            true => lsp::OneOf::Right(lsp::RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
            }),
            false => lsp::OneOf::Left(true),
        }),
        inlay_hint_provider: wants(Feature::InlayHints).then_some(lsp::OneOf::Left(true)),
        code_lens_provider: wants(Feature::CodeLens).then_some(lsp::CodeLensOptions { resolve_provider: Some(false) }),
        document_formatting_provider: wants(Feature::Formatting).then_some(lsp::OneOf::Left(true)),
        document_range_formatting_provider: wants(Feature::Formatting).then_some(lsp::OneOf::Left(true)),
        semantic_tokens_provider: wants(Feature::SemanticTokens).then(|| {
            lsp::SemanticTokensServerCapabilities::SemanticTokensOptions(lsp::SemanticTokensOptions {
                legend: lsp::SemanticTokensLegend {
                    token_types: convert::reading::TOKEN_TYPES.map(lsp::SemanticTokenType::new).to_vec(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_preferred_and_utf_16_the_rule() {
        let negotiated = |offered: Option<&[lsp::PositionEncodingKind]>| {
            encoding(&lsp::ClientCapabilities {
                general: Some(lsp::GeneralClientCapabilities {
                    position_encodings: offered.map(<[_]>::to_vec),
                    ..lsp::GeneralClientCapabilities::default()
                }),
                ..lsp::ClientCapabilities::default()
            })
        };
        use lsp::PositionEncodingKind as Kind;
        assert_eq!(negotiated(None), Encoding::Utf16);
        assert_eq!(negotiated(Some(&[Kind::UTF16, Kind::UTF8])), Encoding::Utf8);
        assert_eq!(negotiated(Some(&[Kind::UTF16, Kind::UTF32])), Encoding::Utf16);
        assert_eq!(negotiated(Some(&[Kind::UTF32, Kind::UTF16])), Encoding::Utf32);
        assert_eq!(negotiated(Some(&[Kind::UTF32])), Encoding::Utf32);
        assert_eq!(negotiated(Some(&[Kind::new("utf-7")])), Encoding::Utf16);
    }
}
