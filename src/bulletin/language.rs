//! Which parts of a document are English.
//!
//! * A document is English unless stated otherwise: in its front matter (`lang`, `language`, `locale`), by the setting
//!   `[text] language`, or by its own words.
//! * A block decides for itself if its function words, or its script, are those of one language. A short block without
//!   such evidence has the language of the document, or of the blocks around it.
//! * Among notes and lists of sources, English words are no evidence as long as the prose has some: they may be those of
//!   the titles that a text in another language cites.
//! * A document that declares another language is not English anywhere; one that declares English may contain blocks
//!   that are not.

use super::typography::overlaps;
use crate::config::Settings;
use crate::markdown::Block;
use crate::text::words::{Flags, Word, hash};
use crate::text::{Offset, Span, map_spans};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The languages of a document, as far as rules need to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Whether the document as a whole is English.
    pub is_english: bool,
    /// The parts for which the opposite is true, in text order.
    exceptions: Vec<Span>,
}

map_spans!(Language { exceptions; is_english });

impl Default for Language {
    fn default() -> Language {
        Language { is_english: true, exceptions: Vec::new() }
    }
}

impl Language {
    /// Whether the text at `span` is English.
    #[must_use]
    pub fn is_english_at(&self, span: Span) -> bool {
        self.is_english != overlaps(&self.exceptions, span)
    }

    /// Whether the whole document is English.
    #[must_use]
    pub fn is_all_english(&self) -> bool {
        self.is_english && self.exceptions.is_empty()
    }
}

/// Whether a language tag or name means English; `None` if it is not a language we know.
fn names_english(name: &str) -> Option<bool> {
    let primary = name.trim().split(['-', '_', '.', ' ']).next().unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|name| primary.eq_ignore_ascii_case(name));
    if is(&["en", "eng", "english"]) {
        return Some(true);
    }
    (is(TAGS) || is(NAMES)).then_some(false)
}

/// Tags of languages with many readers (ISO 639-1 and -3); others are assumed to mean something else, as in
/// `language: go`.
static TAGS: &[&str] = &[
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "bo", "bs", "ca", "ckb", "cs", "cy", "da", "de", "deu", "dv", "el",
    "eo", "es", "et", "eu", "fa", "fas", "fi", "fil", "fr", "fra", "fre", "ga", "ger", "gl", "gu", "ha", "hau", "he",
    "hi", "hr", "hu", "hy", "id", "ig", "is", "it", "ita", "ja", "jpn", "ka", "kk", "km", "kn", "ko", "kor", "ku",
    "ky", "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nld", "nn", "no", "om",
    "or", "pa", "pl", "pol", "por", "prs", "ps", "pt", "ro", "ru", "rus", "rw", "sd", "si", "sk", "sl", "so", "som",
    "spa", "sq", "sr", "sv", "sw", "swa", "swe", "ta", "te", "tg", "th", "ti", "tk", "tl", "tr", "tt", "tur", "ug",
    "uk", "ukr", "ur", "urd", "uz", "vi", "vie", "xh", "yi", "yo", "zh", "zho", "zu", "ara", "chi", "und",
];

/// Names of languages, in themselves and in English.
static NAMES: &[&str] = &[
    "arabic",
    "chinese",
    "czech",
    "danish",
    "deutsch",
    "dutch",
    "español",
    "espanol",
    "farsi",
    "finnish",
    "français",
    "francais",
    "french",
    "german",
    "greek",
    "hebrew",
    "hindi",
    "hungarian",
    "indonesian",
    "italian",
    "italiano",
    "japanese",
    "korean",
    "nederlands",
    "norwegian",
    "pashto",
    "persian",
    "polish",
    "polski",
    "português",
    "portuguese",
    "romanian",
    "russian",
    "somali",
    "spanish",
    "svenska",
    "swahili",
    "swedish",
    "turkish",
    "türkçe",
    "ukrainian",
    "urdu",
    "vietnamese",
    "русский",
    "中文",
    "日本語",
    "العربية",
];

/// What the words of a block reveal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Evidence {
    English,
    Other,
    None,
}

/// What the blocks of a document, or of a part of it, reveal.
#[derive(Default)]
pub(super) struct Reader {
    found: Vec<(Span, Evidence)>,
    /// Those of them that cite sources, by their place in the list.
    citing: Vec<usize>,
}

