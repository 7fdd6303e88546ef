//! Every style of citing, as an editor shows it: outline, colors, the list beside the text, cards, where a mark leads,
//! and what the workspace remembers.

use super::driver::Client;
use serde_json::{Value, json};

/// A citation in one style, and what the server says about it.
struct Style {
    name: &'static str,
    /// The text below the heading.
    text: &'static str,
    /// The citations in the outline, in text order.
    outline: &'static [&'static str],
    /// Sources and dates in color.
    colored: &'static [&'static str],
    /// What the list beside the text calls each.
    listed: &'static [&'static str],
    /// The words at the cursor, and lines of the card.
    card: (&'static str, &'static [&'static str]),
    /// The words at the cursor, and those to which *Go to Definition* leads.
    leads: (&'static str, &'static str),
    /// The words at the cursor, and the number of references.
    references: (&'static str, usize),
    /// A source that the workspace finds by name; empty if the style names none.
    remembered: &'static str,
}

const STYLES: &[Style] = &[
    Style {
        name: "title first",
        text: "The pier shut.[^1] It stayed so.[^2] A crane fell.[^3]\n\n\
            [^1]: Lena Holt, “Pier Shut for a Week,” Reuters, May 3, 2018, https://www.reuters.com/pier.\n\n\
            [^2]: Ibid., p. 4.\n\n\
            [^3]: Holt, “Pier Shut.”\n",
        outline: &[
            "Lena Holt, “Pier Shut for a Week,” Reuters, May 3, 2018, https://www.reuters.com/pier",
            "Ibid., p. 4",
            "Holt, “Pier Shut.”",
        ],
        colored: &["Reuters", "May 3, 2018"],
        listed: &["Reuters", "Ibid., p. 4", "Holt, “Pier Shut.”"],
        card: (
            "[^1] It",
            &[
                "kind: news",
                "author: Lena Holt",
                "title: Pier Shut for a Week",
                "source: Reuters",
                "date: Thursday, May 3, 2018",
                "address: https://www.reuters.com/pier",
            ],
        ),
        leads: ("Ibid", "Lena Holt, “Pier"),
        references: ("Ibid", 3),
        remembered: "Reuters",
    },
    Style {
        name: "a shortened form",
        text: "The pier shut.[^1] A crane fell.[^2]\n\n\
            [^1]: Lena Holt, “Pier Shut for a Week,” The Ferry Post, May 3, 2018.\n\n\
            [^2]: Holt, “Pier Shut.”\n",
        outline: &["Lena Holt, “Pier Shut for a Week,” The Ferry Post, May 3, 2018", "Holt, “Pier Shut.”"],
        colored: &["The Ferry Post", "May 3, 2018"],
        listed: &["The Ferry Post", "Holt, “Pier Shut.”"],
        card: (
            "[^2]\n",
            &["kind: short", "author: Holt", "title: Pier Shut", "means: note 1, Lena Holt, “Pier Shut for a Week,”"],
        ),
        leads: ("Holt, “Pier Shut.”", "Lena Holt"),
        references: ("The Ferry", 2),
        remembered: "The Ferry Post",
    },
    Style {
        name: "outlet first",
        text: "The pier shut.[^a]\n\n[^a]: Reuters, “Pier shut for a week” (May 3, 2018), https://www.reuters.com/pier\n",
        outline: &["Reuters, “Pier shut for a week” (May 3, 2018), https://www.reuters.com/pier"],
        colored: &["Reuters", "May 3, 2018"],
        listed: &["Reuters"],
        card: (
            "[^a]\n",
            &["kind: news", "title: Pier shut for a week", "source: Reuters", "date: Thursday, May 3, 2018"],
        ),
        leads: ("[^a]\n", "a]: Reuters"),
        references: ("[^a]\n", 2),
        remembered: "Reuters",
    },
    Style {
        name: "MLA",
        text: "The pier shut.[^1]\n\n[^1]: Holt, Lena. “Pier Shut.” The Ferry Post. 3 May 2018. Web. 9 May 2018. \
            <https://ferrypost.net/pier>.\n",
        outline: &[
            "Holt, Lena. “Pier Shut.” The Ferry Post. 3 May 2018. Web. 9 May 2018. <https://ferrypost.net/pier>",
        ],
        colored: &["The Ferry Post", "3 May 2018", "9 May 2018"],
        listed: &["The Ferry Post"],
        card: (
            "[^1]\n",
            &[
                "author: Holt, Lena",
                "title: Pier Shut",
                "date: Thursday, May 3, 2018",
                "address: https://ferrypost.net/pier",
                "accessed: Wednesday, May 9, 2018",
            ],
        ),
        leads: ("[^1]\n", "1]: Holt"),
        references: ("[^1]\n", 2),
        remembered: "The Ferry Post",
    },
    Style {
        name: "untitled",
        text: "The pier shut.[^1]\n\n[^1]: Al-Hayat (London), May 3, 2018.\n",
        outline: &["Al-Hayat (London), May 3, 2018"],
        colored: &["Al-Hayat", "May 3, 2018"],
        listed: &["Al-Hayat"],
        card: ("[^1]\n", &["kind: news", "source: Al-Hayat", "place: London", "date: Thursday, May 3, 2018"]),
        leads: ("[^1]\n", "1]: Al-Hayat"),
        references: ("Al-Hayat", 1),
        remembered: "Al-Hayat",
    },
    Style {
        name: "a bare address",
        text: "The pier shut.[^1]\n\n[^1]: https://www.reuters.com/pier\n",
        outline: &["https://www.reuters.com/pier"],
        colored: &[],
        listed: &["https://www.reuters.com/pier"],
        card: ("[^1]\n", &["address: https://www.reuters.com/pier"]),
        leads: ("[^1]\n", "1]: https"),
        references: ("https://", 1),
        remembered: "",
    },
    Style {
        name: "a numbered list",
        text: "The pier shut. [1]\n\n## References\n\n1. https://t.me/front/1120; https://t.me/front/1121\n",
        outline: &["https://t.me/front/1120", "https://t.me/front/1121"],
        colored: &[],
        listed: &["https://t.me/front/1120", "https://t.me/front/1121"],
        card: ("[1]\n", &["kind: social", "address: https://t.me/front/1120", "address: https://t.me/front/1121"]),
        leads: ("[1]\n", "1. https"),
        references: ("[1]\n", 2),
        remembered: "",
    },
    Style {
        name: "a line of sources",
        text: "The pier shut.\n\nSource: ACLED, May 4.\n",
        outline: &["ACLED, May 4"],
        colored: &["ACLED", "May 4"],
        listed: &["ACLED"],
        card: ("ACLED", &["**ACLED** · acleddata.com", "May 4 → Friday, May 4, 2018"]),
        leads: ("ACLED", "ACLED"),
        references: ("ACLED", 1),
        remembered: "ACLED",
    },
    Style {
        name: "a caption",
        text: "The pier shut.\n\n![The pier](pier.png)\n\n*The pier in May (Ibaa, May 4)*\n",
        outline: &["Ibaa, May 4"],
        colored: &["Ibaa", "May 4"],
        listed: &["Ibaa"],
        card: ("Ibaa", &["**Ibaa**", "May 4 → Friday, May 4, 2018"]),
        leads: ("Ibaa", "Ibaa"),
        references: ("Ibaa", 1),
        remembered: "Ibaa",
    },
    Style {
        name: "a link in prose",
        text: "Reuters [reported on May 5](https://www.reuters.com/pier) that the pier was shut.\n",
        outline: &["reported on May 5"],
        colored: &["Reuters", "May 5"],
        listed: &["Reuters"],
        card: ("reported", &["**Reuters** · reuters.com", "May 5 → Saturday, May 5, 2018"]),
        leads: ("reported", "Reuters"),
        references: ("reported", 1),
        remembered: "Reuters",
    },
    Style {
        name: "a link by its label",
        text: "The pier was sold, [Reuters reported][pier].\n\n[pier]: https://www.reuters.com/pier\n",
        outline: &["Reuters reported"],
        colored: &["Reuters"],
        listed: &["Reuters"],
        card: ("reported", &["**Reuters** · reuters.com"]),
        leads: ("reported", "Reuters reported"),
        references: ("reported", 1),
        remembered: "Reuters",
    },
    Style {
        name: "author and year",
        text: "The pier was sold (Mertz, 2018, p. 4). Mertz (2018) says so.\n\n## References\n\n\
            Mertz, L. (2018). *The pier deal*. Hurst.\n",
        outline: &["Mertz, 2018, p. 4", "Mertz (2018)", "Mertz, L. (2018). *The pier deal*. Hurst."],
        colored: &["2018", "2018", "2018", "Hurst"],
        listed: &["Mertz, 2018, p. 4", "Mertz (2018)", "Hurst"],
        card: (
            "Mertz, 2018",
            &["author: Mertz", "date: 2018", "pages: 4", "means: Mertz, L. (2018). *The pier deal*. Hurst."],
        ),
        leads: ("Mertz (2018)", "Mertz, L. (2018)"),
        references: ("Mertz (2018)", 3),
        remembered: "Hurst",
    },
    Style {
        name: "a book",
        text: "The pier was sold.[^1]\n\n[^1]: Lena Mertz, *The Pier Deal* (London: Hurst, 2016), p. 88.\n",
        outline: &["Lena Mertz, *The Pier Deal* (London: Hurst, 2016), p. 88"],
        colored: &["Hurst", "2016"],
        listed: &["Hurst"],
        card: (
            "[^1]\n",
            &["kind: book", "author: Lena Mertz", "title: The Pier Deal", "place: London", "date: 2016", "pages: 88"],
        ),
        leads: ("[^1]\n", "1]: Lena"),
        references: ("[^1]\n", 2),
        remembered: "Hurst",
    },
    Style {
        name: "a journal",
        text: "The pier was sold.[^1]\n\n[^1]: Lena Mertz, “Piers,” *CTC Sentinel* 11:3 (2018), pp. 14–21.\n",
        outline: &["Lena Mertz, “Piers,” *CTC Sentinel* 11:3 (2018), pp. 14–21"],
        colored: &["CTC Sentinel", "2018"],
        listed: &["CTC Sentinel"],
        card: (
            "[^1]\n",
            &["kind: journal", "source: CTC Sentinel", "volume: 11", "issue: 3", "date: 2018", "pages: 14–21"],
        ),
        leads: ("[^1]\n", "1]: Lena"),
        references: ("[^1]\n", 2),
        remembered: "CTC Sentinel",
    },
    Style {
        name: "an interview",
        text: "The pier was sold.[^1]\n\n[^1]: Author interview with a harbour pilot, Sorvik, May 3, 2018.\n",
        outline: &["Author interview with a harbour pilot, Sorvik, May 3, 2018"],
        colored: &["May 3, 2018"],
        listed: &["Author interview with a harbour pilot, Sorvik, May 3, 2018"],
        card: (
            "interview",
            &["kind: interview", "with: a harbour pilot", "place: Sorvik", "date: Thursday, May 3, 2018"],
        ),
        leads: ("[^1]\n", "1]: Author"),
        references: ("interview", 1),
        remembered: "",
    },
    Style {
        name: "a document with a symbol",
        text: "The pier was sold.[^1]\n\n[^1]: UN Security Council, “Letter on the Pier,” S/2018/705, May 3, 2018, para. 12.\n",
        outline: &["UN Security Council, “Letter on the Pier,” S/2018/705, May 3, 2018, para. 12"],
        colored: &["UN Security Council", "May 3, 2018"],
        listed: &["UN Security Council"],
        card: ("[^1]\n", &["kind: un-document", "title: Letter on the Pier", "symbol: S/2018/705", "pages: para. 12"]),
        leads: ("[^1]\n", "1]: UN"),
        references: ("S/2018", 1),
        remembered: "UN Security Council",
    },
    Style {
        name: "a case",
        text: "The pier was sold.[^1]\n\n[^1]: *Mertz v. Port of Sorvik* (High Court, May 3, 2018).\n",
        outline: &["*Mertz v. Port of Sorvik* (High Court, May 3, 2018)"],
        colored: &["High Court", "May 3, 2018"],
        listed: &["High Court"],
        card: ("[^1]\n", &["kind: case", "title: Mertz v. Port of Sorvik", "source: High Court"]),
        leads: ("[^1]\n", "1]: *Mertz"),
        references: ("High Court", 1),
        remembered: "High Court",
    },
    Style {
        name: "social media",
        text: "The pier was sold.[^1]\n\n[^1]: Lena Mertz (@lenamertz), “The pier is gone,” Twitter, May 3, 2018, \
            https://twitter.com/lenamertz/status/1.\n",
        outline: &[
            "Lena Mertz (@lenamertz), “The pier is gone,” Twitter, May 3, 2018, https://twitter.com/lenamertz/status/1",
        ],
        colored: &["Twitter", "May 3, 2018"],
        listed: &["Twitter"],
        card: (
            "[^1]\n",
            &["kind: social", "author: Lena Mertz (@lenamertz)", "title: The pier is gone", "platform: Twitter"],
        ),
        leads: ("[^1]\n", "1]: Lena"),
        references: ("Twitter", 1),
        remembered: "Twitter",
    },
    Style {
        name: "a video",
        text: "The pier was sold.[^1]\n\n[^1]: “Sale of the Pier,” YouTube video, posted by Sorvik TV, May 3, 2018, \
            https://www.youtube.com/watch?v=a1.\n",
        outline: &[
            "“Sale of the Pier,” YouTube video, posted by Sorvik TV, May 3, 2018, https://www.youtube.com/watch?v=a1",
        ],
        colored: &["Sorvik TV", "May 3, 2018"],
        listed: &["Sorvik TV"],
        card: (
            "[^1]\n",
            &[
                "kind: video",
                "title: Sale of the Pier",
                "source: Sorvik TV",
                "address: https://www.youtube.com/watch?v=a1",
            ],
        ),
        leads: ("[^1]\n", "1]: “Sale"),
        references: ("Sorvik TV", 1),
        remembered: "Sorvik TV",
    },
    Style {
        name: "an archived copy",
        text: "The pier was sold.[^1]\n\n[^1]: “Pier Sold,” Reuters, May 3, 2018, https://www.reuters.com/pier, archived at \
            https://archive.ph/a1B2c.\n",
        outline: &[
            "“Pier Sold,” Reuters, May 3, 2018, https://www.reuters.com/pier, archived at https://archive.ph/a1B2c",
        ],
        colored: &["Reuters", "May 3, 2018"],
        listed: &["Reuters"],
        card: (
            "[^1]\n",
            &["source: Reuters", "address: https://www.reuters.com/pier", "archived: https://archive.ph/a1B2c"],
        ),
        leads: ("[^1]\n", "1]: “Pier"),
        references: ("Reuters", 1),
        remembered: "Reuters",
    },
    Style {
        name: "a note in a sentence",
        text: "The pier was sold.^[Lena Mertz, “Pier Sold,” Reuters, May 3, 2018.] It sank.^[Ibid.]\n",
        outline: &["Lena Mertz, “Pier Sold,” Reuters, May 3, 2018", "Ibid"],
        colored: &["Reuters", "May 3, 2018"],
        listed: &["Reuters", "Ibid"],
        card: ("^[Lena", &["kind: news", "author: Lena Mertz", "title: Pier Sold", "source: Reuters"]),
        leads: ("Ibid", "Lena Mertz, “Pier Sold"),
        references: ("Ibid", 2),
        remembered: "Reuters",
    },
    Style {
        name: "lettered notes",
        text: "The pier was sold.[a]\n\n## Notes\n\n[a] Lena Mertz, “Pier Sold,” Reuters, May 3, 2018.\n",
        outline: &["Lena Mertz, “Pier Sold,” Reuters, May 3, 2018"],
        colored: &["Reuters", "May 3, 2018"],
        listed: &["Reuters"],
        card: ("[a]\n", &["kind: news", "author: Lena Mertz", "title: Pier Sold"]),
        leads: ("[a]\n", "a] Lena"),
        references: ("[a]\n", 2),
        remembered: "Reuters",
    },
    Style {
        name: "raised numbers",
        text: "The pier was sold.<sup>1</sup>\n\n## Notes\n\n1. Lena Mertz, “Pier Sold,” Reuters, May 3, 2018.\n",
        outline: &["Lena Mertz, “Pier Sold,” Reuters, May 3, 2018"],
        colored: &["Reuters", "May 3, 2018"],
        listed: &["Reuters"],
        card: ("<sup>1", &["kind: news", "author: Lena Mertz", "title: Pier Sold"]),
        leads: ("<sup>1", "1. Lena"),
        references: ("<sup>1", 2),
        remembered: "Reuters",
    },
    Style {
        name: "endnotes",
        text: "The pier was sold. [1] It sank. [2]\n\n## Endnotes\n\n1. Lena Mertz, “Pier Sold,” Reuters, May 3, 2018.\n\
            2. Mertz, op. cit., p. 3.\n",
        outline: &["Lena Mertz, “Pier Sold,” Reuters, May 3, 2018", "Mertz, op. cit., p. 3"],
        colored: &["Reuters", "May 3, 2018"],
        listed: &["Reuters", "Mertz, op. cit., p. 3"],
        card: (
            "op. cit",
            &["kind: op-cit", "author: Mertz", "pages: 3", "means: note 1, Lena Mertz, “Pier Sold,” Reuters"],
        ),
        leads: ("op. cit", "Lena Mertz"),
        references: ("op. cit", 2),
        remembered: "Reuters",
    },
    Style {
        name: "brackets",
        text: "The pier was sold ([Reuters](https://www.reuters.com/pier), May 3).\n",
        outline: &["Reuters, May 3"],
        colored: &["Reuters", "May 3"],
        listed: &["Reuters"],
        card: ("Reuters", &["**Reuters** · reuters.com", "May 3 → Thursday, May 3, 2018"]),
        leads: ("Reuters", "Reuters"),
        references: ("Reuters", 1),
        remembered: "Reuters",
    },
];

/// The numbers of sources and dates in the legend.
const SOURCE_AND_DATE: [u64; 2] = [1, 2];

struct Shown {
    client: Client,
    uri: String,
    text: String,
}

impl Shown {
    fn of(style: &Style, number: usize) -> Shown {
        let mut client = Client::start(json!({
            "general": {"positionEncodings": ["utf-8"]},
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true}
            }
        }));
        let (uri, text) = (format!("file:///desk/2018-10-10-{number}.md"), format!("# The Road\n\n{}", style.text));
        client.open(&uri, &text);
        Shown { client, uri, text }
    }

    fn ask(&mut self, method: &str) -> Value {
        let params = json!({"textDocument": {"uri": self.uri}});
        self.client.request(method, params)["result"].take()
    }

    /// Asks about the last place of these words: what a note says is below its mark.
    fn ask_at(&mut self, method: &str, words: &str) -> Value {
        let at = self.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
        // Within the mark of a note.
        let at = at + usize::from(words.starts_with(['[', '^', '<']));
        let line = self.text[..at].matches('\n').count();
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let params = json!({
            "textDocument": {"uri": self.uri},
            "position": {"line": line, "character": at - start},
            "context": {"includeDeclaration": true}
        });
        self.client.request(method, params)["result"].take()
    }

    /// The text from a place on.
    fn from(&self, range: &Value) -> String {
        let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small");
        let (line, column) = (number(&range["start"]["line"]), number(&range["start"]["character"]));
        self.text.lines().nth(line).expect("a line")[column..].to_owned()
    }

    fn colored(&mut self) -> Vec<String> {
        let data = self.ask("textDocument/semanticTokens/full")["data"].take();
        let data: Vec<u64> = data.as_array().expect("data").iter().filter_map(Value::as_u64).collect();
        let (mut line, mut column, mut words) = (0, 0, Vec::new());
        for token in data.chunks(5) {
            line += token[0];
            column = token[1] + if token[0] == 0 { column } else { 0 };
            if SOURCE_AND_DATE.contains(&token[3]) {
                let rest = self.from(&json!({"start": {"line": line, "character": column}}));
                words.push(rest[..usize::try_from(token[2]).expect("small")].to_owned());
            }
        }
        words
    }
}

