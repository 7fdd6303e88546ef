//! Whatever an editor asks, about any text and at any place, is answered, and the spans in the answer are in the text.

use super::texts::{markdown, marred};
use super::{GAZETTEER, run_check, runs, settings};
use copydesk::check::Draft;
use copydesk::ide::actions::{Change, actions, fix_all};
use copydesk::ide::{View, cite, completion, contents, folding, format, hints, hover, lens, links, outline, records};
use copydesk::ide::{refactorings, rename, selection, symbol, tokens, unify_spelling};
use copydesk::text::{Edit, Offset, Span};
use copydesk::workspace::{Summary, Workspace};
use proptest::prelude::*;

/// Asks every question about a text; returns the first span that is outside it.
fn astray(text: &str) -> Option<String> {
    let (settings, checked) = (settings(), run_check(text));
    let view =
        View { draft: Draft { path: "draft.md", text, settings: &settings, gazetteer: &GAZETTEER }, checked: &checked };
    let summary = Summary::of(text, &checked.bulletin, &GAZETTEER);
    let workspace = Workspace::default().changed([("draft.md".into(), Some(summary))]);
    let whole = Span::at(0..text.len());
    let mut places: Vec<(&str, Span)> = Vec::new();
    let edits = |edits: &[Edit]| edits.iter().map(|edit| edit.span).collect::<Vec<_>>();
    let mut add = |what, spans: Vec<Span>| places.extend(spans.into_iter().map(|span| (what, span)));

    add("folds", folding::folds(view).iter().map(|fold| fold.span).collect());
    add("hints", hints::hints(view, whole, true).iter().map(|hint| Span::empty(hint.offset)).collect());
    add("lenses", lens::lenses(view).iter().map(|lens| lens.span).collect());
    add("links", links::links(view).iter().map(|link| link.span).collect());
    add("tokens", tokens::tokens(view, whole).iter().map(|token| token.span).collect());
    add("format", edits(&format::format(view, whole)));
    add("fix all", edits(&fix_all(view, None)));
    let mut items = outline::outline(view);
    while let Some(item) = items.pop() {
        add("outline", vec![item.span, item.heading]);
        items.extend(item.items);
    }
    for finding in &checked.diagnostics {
        unify_spelling::of_finding(view, finding).iter().for_each(|made| add("unify spelling", edits(&made.edits)));
    }
    for action in actions(view, whole, |_| true) {
        match &action.change {
            Change::Edits(change) => add("actions", edits(change)),
            Change::Snippet { edit, .. } => add("actions", vec![edit.span]),
            Change::Record { span, .. } => add("actions", vec![*span]),
            _ => {}
        }
    }
    for article in contents::contents(view).articles {
        add("contents", vec![article.start]);
        add("contents", article.cited.iter().map(|item| item.span).collect());
        add("contents", article.actors.iter().map(|named| named.span).collect());
    }
    // A place beyond the end, and places throughout the text, including inside characters.
    let step = (text.len() / 12).max(1);
    for offset in (0..text.len()).step_by(step).chain([text.len(), text.len() + 7]) {
        let offset = Offset::try_from(offset).expect("short");
        add("selection", selection::around(view, offset));
        let here = Span::empty(offset);
        add("record", vec![records::look(view, here, None).span]);
        let cited = cite::citation(view, here, "https://www.dawn.com/2018/10/05/rain");
        add("citation", cited.iter().map(|cited| cited.edit.span).collect());
        add("hover", hover::hover(view, &workspace, offset).iter().map(|hover| hover.span).collect());
        let found = completion::completions(view, &workspace, offset);
        add("completion", found.items.iter().map(|item| item.edit.span).collect());
        for subject in found.items.iter().take(2).filter_map(|item| item.subject.as_ref()) {
            let _ = completion::card(view, &workspace, subject);
        }
        refactorings::refactorings(view, offset, &copydesk::works::library::Library::default)
            .iter()
            .for_each(|made| add("refactorings", edits(&made.edits)));
        unify_spelling::of_name(view, offset).iter().for_each(|made| add("unify spelling", edits(&made.edits)));
        add("rename", rename::prepare(view, offset).iter().map(|name| name.span).collect());
        add("rename", rename::rename(view, offset, "Upland Guard").map(|all| edits(&all)).unwrap_or_default());
        add("article", vec![symbol::article(view, offset)]);
        if let Some(symbol) = symbol::at(view, offset) {
            add("symbol", vec![symbol.span()]);
            add("occurrences", symbol::occurrences(view, symbol).iter().map(|it| it.span).collect());
        }
    }
    let (what, span) = places.into_iter().find(|(_, span)| text.get(span.range()).is_none())?;
    Some(format!("{what}: {span:?} in {text:?}"))
}

proptest! {
    #![proptest_config(runs(24))]

    #[test]
    fn any_markdown_can_be_asked(text in markdown()) {
        prop_assert_eq!(astray(&text), None);
    }

    #[test]
    fn any_draft_can_be_asked(text in marred()) {
        prop_assert_eq!(astray(&text), None);
    }

    #[test]
    fn any_bytes_can_be_asked(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(astray(&String::from_utf8_lossy(&bytes)), None);
    }
}