impl Reader {
    /// Reads a block by its words: a citation is one of them, because its source and date may be in any language. `cites`
    /// says whether the block is a note or an entry of a list.
    pub(super) fn read(&mut self, text: &str, block: &Block, words: &[Word], cites: bool) {
        let evidence = if block.span.len() < 12 { Evidence::None } else { judge(text, block.span, words) };
        if cites {
            self.citing.push(self.found.len());
        }
        self.found.push((block.span, evidence));
    }

    /// Appends the results for a later part of the same text.
    pub(super) fn append(&mut self, later: Reader) {
        let earlier = self.found.len();
        self.citing.extend(later.citing.into_iter().map(|at| earlier + at));
        self.found.extend(later.found);
    }

    /// The languages of the document. `declared` is the one in its front matter.
    pub(super) fn finish(self, declared: Option<&str>, settings: &Settings) -> Language {
        let configured = settings.language.as_deref();
        let declared =
            declared.and_then(names_english).or_else(|| configured.and_then(|tag| names_english(tag).or(Some(false))));
        if declared == Some(false) {
            return Language { is_english: false, exceptions: Vec::new() };
        }
        let Reader { mut found, citing } = self;
        let tells = |(at, (_, evidence)): (usize, &(Span, Evidence))| {
            *evidence != Evidence::None && citing.binary_search(&at).is_err()
        };
        if found.iter().enumerate().any(tells) {
            for at in citing {
                let evidence = &mut found[at].1;
                *evidence = if *evidence == Evidence::English { Evidence::None } else { *evidence };
            }
        }
        let bytes = |wanted| -> Offset {
            let of_kind = found.iter().filter(|(_, evidence)| *evidence == wanted);
            of_kind.map(|(span, _)| span.len()).sum()
        };
        let (english, other) = (bytes(Evidence::English), bytes(Evidence::Other));
        if other == 0 {
            return Language::default();
        }
        let is_english = declared.unwrap_or(english >= other);
        settle(&mut found, is_english);
        let mut exceptions: Vec<Span> = Vec::new();
        let mut goes_on = false;
        for (span, evidence) in found {
            let differs = (evidence == Evidence::English) != is_english;
            match exceptions.last_mut() {
                Some(last) if differs && goes_on => *last = last.cover(span),
                _ if differs => exceptions.push(span),
                _ => {}
            }
            goes_on = differs;
        }
        Language { is_english, exceptions }
    }
}

/// Assigns blocks without evidence the language around them if both sides agree, else that of the document.
fn settle(blocks: &mut [(Span, Evidence)], is_english: bool) {
    let default = if is_english { Evidence::English } else { Evidence::Other };
    let mut before = default;
    let mut at = 0;
    while let Some((_, evidence)) = blocks.get(at) {
        if *evidence != Evidence::None {
            before = *evidence;
            at += 1;
            continue;
        }
        let len = blocks[at..].iter().take_while(|(_, evidence)| *evidence == Evidence::None).count();
        let after = blocks.get(at + len).map_or(default, |(_, evidence)| *evidence);
        let own = if before == after { before } else { default };
        blocks[at..at + len].iter_mut().for_each(|(_, evidence)| *evidence = own);
        at += len;
    }
}

/// The number of bytes of a block that are read.
const ENOUGH: Offset = 600;

/// Whether the first words include so many English ones, and none of another language, that nobody would write them in
/// another. Nearly all blocks pass, and their remaining words are not examined.
fn is_surely_english(text: &str, words: &[Word]) -> bool {
    const CERTAIN: usize = 5;
    const WITHIN: usize = 60;
    let mut english = 0;
    for word in words.iter().take(WITHIN).filter(|word| !word.flags.has(Flags::CITED)) {
        if word.flags.has(Flags::APOSTROPHE) && is_elided(word.span.of(text)) {
            return false;
        }
        match FUNCTION_WORDS.get(word.hash) {
            Some(true) => english += 1,
            Some(false) => return false,
            None => {}
        }
        if english == CERTAIN {
            return true;
        }
    }
    false
}