/// The names of the citations in an outline.
fn cited(symbols: &Value, names: &mut Vec<String>) {
    for symbol in symbols.as_array().into_iter().flatten() {
        if symbol["kind"] == 20 {
            names.push(symbol["name"].as_str().expect("a name").to_owned());
        }
        cited(&symbol["children"], names);
    }
}

#[test]
fn every_style_is_shown() {
    for (number, style) in STYLES.iter().enumerate() {
        let name = style.name;
        let mut shown = Shown::of(style, number);
        let mut outline = Vec::new();
        cited(&shown.ask("textDocument/documentSymbol"), &mut outline);
        assert_eq!(outline, style.outline, "{name}");
        assert_eq!(shown.colored(), style.colored, "{name}");
        let contents = shown.ask("copydesk/contents");
        let listed = contents["articles"][0]["cited"].as_array().expect("what is cited").clone();
        let listed: Vec<&str> = listed.iter().filter_map(|cited| cited["name"].as_str()).collect();
        assert_eq!(listed, style.listed, "{name}");
        let card = shown.ask_at("textDocument/hover", style.card.0);
        let said = card["contents"]["value"].as_str().unwrap_or_default();
        for line in style.card.1 {
            assert!(said.contains(line), "{name}: no “{line}” in\n{said}");
        }
        let leads = shown.ask_at("textDocument/definition", style.leads.0);
        assert!(leads["range"].is_object(), "{name}: leads nowhere");
        let target = shown.from(&leads["range"]);
        assert!(target.starts_with(style.leads.1), "{name}: leads to “{target}”");
        let references = shown.ask_at("textDocument/references", style.references.0);
        assert_eq!(references.as_array().map(Vec::len), Some(style.references.1), "{name}: {references}");
        if !style.remembered.is_empty() {
            let found = shown.client.request("workspace/symbol", json!({"query": style.remembered}));
            assert_eq!(found["result"][0]["name"], style.remembered, "{name}: {found}");
        }
    }
}

