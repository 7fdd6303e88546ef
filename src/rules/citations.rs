//! Rules about the form and the facts of citations.

use super::Rule;

mod ambiguous_citation_year;
mod bare_url_citation;
mod broken_citation_link;
mod citation_date_format;
mod citation_order;
mod citation_placement;
mod citation_separator;
mod citation_spacing;
mod conflicting_citation;
mod duplicate_citation;
mod future_citation_date;
mod incomplete_citation_date;
mod missing_citation_comma;
mod missing_full_stop;
mod placeholder_link;
mod redundant_citation_year;
mod site_root_link;
mod stale_source_list;
mod tracking_link;
mod unattributed_link;
mod unbalanced_citation;
mod uncited_paragraph;
mod undated_citation;
mod unlinked_citation;
mod unnamed_source;
mod unquoted_title;
mod untitled_citation;
mod url_date_conflict;
mod url_source_conflict;
mod vague_link_text;

pub(super) static RULES: &[&Rule] = &[
    &undated_citation::RULE,
    &incomplete_citation_date::RULE,
    &citation_date_format::RULE,
    &missing_citation_comma::RULE,
    &citation_separator::RULE,
    &unbalanced_citation::RULE,
    &broken_citation_link::RULE,
    &placeholder_link::RULE,
    &site_root_link::RULE,
    &unlinked_citation::RULE,
    &unnamed_source::RULE,
    &bare_url_citation::RULE,
    &tracking_link::RULE,
    &citation_spacing::RULE,
    &citation_placement::RULE,
    &missing_full_stop::RULE,
    &duplicate_citation::RULE,
    &conflicting_citation::RULE,
    &url_date_conflict::RULE,
    &url_source_conflict::RULE,
    &future_citation_date::RULE,
    &ambiguous_citation_year::RULE,
    &redundant_citation_year::RULE,
    &uncited_paragraph::RULE,
    &stale_source_list::RULE,
    &citation_order::RULE,
    &unquoted_title::RULE,
    &untitled_citation::RULE,
    &vague_link_text::RULE,
    &unattributed_link::RULE,
];