/// What a block's words and their script reveal.
fn judge(text: &str, block: Span, words: &[Word]) -> Evidence {
    let end = words.partition_point(|word| word.span.start < block.start + ENOUGH);
    let words = &words[..end];
    if is_surely_english(text, words) {
        return Evidence::English;
    }
    let (mut english, mut other, mut count, mut accented) = (0, 0, 0, 0);
    let mut script = Script::default();
    let mut foreign = 0;
    for word in words.iter().filter(|word| !word.flags.has(Flags::CITED)) {
        count += 1;
        match FUNCTION_WORDS.get(word.hash) {
            Some(true) => english += 1,
            Some(false) => other += 1,
            None if word.flags.has(Flags::APOSTROPHE) && is_elided(word.span.of(text)) => other += 2,
            None => {}
        }
        if word.flags.has(Flags::NON_ASCII) {
            accented += 1;
            let before = script.other;
            script.add(word.span.of(text));
            foreign += usize::from(script.other > before);
        } else if !word.flags.has(Flags::DIGIT) {
            script.latin += word.span.len() as usize;
        }
    }
    // One name in another script among Latin words proves nothing; in a script without spaces, a whole sentence is one
    // word.
    const SENTENCE: usize = 60;
    if script.is_other() && (foreign > 1 || foreign == count || script.other > SENTENCE) {
        // A long quotation in another script leaves the words around it English.
        return if english * 4 > count - accented { Evidence::English } else { Evidence::Other };
    }
    let least = if count < 8 && accented == 0 { 3 } else { 2 };
    // Where a word in four has letters that English lacks, fewer function words are enough.
    let lettered = english == 0 && other > 0 && count >= 8 && accented * 4 >= count;
    if lettered || other >= least && other * 2 > english * 3 && other * 8 >= count {
        Evidence::Other
    } else if english > other && english >= 2 {
        Evidence::English
    } else {
        Evidence::None
    }
}

/// Whether a word starts with an elided article or pronoun, as in French and Italian: `l’entrée`, `d’erreur`,
/// `qu’elle`.
fn is_elided(word: &str) -> bool {
    let mut letters = word.chars().map(|c| c.to_ascii_lowercase());
    let head = match letters.next() {
        Some('q') => letters.next() == Some('u'),
        Some('l' | 'd' | 'n' | 's' | 'j' | 'm' | 't' | 'c') => true,
        _ => false,
    };
    head && matches!(letters.next(), Some('\'' | '’'))
        && word.chars().skip_while(|c| !matches!(c, '\'' | '’')).nth(1).is_some_and(char::is_lowercase)
        && letters.count() > 2
}

/// How many letters are Latin, and how many are in another script.
#[derive(Clone, Copy, Default)]
struct Script {
    latin: usize,
    other: usize,
}

impl Script {
    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | 0xc3..=0xc5 => self.latin += 1,
                // Greek, Cyrillic, Hebrew, Arabic; then the scripts of Asia, in which a character is half a word.
                0xce..=0xdf => self.other += 1,
                0xe0 | 0xe3..=0xed => self.other += 3,
                _ => {}
            }
        }
    }

    /// Whether a significant part of the letters is in another script.
    const fn is_other(self) -> bool {
        self.other * 2 > self.latin && self.other > 3
    }
}

/// Function words by hash. Words that English shares with another language prove nothing, nor do those that occur in
/// names: `al`, `el`, `van`, `UN`.
static FUNCTION_WORDS: LazyLock<FunctionWords> = LazyLock::new(|| {
    let english = ENGLISH.split_ascii_whitespace().map(|word| (hash(word), true));
    let other = OTHER.split_ascii_whitespace().map(|word| (hash(word), false));
    let words: FxHashMap<u64, bool> = other.chain(english).collect();
    let mut filter = [0; 64];
    for hash in words.keys() {
        filter[FunctionWords::place(*hash)] |= 1 << (hash % 64);
    }
    FunctionWords { filter, words }
});

struct FunctionWords {
    /// A bit for each word, by twelve bits of its hash: saves the lookup for most words.
    filter: [u64; 64],
    words: FxHashMap<u64, bool>,
}

impl FunctionWords {
    const fn place(hash: u64) -> usize {
        (hash >> 6) as usize % 64
    }

    /// Whether a function word is English; `None` for any other word.
    fn get(&self, hash: u64) -> Option<bool> {
        let may_be = self.filter[Self::place(hash)] >> (hash % 64) & 1 == 1;
        if may_be { self.words.get(&hash).copied() } else { None }
    }
}

static ENGLISH: &str = "the of and to in is that was with for from by at on as are were his it which has have had but not \
    this be an or its their they who he she said been after also would you we can if when there will into than about \
    what where while because these those our your them her him should could before between against during";

