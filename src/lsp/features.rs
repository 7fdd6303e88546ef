//! What the editor can switch off, so that another Markdown server may do it: `{"features": {"folding": false}}`.

/// A part of the server that can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    /// `code-actions`
    CodeActions,
    /// `code-lens`
    CodeLens,
    /// `completion`
    Completion,
    /// `definition`
    Definition,
    /// `document-links`
    DocumentLinks,
    /// `document-symbols`
    DocumentSymbols,
    /// `folding`
    Folding,
    /// `formatting`
    Formatting,
    /// `highlights`
    Highlights,
    /// `hover`
    Hover,
    /// `inlay-hints`
    InlayHints,
    /// `references`
    References,
    /// `rename`
    Rename,
    /// `selection-ranges`
    SelectionRanges,
    /// `semantic-tokens`
    SemanticTokens,
    /// `workspace-symbols`
    WorkspaceSymbols,
}

impl Feature {
    /// Every feature with the name it has in settings.
    pub(crate) const ALL: &[(&'static str, Feature)] = &[
        ("code-actions", Feature::CodeActions),
        ("code-lens", Feature::CodeLens),
        ("completion", Feature::Completion),
        ("definition", Feature::Definition),
        ("document-links", Feature::DocumentLinks),
        ("document-symbols", Feature::DocumentSymbols),
        ("folding", Feature::Folding),
        ("formatting", Feature::Formatting),
        ("highlights", Feature::Highlights),
        ("hover", Feature::Hover),
        ("inlay-hints", Feature::InlayHints),
        ("references", Feature::References),
        ("rename", Feature::Rename),
        ("selection-ranges", Feature::SelectionRanges),
        ("semantic-tokens", Feature::SemanticTokens),
        ("workspace-symbols", Feature::WorkspaceSymbols),
    ];
}
