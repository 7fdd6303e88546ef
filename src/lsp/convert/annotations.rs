//! Answers that are shown next to or over the text: hover, inlay hints, code lenses, semantic tokens.

use super::AnswerContext;
use crate::ide::hints::Hint;
use crate::ide::hover::Hover;
use crate::ide::lens::{Leads, Lens};
use crate::ide::tokens::{Kind, Token};
use tower_lsp::lsp_types as lsp;

/// A hover card.
pub(crate) fn hover(document: AnswerContext<'_>, hover: Hover) -> lsp::Hover {
    lsp::Hover {
        contents: lsp::HoverContents::Markup(markup(hover.markdown, document.client.markdown)),
        range: Some(document.range(hover.span)),
    }
}

/// A Markdown card as the client shows it: without its markup if the client does not render it.
pub(super) fn markup(card: String, rendered: bool) -> lsp::MarkupContent {
    if rendered {
        lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: card }
    } else {
        lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: card.replace("**", "").replace('`', "") }
    }
}

/// Inlay hints.
pub(crate) fn hints(document: AnswerContext<'_>, hints: Vec<Hint>) -> Vec<lsp::InlayHint> {
    let hint = |hint: Hint| lsp::InlayHint {
        position: document.position(hint.offset),
        label: lsp::InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(false),
        padding_right: Some(false),
        data: None,
    };
    hints.into_iter().map(hint).collect()
}

/// Code lenses.
pub(crate) fn lenses(document: AnswerContext<'_>, lenses: Vec<Lens>) -> Vec<lsp::CodeLens> {
    let lens = |lens: Lens| {
        let start = document.position(lens.span.start);
        // A command without a name is shown but cannot be chosen.
        let name = match lens.leads {
            Leads::Nowhere => "",
            Leads::ToUndated => "copydesk.showUndated",
            Leads::FixesAll => "copydesk.fixAll",
        };
        let name = if document.client.has_command(name) { name } else { "" };
        let command = lsp::Command { title: lens.title, command: name.to_owned(), arguments: None };
        lsp::CodeLens { range: lsp::Range::new(start, start), command: Some(command), data: None }
    };
    lenses.into_iter().map(lens).collect()
}

/// The token types, in legend order.
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

/// Semantic tokens, in the protocol's relative form.
pub(crate) fn tokens(document: AnswerContext<'_>, tokens: Vec<Token>) -> lsp::SemanticTokens {
    let mut last = lsp::Position::default();
    let token = |token: Token| {
        let place = document.range(token.span);
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
    lsp::SemanticTokens { result_id: None, data: tokens.into_iter().map(token).collect() }
}
