//! Words that distinguish the fields of notes.

pub(super) use crate::bulletin::citation::words::{LANGUAGES, LINK_WORDS, PIECES};
use crate::text::Slice;
use crate::text::words::WordSet;

/// Finite verbs and conjunctions: outside a title, they make a note a remark.
pub(super) static FINITE: WordSet = WordSet::new(&[
    "accounts",
    "agreed",
    "allows",
    "appears",
    "appeared",
    "applies",
    "argue",
    "argued",
    "argues",
    "assert",
    "asserts",
    "asserted",
    "believe",
    "begin",
    "begins",
    "calls",
    "cannot",
    "changed",
    "claim",
    "claimed",
    "claims",
    "compare",
    "concerns",
    "confirmed",
    "consider",
    "consists",
    "contains",
    "continued",
    "could",
    "counted",
    "counts",
    "covers",
    "denied",
    "denies",
    "depends",
    "describe",
    "described",
    "describes",
    "differ",
    "differs",
    "draws",
    "estimated",
    "estimates",
    "explained",
    "fell",
    "follow",
    "follows",
    "found",
    "gave",
    "give",
    "gives",
    "he",
    "held",
    "holds",
    "include",
    "included",
    "includes",
    "indicates",
    "kept",
    "left",
    "lists",
    "lost",
    "made",
    "make",
    "makes",
    "may",
    "mean",
    "means",
    "meant",
    "mention",
    "mentions",
    "met",
    "might",
    "must",
    "needs",
    "noted",
    "notes",
    "omits",
    "quote",
    "quotes",
    "ran",
    "reads",
    "refer",
    "referred",
    "refers",
    "remained",
    "remains",
    "reported",
    "rose",
    "saw",
    "seems",
    "served",
    "she",
    "shown",
    "shows",
    "showed",
    "spelled",
    "spelt",
    "spoke",
    "spoken",
    "stands",
    "stated",
    "states",
    "stood",
    "suggest",
    "suggested",
    "suggests",
    "takes",
    "thank",
    "thanks",
    "they",
    "told",
    "took",
    "used",
    "uses",
    "varies",
    "vary",
    "wants",
    "wears",
    "withdrew",
    "worked",
    "works",
    "writes",
    "wrote",
]);

/// Remote ways of interviewing someone.
pub(super) static REMOTE: WordSet = WordSet::new(&[
    "correspondence",
    "email",
    "emails",
    "e-mail",
    "electronic",
    "facetime",
    "messenger",
    "online",
    "phone",
    "remote",
    "skype",
    "signal",
    "telephone",
    "telegram",
    "teams",
    "video",
    "viber",
    "whatsapp",
    "zoom",
]);

/// Other ways of interviewing someone.
pub(super) static MODES: WordSet = WordSet::new(&[
    "anonymous",
    "background",
    "confidential",
    "focus",
    "field",
    "follow-up",
    "group",
    "in-person",
    "off-the-record",
    "oral",
    "personal",
    "private",
    "written",
]);

/// Platforms with accounts and channels.
pub(super) static PLATFORMS: WordSet = WordSet::new(&[
    "Bluesky",
    "Facebook",
    "Instagram",
    "LinkedIn",
    "Mastodon",
    "Odysee",
    "Reddit",
    "Rumble",
    "Substack",
    "Telegram",
    "Threads",
    "TikTok",
    "Tweet",
    "Truth Social",
    "Twitter",
    "VK",
    "VKontakte",
    "Vimeo",
    "WhatsApp",
    "X",
    "YouTube",
]);

/// Words after which a number is part of a station’s name: `BBC Radio 4`.
pub(super) static STATIONS: WordSet = WordSet::new(&[
    "antenne",
    "canal",
    "channel",
    "kanal",
    "news",
    "radio",
    "rai",
    "region",
    "rossiya",
    "studio",
    "television",
    "tv",
]);

/// Words that only suggest an institution: a name that contains one is a source if it comes first.
pub(super) static INSTITUTIONAL: WordSet = WordSet::new(&[
    "Brief",
    "Conference",
    "Crisis",
    "Data",
    "Defence",
    "Defense",
    "Delegation",
    "Division",
    "Embassy",
    "House",
    "Human",
    "Military",
    "Mission",
    "Monitoring",
    "NATO",
    "Relations",
    "Rights",
    "Secretary",
    "Security",
    "State",
    "States",
    "Studies",
    "Study",
    "UN",
    "UNHCR",
    "UNICEF",
    "United",
    "Unit",
]);

/// Words that introduce a source, in lower case. If two start alike, the longer one comes first.
const LEADS: [&str; 42] = [
    "see, for example",
    "see for example",
    "see, e.g.",
    "see e.g.",
    "see, inter alia",
    "see generally",
    "see further",
    "see in particular",
    "see notably",
    "see especially",
    "see also",
    "see",
    "and see also",
    "and see",
    "compare",
    "cf.",
    "cf",
    "contra",
    "but see",
    "accord",
    "as quoted in",
    "as cited in",
    "as reported in",
    "as quoted by",
    "quoted in",
    "quoted by",
    "cited in",
    "cited by",
    "reported by",
    "e.g.,",
    "e.g.",
    "also",
    "siehe auch",
    "siehe",
    "vgl. auch",
    "vgl.",
    "vgl",
    "zitiert nach",
    "voir aussi",
    "voir",
    "cité dans",
    "cité par",
];

/// The length of a lead-in at the start of words, including the colon after it; 0 if there is none.
pub(super) fn lead_len(words: &str) -> usize {
    /// The first words of the lead-ins.
    static FIRST: WordSet = WordSet::new(&[
        "accord", "also", "and", "as", "but", "cf", "cf.", "cited", "cité", "compare", "contra", "e.g.", "quoted",
        "reported", "see", "siehe", "vgl", "vgl.", "voir", "zitiert",
    ]);
    // Most words start with none of them.
    let first = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':')).next().unwrap_or("");
    if !FIRST.has_in_any_case(first) {
        return 0;
    }
    let behind = |lead: &str| {
        let opens = words.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead));
        let next = words.get(lead.len()..).unwrap_or_default().chars().next();
        (opens && next.is_none_or(|next| next.is_whitespace() || matches!(next, ',' | ':')))
            .then(|| lead.len() + usize::from(next == Some(':')))
    };
    // `also available at`: another address of the same source.
    if words.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("also ")) && words.contains("vailable") {
        return 0;
    }
    LEADS.iter().find_map(|lead| behind(lead)).unwrap_or(0)
}

/// Whether words are nothing but a lead-in.
pub(super) fn is_lead(words: &str) -> bool {
    let len = lead_len(words);
    len > 0 && words.slice(len..).trim_matches([' ', ',', ':']).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lead_leads() {
        for lead in LEADS {
            assert_eq!(lead_len(&format!("{lead} Mertz")), lead.len(), "{lead}");
            assert_eq!(lead_len(&format!("{}: Mertz", lead.to_ascii_uppercase())), lead.len() + 1, "{lead}");
            assert!(is_lead(lead) && is_lead(&format!("{lead}:")) && !is_lead(&format!("{lead} Mertz")), "{lead}");
        }
        for words in ["seen", "Mertz", "the", "", "accordingly"] {
            assert_eq!(lead_len(words), 0, "{words}");
        }
    }
}
