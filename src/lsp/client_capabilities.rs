//! What the client can do.

use super::convert::positions::encoding_kind;
use crate::text::Encoding;
use tower_lsp::lsp_types as lsp;

/// What the client can do, as far as the server cares; fixed by `initialize`.
#[derive(Clone, Debug)]
pub(crate) struct ClientCapabilities {
    /// The unit of columns.
    pub(crate) encoding: Encoding,
    /// It pulls diagnostics; then none are pushed.
    pub(crate) pull: bool,
    /// It pulls diagnostics again when told to.
    pub(crate) refresh_diagnostics: bool,
    /// It shows related locations.
    pub(crate) related_information: bool,
    /// It fades and strikes through.
    pub(crate) tags: bool,
    /// It links a rule to its page.
    pub(crate) code_description: bool,
    /// It watches files for us.
    pub(crate) watches_files: bool,
    /// It can be asked for settings.
    pub(crate) configuration: bool,
    /// Edits may carry the version of the document that they were made for.
    pub(crate) document_changes: bool,
    /// Edits may carry annotations and ask for confirmation.
    pub(crate) annotations: bool,
    /// It supports code actions that are not commands; otherwise none are offered.
    pub(crate) actions: bool,
    /// It resolves the edits of a code action when the action is chosen.
    pub(crate) resolves_edits: bool,
    /// It marks the preferred action.
    pub(crate) preferred: bool,
    /// It shows symbols as a tree.
    pub(crate) symbol_tree: bool,
    /// It folds whole lines only.
    pub(crate) folds_lines: bool,
    /// It reports changed settings only after registration.
    pub(crate) registers_configuration: bool,
    /// It renders Markdown in hovers.
    pub(crate) markdown: bool,
    /// It renders Markdown in the documentation of completions.
    pub(crate) markdown_documentation: bool,
    /// It asks whether something can be renamed before it asks for the new name (`prepareRename`).
    pub(crate) prepares_rename: bool,
    /// It supports snippets in completions.
    pub(crate) snippets: bool,
    /// It shows the details of every completion, not only of the selected one.
    pub(crate) label_details: bool,
    /// It shows progress.
    pub(crate) progress: bool,
    /// Edits may create files.
    pub(crate) makes_files: bool,
    /// It shows records of the built-in lists: it opens [`super::convert::navigation::RECORD`] addresses.
    pub(crate) opens_records: bool,
    /// Its own commands that actions may run, from `experimental.commands.commands`.
    pub(crate) commands: Vec<String>,
}

/// The initialization option for clients that count columns in another unit than they negotiate.
pub(crate) const COLUMNS: &str = "columns";

impl ClientCapabilities {
    /// Whether the client has a command with that name.
    pub(crate) fn has_command(&self, name: &str) -> bool {
        self.commands.iter().any(|own| own == name)
    }

    /// Reads the params of `initialize`. A client that names no encoding must count in UTF-16, but some count bytes
    /// anyway: they set `{"columns": "utf-8"}` among the options.
    pub(crate) fn new(client: &lsp::InitializeParams) -> ClientCapabilities {
        let mut capabilities = ClientCapabilities::read(&client.capabilities);
        let named = client.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let said = client.initialization_options.as_ref().and_then(|options| options.get(COLUMNS)?.as_str());
        let all = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
        if let (None, Some(said)) = (named, said)
            && let Some(encoding) = all.into_iter().find(|encoding| encoding_kind(*encoding).as_str() == said)
        {
            capabilities.encoding = encoding;
        }
        capabilities
    }

    /// Reads the declared capabilities.
    pub(crate) fn read(client: &lsp::ClientCapabilities) -> ClientCapabilities {
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let published = text.and_then(|text| text.publish_diagnostics.as_ref());
        let edits = workspace.and_then(|w| w.workspace_edit.as_ref());
        let action = text.and_then(|text| text.code_action.as_ref());
        let symbol = text.and_then(|text| text.document_symbol.as_ref());
        let folding = text.and_then(|text| text.folding_range.as_ref());
        let pull = text.is_some_and(|text| text.diagnostic.is_some());
        ClientCapabilities {
            encoding: encoding(client),
            pull,
            refresh_diagnostics: workspace
                .and_then(|w| w.diagnostic.as_ref())
                .and_then(|d| d.refresh_support)
                .unwrap_or(false),
            // In 3.17 these are declared only for pushed diagnostics, but apply to pulled ones too. A client that only
            // pulls may declare nothing, and ignores what it does not know.
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
            opens_records: client
                .experimental
                .as_ref()
                .and_then(|experimental| experimental.get("records")?.as_bool())
                .unwrap_or(false),
            commands: client
                .experimental
                .as_ref()
                .and_then(|experimental| experimental.pointer("/commands/commands")?.as_array())
                .map(|names| names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect())
                .unwrap_or_default(),
            progress: client.window.as_ref().and_then(|window| window.work_done_progress).unwrap_or(false),
            prepares_rename: text.and_then(|t| t.rename.as_ref()).and_then(|r| r.prepare_support).unwrap_or(false),
        }
    }
}

/// UTF-8 if the client supports it, because it needs no conversion; else the client's first encoding that we support;
/// else UTF-16, which every client supports.
fn encoding(client: &lsp::ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let known = |encoding: Encoding| offered.iter().position(|kind| *kind == encoding_kind(encoding));
    if known(Encoding::Utf8).is_some() {
        return Encoding::Utf8;
    }
    let rest = [Encoding::Utf16, Encoding::Utf32];
    rest.into_iter().filter_map(|e| Some((known(e)?, e))).min_by_key(|(at, _)| *at).map_or(Encoding::Utf16, |(_, e)| e)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_preferred_and_utf_16_the_default() {
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
