//! The words that distinguish a citation from something that only looks like one. They are in data files, one per line.

use crate::text::words::{WordSet, word_list};

/// Words that mark a name as a medium’s or a ministry’s: `Daily`, `gazeta`, `Twitter`, `account`.
pub(in crate::bulletin) static MEDIA: WordSet = word_list!("words/media.txt");
/// Words in names of bodies that publish, and of others too: `Institute`, `World`.
pub(in crate::bulletin) static OFFICES: WordSet = word_list!("words/offices.txt");
/// Lower-case words inside names: `of`, `al`, `der`.
pub(in crate::bulletin) static PARTICLES: WordSet = word_list!("words/particles.txt");
/// Words after a comma that link another name or the kind of piece to a source: `via`, `edition`.
pub(in crate::bulletin) static RELATIONS: WordSet = word_list!("words/relations.txt");
/// Verbs and conjunctions that do not occur in names.
pub(in crate::bulletin) static VERBS: WordSet = word_list!("words/verbs.txt");
/// First words of asides: `Updated`, `Chapter`, `During`.
pub(in crate::bulletin) static OPENERS: WordSet = word_list!("words/openers.txt");
/// Words of the names of events: `Battle`, `Summit`.
pub(in crate::bulletin) static EVENTS: WordSet = word_list!("words/events.txt");
/// Words of credits under pictures: `Photo`, `Getty`.
pub(in crate::bulletin) static CREDITS: WordSet = word_list!("words/credits.txt");
/// Words of publishers' names: `Verlag`, `Routledge`.
pub(in crate::bulletin) static PUBLISHERS: WordSet = word_list!("words/publishers.txt");
/// What technical texts link to in brackets: `docs`, `GitHub`.
pub(in crate::bulletin) static TECHNICAL: WordSet = word_list!("words/technical.txt");
/// Given names and personal titles.
pub(in crate::bulletin) static GIVEN_NAMES: WordSet = word_list!("words/given-names.txt");
/// Countries, regions and cities.
pub(in crate::bulletin) static PLACES: WordSet = word_list!("words/places.txt");

/// Words of a link that say only that it is a link.
pub(in crate::bulletin) static LINK_WORDS: WordSet = WordSet::new(&[
    "archive",
    "archived",
    "available here",
    "full text",
    "here",
    "html",
    "link",
    "online",
    "original",
    "pdf",
    "read",
    "source",
    "text",
    "url",
    "web",
    "website",
]);

/// Kinds of pieces: neither an outlet nor a title.
pub(in crate::bulletin) static PIECES: WordSet = WordSet::new(&[
    "advisory",
    "alert",
    "announcement",
    "annual report",
    "article",
    "audio",
    "backgrounder",
    "blog",
    "blog entry",
    "blog post",
    "book review",
    "briefing",
    "briefing note",
    "briefing paper",
    "broadcast",
    "case study",
    "claim",
    "column",
    "comment",
    "commentary",
    "communique",
    "communiqué",
    "country report",
    "data export",
    "dataset",
    "declaration",
    "discussion paper",
    "dispatch",
    "editorial",
    "email",
    "executive summary",
    "explainer",
    "fact sheet",
    "factsheet",
    "infographic",
    "interview",
    "issue brief",
    "issue paper",
    "leaflet",
    "letter",
    "live blog",
    "livestream",
    "map",
    "media release",
    "memo",
    "memorandum",
    "news release",
    "newsletter",
    "occasional paper",
    "online",
    "op-ed",
    "opinion",
    "photo essay",
    "photograph",
    "podcast",
    "podcast episode",
    "policy brief",
    "policy note",
    "policy paper",
    "policy report",
    "position paper",
    "post",
    "press briefing",
    "press conference",
    "press release",
    "press statement",
    "print",
    "print edition",
    "radio broadcast",
    "radio program",
    "radio programme",
    "report",
    "research brief",
    "research note",
    "research paper",
    "research report",
    "sitrep",
    "situation report",
    "special report",
    "speech",
    "statement",
    "strategy paper",
    "study",
    "technical report",
    "television broadcast",
    "television program",
    "television programme",
    "testimony",
    "thread",
    "transcript",
    "translation",
    "tweet",
    "unpublished manuscript",
    "video",
    "video clip",
    "web",
    "web page",
    "webpage",
    "website",
    "white paper",
    "working paper",
]);

/// Languages.
pub(in crate::bulletin) static LANGUAGES: WordSet = WordSet::new(&[
    "Albanian",
    "Amharic",
    "Arabic",
    "Armenian",
    "Azerbaijani",
    "Azeri",
    "Belarusian",
    "Bengali",
    "Bosnian",
    "Bulgarian",
    "Burmese",
    "Chechen",
    "Chinese",
    "Croatian",
    "Czech",
    "Danish",
    "Dari",
    "Dutch",
    "English",
    "Estonian",
    "Farsi",
    "Finnish",
    "French",
    "Georgian",
    "German",
    "Greek",
    "Hausa",
    "Hebrew",
    "Hindi",
    "Hungarian",
    "Indonesian",
    "Italian",
    "Japanese",
    "Kazakh",
    "Korean",
    "Kurdish",
    "Kyrgyz",
    "Latvian",
    "Lithuanian",
    "Macedonian",
    "Malay",
    "Norwegian",
    "Oromo",
    "Pashto",
    "Persian",
    "Polish",
    "Portuguese",
    "Punjabi",
    "Romanian",
    "Russian",
    "Serbian",
    "Slovak",
    "Somali",
    "Spanish",
    "Swahili",
    "Swedish",
    "Tajik",
    "Tamil",
    "Thai",
    "Tigrinya",
    "Turkish",
    "Turkmen",
    "Ukrainian",
    "Urdu",
    "Uyghur",
    "Uzbek",
    "Vietnamese",
]);

/// Abbreviations of time zones.
pub(in crate::bulletin) static ZONES: WordSet = WordSet::new(&[
    "AEDT", "AEST", "AFT", "BST", "CAT", "CDT", "CEST", "CET", "CST", "EAT", "EDT", "EEST", "EET", "EST", "GMT", "GST",
    "HKT", "ICT", "IRST", "IST", "JST", "KST", "MDT", "MMT", "MSK", "MST", "NPT", "NZDT", "NZST", "PDT", "PHT", "PKT",
    "PST", "SAST", "SGT", "TRT", "UTC", "WAT", "WIB",
]);

/// Units in which something is counted or measured.
pub(in crate::bulletin) static UNITS: WordSet = WordSet::new(&[
    "GB", "GHz", "GW", "GWh", "GiB", "Hz", "KB", "KiB", "kB", "kHz", "kW", "kWh", "MB", "MHz", "MW", "MWh", "MiB",
    "Mbps", "PB", "TB", "TiB",
]);
