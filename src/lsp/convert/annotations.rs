//! Answers shown beside or over the text: hover, hints, lenses, colours, formatting.

use super::edits::text_edits;
use super::{offset, position, range, span};
use crate::ide::tokens::{Kind, Token};
use crate::ide::{format, hints, hover as cards, lens, tokens as ide_tokens};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::documents::Snapshot;
use crate::text::Span;
use crate::workspace::Workspace;
use tower_lsp::lsp_types as lsp;

/// The card of what stands at a position; without markup where the client shows none.
pub(crate) fn hover(
    snapshot: &Snapshot,
    at: lsp::Position,
    workspace: &Workspace,
    capabilities: &ClientCapabilities,
) -> Option<lsp::Hover> {
    let text = snapshot.text();
    let card = cards::hover(snapshot.view(), workspace, offset(text, at, capabilities.encoding))?;
    let (kind, value) = markup(card.markdown, capabilities.markdown);
    Some(lsp::Hover {
        contents: lsp::HoverContents::Markup(lsp::MarkupContent { kind, value }),
        range: Some(range(text, card.span, capabilities.encoding)),
    })
}

/// A card as the client shows it: without marks where it shows none.
pub(super) fn markup(card: String, marked: bool) -> (lsp::MarkupKind, String) {
    if marked {
        (lsp::MarkupKind::Markdown, card)
    } else {
        (lsp::MarkupKind::PlainText, card.replace("**", "").replace('`', ""))
    }
}

/// Hints within a range.
pub(crate) fn hints(snapshot: &Snapshot, within: lsp::Range, capabilities: &ClientCapabilities) -> Vec<lsp::InlayHint> {
    let text = snapshot.text();
    let hint = |hint: hints::Hint| lsp::InlayHint {
        position: position(text, hint.offset, capabilities.encoding),
        label: lsp::InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(false),
        padding_right: Some(false),
        data: None,
    };
    hints::hints(snapshot.view(), span(text, within, capabilities.encoding)).into_iter().map(hint).collect()
}

/// The lines above articles.
pub(crate) fn lenses(snapshot: &Snapshot, capabilities: &ClientCapabilities) -> Vec<lsp::CodeLens> {
    let text = snapshot.text();
    let lens = |lens: lens::Lens| {
        let start = position(text, lens.span.start, capabilities.encoding);
        // A lens that leads nowhere: a command without a name is shown and cannot be chosen.
        let command = lsp::Command { title: lens.title, command: String::new(), arguments: None };
        lsp::CodeLens { range: lsp::Range::new(start, start), command: Some(command), data: None }
    };
    lens::lenses(snapshot.view()).into_iter().map(lens).collect()
}

/// The kinds of tokens, in the order of the legend.
pub(crate) const TOKEN_TYPES: [&str; 5] = ["citation", "source", "date", "abbreviation", "actor"];

fn token_type(kind: Kind) -> u32 {
    match kind {
        Kind::Citation => 0,
        Kind::Source => 1,
        Kind::Date => 2,
        Kind::Abbreviation => 3,
        Kind::Actor => 4,
    }
}

/// The tokens within a range, or all, in the protocol's relative form.
pub(crate) fn tokens(
    snapshot: &Snapshot,
    within: Option<lsp::Range>,
    capabilities: &ClientCapabilities,
) -> lsp::SemanticTokens {
    let text = snapshot.text();
    let all = Span::at(0..text.text.len());
    let within = within.map_or(all, |within| span(text, within, capabilities.encoding));
    let mut last = lsp::Position::default();
    let token = |token: Token| {
        let place = range(text, token.span, capabilities.encoding);
        let delta_line = place.start.line - last.line;
        let before = if delta_line == 0 { last.character } else { 0 };
        last = place.start;
        lsp::SemanticToken {
            delta_line,
            delta_start: place.start.character - before,
            length: place.end.character - place.start.character,
            token_type: token_type(token.kind),
            token_modifiers_bitset: 0,
        }
    };
    let data = ide_tokens::tokens(snapshot.view(), within).into_iter().map(token).collect();
    lsp::SemanticTokens { result_id: None, data }
}

/// The edits that bring citations to house form.
pub(crate) fn formatting(
    snapshot: &Snapshot,
    within: Option<lsp::Range>,
    capabilities: &ClientCapabilities,
) -> Vec<lsp::TextEdit> {
    let text = snapshot.text();
    let all = Span::at(0..text.text.len());
    let within = within.map_or(all, |within| span(text, within, capabilities.encoding));
    if snapshot.house.is_excluded() {
        return Vec::new();
    }
    text_edits(snapshot, &format::format(snapshot.view(), within), capabilities)
}
