//! copydesk's core for JavaScript: a [`Desk`] takes a question and gives its answer, both texts, as
//! [`copydesk::web::Desk::answer`] says. wasm-bindgen generates what passes them to and fro:
//! docs/decisions/web-bindings.md.

use wasm_bindgen::prelude::wasm_bindgen;

/// A copy desk.
#[wasm_bindgen]
#[derive(Default)]
pub struct Desk(copydesk::web::Desk);

#[wasm_bindgen]
impl Desk {
    /// A desk that has been asked nothing yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Desk {
        Desk::default()
    }

    /// The answer to a question.
    #[must_use]
    pub fn answer(&mut self, question: &str) -> String {
        self.0.answer(question)
    }
}
