//! The tokens that a client was last told of each document, so that it can be told only what changed since.
//!
//! An answer that comes late, or a client that forgot, costs nothing but a whole answer: what is told apart is the id of
//! the answer, and the last one of each document is kept until it is closed.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// See the module.
#[derive(Default)]
pub(crate) struct SemanticTokensCache {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    last: HashMap<Url, (String, Vec<lsp::SemanticToken>)>,
    answers: u64,
}

/// Numbers that a token is in the protocol.
const WIDTH: u32 = 5;

impl SemanticTokensCache {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All tokens of a document, which is told them now.
    pub(crate) fn whole(&self, uri: &Url, tokens: lsp::SemanticTokens) -> lsp::SemanticTokens {
        let mut inner = self.lock();
        inner.answers += 1;
        let id = inner.answers.to_string();
        inner.last.insert(uri.clone(), (id.clone(), tokens.data.clone()));
        lsp::SemanticTokens { result_id: Some(id), data: tokens.data }
    }

    /// What changed since the answer `before`; all tokens where that is not the last one.
    pub(crate) fn since(
        &self,
        uri: &Url,
        before: &str,
        tokens: lsp::SemanticTokens,
    ) -> lsp::SemanticTokensFullDeltaResult {
        let old = self.lock().last.remove(uri).filter(|(id, _)| id == before);
        let new = self.whole(uri, tokens);
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
