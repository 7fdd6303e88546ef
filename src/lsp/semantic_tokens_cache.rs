//! The semantic tokens that the client has for each document, so that only changes need to be sent.
//!
//! Only the last response for each document is kept, until the document is closed. A client that refers to an older one
//! receives all tokens again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// See the module documentation.
#[derive(Default)]
pub(crate) struct SemanticTokensCache {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    last: HashMap<Url, (String, Vec<lsp::SemanticToken>)>,
    responses: u64,
}

/// How many numbers encode a token in the protocol.
const WIDTH: u32 = 5;

impl SemanticTokensCache {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A response with all tokens of a document.
    pub(crate) fn full(&self, uri: &Url, tokens: lsp::SemanticTokens) -> lsp::SemanticTokens {
        let mut inner = self.lock();
        inner.responses += 1;
        let id = inner.responses.to_string();
        inner.last.insert(uri.clone(), (id.clone(), tokens.data.clone()));
        lsp::SemanticTokens { result_id: Some(id), data: tokens.data }
    }

    /// A response with the changes since the response `previous`; with all tokens if that is not the last one.
    pub(crate) fn delta(
        &self,
        uri: &Url,
        previous: &str,
        tokens: lsp::SemanticTokens,
    ) -> lsp::SemanticTokensFullDeltaResult {
        let old = self.lock().last.remove(uri).filter(|(id, _)| id == previous);
        let new = self.full(uri, tokens);
        let Some((_, old)) = old else { return lsp::SemanticTokensFullDeltaResult::Tokens(new) };
        let start = old.iter().zip(&new.data).take_while(|(a, b)| a == b).count();
        let end = old[start..].iter().rev().zip(new.data[start..].iter().rev()).take_while(|(a, b)| a == b).count();
        let (removed, added) = (old.len() - start - end, &new.data[start..new.data.len() - end]);
        let edit = lsp::SemanticTokensEdit {
            start: count(start),
            delete_count: count(removed),
            data: (!added.is_empty()).then(|| added.to_vec()),
        };
        let edits = if removed == 0 && added.is_empty() { Vec::new() } else { vec![edit] };
        lsp::SemanticTokensFullDeltaResult::TokensDelta(lsp::SemanticTokensDelta { result_id: new.result_id, edits })
    }

    /// Forgets a document.
    pub(crate) fn forget(&self, uri: &Url) {
        self.lock().last.remove(uri);
    }
}

fn count(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX).saturating_mul(WIDTH)
}