#[test]
fn every_style_is_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let uri =
        |name: &str| tower_lsp::lsp_types::Url::from_file_path(folder.path().join(name)).expect("a path").to_string();
    for (number, style) in STYLES.iter().enumerate() {
        let text = format!("# The Road\n\n{}", style.text);
        std::fs::write(folder.path().join(format!("2018-09-{:02}.md", number + 1)), text).expect("written");
    }
    let mut client = Client::spawn();
    client.initialize(json!({
        "processId": null,
        "rootUri": uri(""),
        "capabilities": {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
    }));
    // The card of a source says how often the other files cite it, in whatever style, listed or not.
    let text =
        "# Now\n\nIt rained ([Reuters](https://www.reuters.com/a), May 9; The Ferry Post, May 9; ACLED, May 9).\n";
    let now = uri("2018-10-10.md");
    client.open(&now, text);
    for source in ["Reuters", "The Ferry Post", "ACLED"] {
        let names = |style: &&Style| style.remembered == source;
        let times = match STYLES.iter().filter(names).count() {
            1 => "once".to_owned(),
            more => format!("{more} times"),
        };
        let column = text.lines().nth(2).and_then(|line| line.find(source)).expect("the source");
        let place = json!({"textDocument": {"uri": now}, "position": {"line": 2, "character": column}});
        let said = format!("cited {times} elsewhere in the workspace");
        client.request_until("textDocument/hover", &place, |card| {
            card["contents"]["value"].as_str().is_some_and(|card| card.contains(&said))
        });
    }
}