/// In the order of languages: German, French, Spanish, Italian, Portuguese, Dutch, the Scandinavian ones, Finnish, Polish,
/// Czech, Serbian and Croatian, Romanian, Hungarian, Turkish, Indonesian, Vietnamese, Swahili, Somali, Catalan, Albanian.
static OTHER: &str = "der das und ist nicht mit von für auf ein eine einer eines einem einen dem zu sich auch als wird \
    werden bei nach aus nur oder wie dass wurde wurden haben noch zum zur kann sein sie wir ich sind über durch unter vor \
    les des une dans qui que pas avec pour sont cette aux leur mais ou nous vous elle ils ses ces du au et la le de en se \
    ne est ont été être fait comme sous depuis selon après ainsi sur lors où aussi ce cet vers \
    los las del por para con una se como pero sus lo es más fue han este esta desde cuando sobre también muy sin hay ser \
    il gli che di della delle dei degli nel nella sono più anche questo questa alla dal dalla sul \
    um uma não em na nos nas dos das pelo pela com mais foi também ao aos seu sua \
    het een niet zijn voor met ook aan maar naar deze dit wordt werd bij uit nog dat ze hij heeft worden \
    och att det som inte av med har ett från og ikke til af jeg hun blev eller efter hvor også fra er \
    ja ei että mutta kun myös ovat oli joka tai \
    nie się na że jest przez dla jako oraz czy był była było były od za jak kto ponieważ także gdy tylko \
    je jsou které který nebo při ale \
    su koji koja nije kao ili \
    și pentru sau este sunt cu pe prin după \
    az és hogy nem egy volt vagy \
    ve bir bu için ile olarak olan daha gibi çok ancak sonra kadar \
    yang untuk dengan pada dari ini itu tidak dalam akan adalah oleh atau ke juga telah \
    và của các là không được một cho trong này những với \
    ya wa kwa ni katika cha kuwa hii \
    iyo oo waa ka ku uu \
    amb els dels per això \
    dhe një për në";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::Bulletin;
    use crate::gazetteer::Gazetteer;
    use std::sync::Arc;

    const ENGLISH_PROSE: &str =
        "The guards of the northern port met there and left with the boats that they had found.";
    const FRENCH: &str = "Le réseau annonce la trêve, et les deux villes du nord sont calmes depuis la semaine.";
    const GERMAN: &str = "Die Partei wurde verboten, und die Truppe ist nach dem Angriff nicht mehr in der Stadt.";

    fn bulletin(text: &str, settings: &Settings) -> Bulletin {
        Bulletin::read("a.md", text, &crate::markdown::parse(text), &Gazetteer::default(), settings)
    }

    /// Whether each paragraph is English.
    fn english(text: &str) -> Vec<bool> {
        let bulletin = bulletin(text, &Settings::default());
        let blocks = crate::markdown::parse(text).blocks;
        blocks.iter().map(|block| bulletin.is_english(block.span)).collect()
    }

    #[test]
    fn prose_tells_its_language() {
        for text in [
            FRENCH,
            GERMAN,
            "El jefe de los guardias dijo que la tregua fue rota por una de las partes en la ciudad.",
            "Os guardas do porto não foram vistos na cidade, e o chefe disse que uma trégua é possível com mais tempo.",
            "Il capo della polizia ha detto che la tregua non è più possibile nel porto, e anche gli altri sono partiti.",
            "De wachters van de haven zijn niet gezien in de stad, en het hoofd zei dat een bestand met de anderen nog wacht.",
            "Начальник охраны сказал, что перемирие нарушено в порту.",
            "قال رئيس الحرس إن الهدنة انتهت في الميناء",
            "港口的警卫昨天离开了，停火已经结束。使用 `npm install` 安装。",
            "港の警備員は昨日去った。",
            "L’entrée du clavier et l’affichage de sortie n’est appliquée qu’ici.",
            "limite dure n’est appliquée.",
            "修复 'change event' 错误 (#19200 by @sxzz)",
            "Liman muhafızları için bir ateşkes ve daha çok zaman olarak sonra gibi.",
            "Miasto zamknęło port w styczniu, ponieważ dźwigi trzeszczały. Rada mówiła o przerwie, a robotnicy o końcu.",
            "Město uzavřelo přístav v lednu, protože jeřáby je ohrožovaly. Rada mluvila o přestávce, dělníci o konci.",
        ] {
            assert_eq!(english(text), [false], "{text}");
        }
        for text in [
            ENGLISH_PROSE,
            "They left.",
            "MUJAO (Mouvement pour l’unicité et le jihad) was there, and it said that all is well in the port.",
            "Abu Bakr al-Baghdadi, Ayman al-Zawahiri, Abu Musab al-Zarqawi, Osama bin Laden, Hassan Nasrallah.",
            "The UN, the EU and Cabo Delgado. Guards of La Paz and Le Havre met ([Le Monde](https://a.b), 5 août 2017).",
            "He wrote (بيان) to the guards of the port.",
            "L'Oreal met d'Ivoire's men, and O'Brien left N'Djamena in the d'état of May.",
            "Run the tests; see [the guide](b.md).",
        ] {
            assert_eq!(english(text), [true], "{text}");
        }
    }

    #[test]
    fn cited_titles_say_nothing_about_a_text() {
        let note = |words: &str| format!("\n\n[^1]: {words}\n");
        let english = |text: &str| bulletin(text, &Settings::default()).language.is_all_english();
        let title = "Vgl. Mark Landon, The Men Who Took the Port and Sold the Cranes to the City, London 2009, S. 12.";
        let german = bulletin(&format!("{GERMAN}[^1]{}", note(title)), &Settings::default());
        assert_eq!(german.language, Language { is_english: false, exceptions: Vec::new() });
        assert!(english(&format!("{ENGLISH_PROSE}[^1]{}", note(title))));
        // Without prose, the notes decide.
        let notes = format!("[^1] [^2]{}\n[^2]: The guards of the port left with the boats.\n", note(FRENCH));
        assert!(!english(&notes));
        let many = (2..6).map(|n| format!("[^{n}]: The guards of the northern port left with the boats.\n\n"));
        let notes = format!("[^1] [^2] [^3] [^4] [^5]{}\n{}", note(FRENCH), many.collect::<String>());
        assert!(bulletin(&notes, &Settings::default()).language.is_english);
    }

    #[test]
    fn a_document_may_say_its_language() {
        for (head, expected) in [
            ("lang: fr", false),
            ("language: \"de-DE\"", false),
            ("locale: pt_BR", false),
            ("lang: Deutsch", false),
            ("lang: en-GB", true),
            ("language: python", true),
            ("title: x", true),
        ] {
            let text = format!("---\n{head}\n---\n\n{ENGLISH_PROSE}\n\nThey left.\n");
            let read = bulletin(&text, &Settings::default());
            assert_eq!(read.is_english(Span::at(text.len() - 9..text.len() - 3)), expected, "{head}");
        }
        let french = format!("---\nlang: en\n---\n\n{ENGLISH_PROSE}\n\n{FRENCH}\n");
        assert_eq!(english(&french)[1..], [true, false]);
    }

    #[test]
    fn the_setting_speaks_where_the_document_does_not() {
        let settings = |tag: &str| Settings { language: Some(Arc::from(tag)), ..Settings::default() };
        assert!(!bulletin("They left.", &settings("fr")).is_english(Span::at(0..4)));
        assert!(!bulletin("They left.", &settings("tlh")).is_english(Span::at(0..4)));
        assert!(bulletin("They left.", &settings("en")).is_english(Span::at(0..4)));
        let own = "---\nlang: en\n---\n\nThey left.";
        assert!(bulletin(own, &settings("fr")).is_english(Span::at(18..22)));
    }

    #[test]
    fn blocks_speak_for_themselves_and_short_ones_for_the_document() {
        let text = format!("# Title\n\n{ENGLISH_PROSE}\n\n> {FRENCH}\n\n{ENGLISH_PROSE}\n\nLa fin.\n");
        assert_eq!(english(&text), [true, true, false, true, true]);
        let text = format!("# Titre\n\n{FRENCH}\n\nFin.\n\n{GERMAN}\n\n{ENGLISH_PROSE}\n\n{FRENCH}\n\nFin.\n");
        assert_eq!(english(&text), [false, false, false, false, true, false, false]);
        // Text between two blocks of another language is also in that language.
        let text = format!("{ENGLISH_PROSE} {ENGLISH_PROSE} {ENGLISH_PROSE}\n\n{FRENCH}\n\nFin.\n\n{FRENCH}\n\nEnd.\n");
        assert_eq!(english(&text), [true, false, false, false, true]);
    }
}
