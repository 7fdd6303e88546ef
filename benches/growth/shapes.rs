//! Texts that grow in one way: a repeated fragment, two in turn, one half after another, deep nesting, long lines.

use std::fmt::Write;

/// A way in which a text grows.
pub(crate) struct Shape {
    /// Its name in the table.
    pub(crate) name: String,
    make: Box<dyn Fn(usize) -> String>,
}

impl Shape {
    pub(crate) fn new(name: impl Into<String>, make: impl Fn(usize) -> String + 'static) -> Shape {
        Shape { name: name.into(), make: Box::new(make) }
    }

    /// A text of this shape of about this many bytes.
    pub(crate) fn text(&self, bytes: usize) -> String {
        (self.make)(bytes)
    }
}

/// `piece` repeated, with its `{n}` counted up.
pub(crate) fn repeated(piece: &str, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + piece.len() + 16);
    let mut n = 0;
    while out.len() < bytes {
        push(piece, n, &mut out);
        n += 1;
    }
    out
}

fn push(piece: &str, n: usize, out: &mut String) {
    let mut parts = piece.split("{n}");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let _ = write!(out, "{n}{part}");
    }
}

/// The components of drafts, whole and broken.
const FRAGMENTS: &[&str] = &[
    "([Dawn](https://www.dawn.com/news/{n}), May 9)",
    "([Dawn](https://www.dawn.com/news/{n}) May 9; Reuters, May 10 2018)",
    "(Reuters, May 9; AFP, May {n})",
    "(Reuters, May 9",
    "([Dawn](https://www.dawn.com/1, May 9)",
    "([Dawn(https://www.dawn.com/1), May 9",
    "(",
    ")",
    "[",
    "]",
    "](",
    "([",
    "((",
    "![",
    "[](",
    "<",
    "<!--",
    "-->",
    "<!-- copydesk-ignore doubled-word -->",
    "<!-- copydesk-ignore no-rule-{n} -->",
    "<!-- copydesk-ignore-start -->",
    "<!-- copydesk-ignore-end -->",
    "<!-- copydesk-ignore doubled-word",
    "<!-- copydesk-what{n} -->",
    "<!-- page {n} -->",
    "`",
    "``x",
    "*",
    "**",
    "_a",
    "~~",
    "\"",
    "“",
    "”",
    "‘",
    "'",
    "’s",
    "«a»",
    "“He said so,” they said.",
    "|",
    "| a | b |",
    "|--|--|",
    "> ",
    "> quoted {n}",
    ">>> ",
    "- ",
    "- item {n}",
    "1. ",
    "{n}. Ibid.",
    "# Title {n}",
    "## Section",
    "###### **Deep**",
    "#### Notes",
    "---",
    "===",
    "***",
    "```",
    "~~~",
    "[^{n}]",
    "[^1]",
    "[^{n}]: Reuters, May 9, 2018.",
    "[^1]: note",
    "[{n}]",
    "[1] https://www.dawn.com/news/{n}",
    "Ibid.",
    "May 9",
    "May 9, 2018",
    "9 May 2018",
    "2018-10-10",
    "on Monday, May 7, 2018",
    "Feb. 30",
    "from May 9 to May 3",
    "yesterday",
    "last Tuesday",
    "in 2018",
    "Al-Shabaab",
    "al-Shabab",
    "Hasht al-Shaabi",
    "Islamic State of Iraq and Syria",
    "Rapid Action Battalion (RAB)",
    "Ridge Action Group {n} (RAG{n})",
    "RAB",
    "(RAB)",
    "AB{n}",
    "ABCDEFGHIJKLMNOP",
    "Hassan Karim{n}",
    "General Ahmed Karim",
    "the the",
    "em-\nployed",
    "Feb-\n\nruary",
    "cut by a\n\nbreak",
    "word",
    "a",
    "é",
    "漢字",
    "👩‍👧",
    "\u{301}",
    "\u{a0}",
    "\u{200b}",
    "https://www.dawn.com/news/{n}",
    "http://quay.al;s",
    "https://a.example/{n}?utm_source=a&utm_medium=b",
    "<https://a.example/{n}>",
    "[x{n}]: https://a.example/{n}",
    "[text][x{n}]",
    "[text](#)",
    "[text](https://a.example/2018/10/05/x{n})",
    "&amp;",
    "&#x41;",
    "\\",
    "\\[",
    "<div>",
    "</div>",
    "<b>bold</b>",
    "\t",
    "    code",
    "a{n}@b.example",
    ";",
    "; and",
    ", ",
    "—",
    " - ",
    "...",
    "p. {n}",
    "By Ada Bern and Cem Dal",
    "*Ada Bern*",
    "*Ada Bern is an analyst of ports.*",
    "**BRIEFS**",
    "VOLUME IV, ISSUE {n}",
    "October {n}, 2018",
    "+++",
    "title: x{n}",
    "\r",
    "\u{feff}",
    "\u{2028}",
    "0",
    "1234567890",
    "$5 million",
    "utilize",
];

/// Every pair of these is tried.
const PAIRED: &[&str] = &[
    "([Dawn](https://www.dawn.com/news/{n}), May 9)",
    "(Reuters, May 9",
    "(",
    ")",
    "[",
    "](",
    "<!--",
    "<!-- copydesk-ignore doubled-word -->",
    "`",
    "**",
    "\"",
    "“",
    "| a | b |",
    "> ",
    "- ",
    "# T{n}",
    "[^{n}]",
    "[^{n}]: n",
    "May 9",
    "Hassan Karim{n}",
    "Ridge Action Group {n} (RAG{n})",
    "al-Shabab",
    "the the",
    "https://www.dawn.com/news/{n}",
    "word, ",
    "é",
];

/// Opening and closing marks.
const NESTS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("([", "])"),
    ("[a](", ")"),
    ("![", "](x)"),
    ("“", "”"),
    ("\"", "\""),
    ("*", "*"),
    ("**a ", "**"),
    ("_", "_"),
    ("<div>", "</div>"),
    ("> ", "\n"),
    ("- ", "\n"),
    ("1. ", "\n"),
    ("<!-- copydesk-ignore-start -->\n", "\n<!-- copydesk-ignore-end -->"),
    ("(Reuters, May 9; ", ")"),
    ("[^1]: ", "\n"),
];

/// All shapes of drafts.
pub(crate) fn drafts() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for fragment in FRAGMENTS {
        for (how, joint) in [("", ""), ("words", " "), ("lines", "\n"), ("paragraphs", "\n\n")] {
            let piece = format!("{fragment}{joint}");
            shapes.push(Shape::new(format!("{} {how}", shown(fragment)), move |bytes| repeated(&piece, bytes)));
        }
    }
    for (at, first) in PAIRED.iter().enumerate() {
        for second in &PAIRED[at + 1..] {
            let piece = format!("{first} {second}\n");
            shapes.push(Shape::new(format!("{} {} in turn", shown(first), shown(second)), move |bytes| {
                repeated(&piece, bytes)
            }));
            let (first, second) = (format!("{first} "), format!("{second} "));
            shapes.push(Shape::new(format!("{} then {}", shown(&first), shown(&second)), move |bytes| {
                repeated(&first, bytes / 2) + &repeated(&second, bytes / 2)
            }));
        }
    }
    for &(open, close) in NESTS {
        shapes.push(Shape::new(format!("{} … {} nested", shown(open), shown(close)), move |bytes| {
            let depth = bytes / (open.len() + close.len());
            open.repeat(depth) + &close.repeat(depth)
        }));
        shapes.push(Shape::new(format!("{} … {} nested round words", shown(open), shown(close)), move |bytes| {
            let depth = bytes / (open.len() + close.len() + 5);
            format!("{open}word ").repeat(depth) + &close.repeat(depth)
        }));
    }
    const NOTE: &str = "Ada Vale, “The Quay Shuts {n},” *Dawn*, May 3, 2018, https://www.dawn.com/q-{n}";
    for (name, references, note) in [
        ("notes that cite", "It shut.[^{n}]\n\n", format!("[^{{n}}]: {NOTE}.\n\n")),
        ("notes of Ibid.", "It shut.[^{n}]\n\n", "[^{n}]: Ibid., p. {n}.\n\n".to_owned()),
        ("notes that point back", "It shut.[^{n}]\n\n", "[^{n}]: Vale, “The Quay Shuts {n},” 4.\n\n".to_owned()),
    ] {
        shapes.push(Shape::new(name, move |bytes| {
            let count = bytes / (references.len() + note.len());
            repeated(references, count * references.len()) + &repeated(&note, count * note.len())
        }));
    }
    shapes.push(Shape::new("one note with many sources", |bytes| {
        format!("It shut.[^1]\n\n[^1]: {}\n", repeated(&format!("{NOTE}; "), bytes))
    }));
    let sample = include_str!("../../docs/sample/issue.md");
    shapes.push(Shape::new("the sample, repeated", move |bytes| repeated(sample, bytes)));
    let line = sample.replace('\n', " ");
    shapes.push(Shape::new("the sample on one line", move |bytes| repeated(&line, bytes)));
    for end in ["\r\n", "\r"] {
        let sample = sample.replace('\n', end);
        shapes.push(Shape::new(format!("the sample with {}", shown(end)), move |bytes| repeated(&sample, bytes)));
    }
    shapes
}

/// The shapes of suppressions that once took more than linear time.
pub(crate) fn suppressions() -> Vec<Shape> {
    vec![
        Shape::new("idle suppressions of one rule", |bytes| {
            repeated("<!-- copydesk-ignore doubled-word -->\nA line {n}.\n\n", bytes)
        }),
        Shape::new("idle suppressions on one line", |bytes| {
            repeated("<!-- copydesk-ignore doubled-word --> a ", bytes)
        }),
        Shape::new("idle suppressions of many rules", |bytes| {
            repeated("<!-- copydesk-ignore doubled-word, actor-case, date-format, note-order -->\nA line.\n\n", bytes)
        }),
        Shape::new("unknown rules in one comment", |bytes| {
            format!("<!-- copydesk-ignore {} -->\n\nA line.\n", repeated("no-such-rule-{n}, ", bytes))
        }),
        Shape::new("one unknown rule in one comment again and again", |bytes| {
            format!("<!-- copydesk-ignore {} -->\n\nA line.\n", repeated("doubled-wrod ", bytes))
        }),
        Shape::new("comments with an unknown rule", |bytes| {
            repeated("<!-- copydesk-ignore doubled-wrod{n} -->\nA line.\n\n", bytes)
        }),
        Shape::new("suppressions nested", |bytes| {
            let depth = bytes / 64;
            "<!-- copydesk-ignore-start -->\n\n".repeat(depth) + &"<!-- copydesk-ignore-end -->\n\n".repeat(depth)
        }),
        Shape::new("suppressed faults", |bytes| {
            repeated("<!-- copydesk-ignore doubled-word -->\nThe the line {n}.\n\n", bytes)
        }),
    ]
}

/// Configurations, valid and broken.
pub(crate) fn configurations() -> Vec<Shape> {
    vec![
        Shape::new("unknown keys", |bytes| repeated("key-{n} = 1\n", bytes)),
        Shape::new("unknown rules", |bytes| format!("[rules]\n{}", repeated("rule-{n} = \"off\"\n", bytes))),
        Shape::new("nearly known rules", |bytes| {
            format!("[rules]\n{}", repeated("doubled-wrod{n} = \"off\"\n", bytes))
        }),
        Shape::new("wrong values", |bytes| format!("[[overrides]]\npaths = [{}]\n", repeated("{n}, ", bytes))),
        Shape::new("lines that are no TOML", |bytes| repeated("= [ {n}\n", bytes)),
        Shape::new("one key twice", |bytes| repeated("a = 1\n", bytes)),
        Shape::new("tables", |bytes| repeated("[table-{n}]\n", bytes)),
        Shape::new("tables nested", |bytes| format!("{}\n", repeated("[a.b.c.d.e.f.g{n}]\nx=1\n", bytes))),
        Shape::new("lists nested", |bytes| format!("a = {}", "[".repeat(bytes))),
        Shape::new("a string that nothing ends", |bytes| format!("a = \"\"\"{}", repeated("x\n", bytes))),
        Shape::new("comments", |bytes| repeated("# comment {n}\n", bytes)),
        Shape::new("excluded files", |bytes| {
            format!("[files]\nexclude = [{}]\n", repeated("\"drafts/{n}/*\",\n", bytes))
        }),
        Shape::new("lists of names", |bytes| {
            format!("[gazetteer]\nactors = [{}]\n", repeated("\"names/{n}.tsv\",\n", bytes))
        }),
        Shape::new("overrides", |bytes| {
            repeated("[[overrides]]\npaths = [\"a/{n}\"]\nrules = { doubled-word = \"off\" }\n", bytes)
        }),
        Shape::new("discouraged terms", |bytes| {
            repeated("[[terms.discouraged]]\nterm = \"word {n}\"\nuse = \"wort\"\n", bytes)
        }),
        Shape::new("common abbreviations", |bytes| {
            format!("[abbreviations]\ncommon = [{}]\n", repeated("\"AB{n}\", ", bytes))
        }),
    ]
}

/// A publication’s own lists: the header, and rows.
pub(crate) fn lists() -> Vec<Shape> {
    let rows = |name: &'static str, header: &'static str, row: &'static str| {
        Shape::new(name, move |bytes| format!("{header}\n{}", repeated(row, bytes)))
    };
    vec![
        rows("actors", "id\tname\taccepted", "ridge-{n}\tRidge Men {n}\tMen of the Ridge {n}\n"),
        rows("actors of one id", "id\tname", "ridge\tRidge Men {n}\n"),
        rows("actors of one name", "id\tname", "ridge-{n}\tRidge Men\n"),
        rows("actors of one alias", "id\tname\taccepted", "ridge-{n}\tRidge Men {n}\tRidge\n"),
        rows("actors to confuse", "id\tname\tconfusables", "ridge-{n}\tRidge Men {n}\tnobody-{n}\n"),
        rows("actors with a parent", "id\tname\tparent", "ridge-{n}\tRidge Men {n}\tridge-1\n"),
        rows("broken rows", "id\tname", "{n}\n"),
        rows("rows without a name", "id\tname", "ridge-{n}\t\n"),
        Shape::new("an actor with many names", |bytes| {
            format!("id\tname\taccepted\nridge\tRidge Men\t{}\n", repeated("Ridge {n};", bytes))
        }),
        Shape::new("a header with many columns", |bytes| format!("id\tname\t{}\n", repeated("column{n}\t", bytes))),
    ]
}

/// Other people's lists, by the format that reads them.
pub(crate) fn imports() -> Vec<(&'static str, Shape)> {
    let framed = |name: &'static str, before: &'static str, piece: &'static str, after: &'static str| {
        Shape::new(name, move |bytes| {
            let body = repeated(piece, bytes);
            format!("{before}{}{after}", body.trim_end_matches(','))
        })
    };
    vec![
        (
            "opensanctions",
            framed(
                "entities",
                "",
                "{\"id\":\"{n}\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Ridge Men {n}\"],\"alias\":[\"Ridge {n}\"]}}\n",
                "",
            ),
        ),
        (
            "opensanctions",
            framed(
                "entities of one id",
                "",
                "{\"id\":\"a\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Ridge Men {n}\"]}}\n",
                "",
            ),
        ),
        (
            "opensanctions",
            framed(
                "entities of one name",
                "",
                "{\"id\":\"{n}\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Ridge Men\"]}}\n",
                "",
            ),
        ),
        (
            "opensanctions",
            framed(
                "additions to one record",
                "",
                "{\"id\":\"{n}\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Al-Shabaab\"],\"alias\":[\"Pride of Ridge {n}\"]}}\n",
                "",
            ),
        ),
        (
            "opensanctions",
            framed(
                "names",
                "{\"id\":\"a\",\"schema\":\"Organization\",\"properties\":{\"name\":[",
                "\"Ridge Men {n}\",",
                "]}}\n",
            ),
        ),
        (
            "opensanctions",
            framed(
                "one name in entities of HTML",
                "{\"id\":\"a\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"",
                "&amp;amp;",
                "\"]}}\n",
            ),
        ),
        (
            "opensanctions",
            framed(
                "names that make one id",
                "",
                "{\"id\":\"{n}\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Ridge Men {n} (((\"],\"x\":1}}\n",
                "",
            ),
        ),
        ("opensanctions", framed("broken lines", "", "{\"id\n", "")),
        (
            "misp",
            framed(
                "clusters",
                "{\"values\":[",
                "{\"value\":\"Ridge Men {n}\",\"meta\":{\"synonyms\":[\"Ridge {n}\"]}},",
                "]}",
            ),
        ),
        ("misp", framed("lists nested", "", "[", "")),
        ("misp", framed("keys that are passed over", "{", "\"a{n}\":[{n}],", "\"values\":[]}")),
        (
            "attack",
            framed(
                "objects",
                "{\"objects\":[",
                "{\"type\":\"intrusion-set\",\"id\":\"x{n}\",\"name\":\"Ridge Men {n}\"},",
                "]}",
            ),
        ),
        (
            "csl",
            framed(
                "items",
                "[",
                "{\"id\":\"{n}\",\"type\":\"webpage\",\"container-title\":\"Ridge Post {n}\",\"URL\":\"https://r{n}.example/\"},",
                "]",
            ),
        ),
        (
            "csl",
            framed(
                "items of one outlet",
                "[",
                "{\"id\":\"{n}\",\"type\":\"webpage\",\"container-title\":\"Ridge Post\",\"URL\":\"https://r.example/{n}\"},",
                "]",
            ),
        ),
        (
            "csl",
            framed(
                "outlets of one host",
                "[",
                "{\"id\":\"{n}\",\"type\":\"webpage\",\"container-title\":\"Ridge Post {n}\",\"URL\":\"https://www.dawn.com/{n}\"},",
                "]",
            ),
        ),
        (
            "wikidata",
            framed(
                "rows",
                "[",
                "{\"item\":\"http://www.wikidata.org/entity/Q{n}\",\"itemLabel\":\"Ridge Men {n}\"},",
                "]",
            ),
        ),
        (
            "wikidata",
            framed(
                "rows of one item",
                "[",
                "{\"item\":\"http://www.wikidata.org/entity/Q1\",\"itemLabel\":\"Ridge Men\",\"alt\":\"Ridge {n}\"},",
                "]",
            ),
        ),
        (
            "un",
            framed(
                "entities",
                "<L>",
                "<ENTITY><DATAID>{n}</DATAID><FIRST_NAME>RIDGE MEN {n}</FIRST_NAME></ENTITY>",
                "</L>",
            ),
        ),
        (
            "un",
            framed(
                "aliases",
                "<L><ENTITY><FIRST_NAME>RIDGE</FIRST_NAME>",
                "<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>RIDGE {n}</ALIAS_NAME></ENTITY_ALIAS>",
                "</ENTITY></L>",
            ),
        ),
        ("un", framed("tags nested", "", "<a>", "")),
        ("un", framed("entities of XML", "<ENTITY><FIRST_NAME>", "&amp;&x;", "</FIRST_NAME></ENTITY>")),
        ("un", framed("a comment that nothing ends", "<!--", "- ", "")),
        (
            "ofac",
            framed(
                "rows",
                "",
                "{n},\"RIDGE MEN {n}\",-0- ,X,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'RIDGE {n}'.\"\n",
                "",
            ),
        ),
        (
            "ofac",
            framed(
                "aliases of one record",
                "1,\"RIDGE MEN\",-0- ,X,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n",
                "1,{n},\"aka\",\"RIDGE {n}\",-0- \n",
                "",
            ),
        ),
        ("ofac", framed("a quotation mark that nothing closes", "1,\"", "RIDGE {n}\n", "")),
        (
            "bibtex",
            framed("entries", "", "@online{k{n}, organization={Ridge Post {n}}, url={https://r{n}.example/}}\n", ""),
        ),
        ("bibtex", framed("entries of one key", "", "@online{k, organization={Ridge Post {n}}}\n", "")),
        (
            "bibtex",
            framed(
                "entries after a broken one",
                "@online{x, organization={open\n",
                "@online{k{n}, organization={Ridge Post {n}}}\n",
                "",
            ),
        ),
        ("bibtex", framed("broken entries", "", "@online{k{n}, organization={\n", "")),
        (
            "bibtex",
            framed("abbreviations", "", "@string{s{n} = {Ridge Post {n}}}\n@online{k{n}, organization=s{n}}\n", ""),
        ),
        (
            "bibtex",
            framed(
                "abbreviations in a chain",
                "@string{s0 = \"x\"}\n",
                "@string{t{n} = s0 # s0}\n@online{k{n}, organization=t{n}}\n",
                "",
            ),
        ),
        (
            "bibtex",
            framed(
                "entries that inherit",
                "@periodical{p, title={Ridge Post}}\n",
                "@article{k{n}, crossref={p}}\n",
                "",
            ),
        ),
        ("bibtex", framed("entries in a circle", "", "@article{k{n}, crossref={k{n}}, xdata={k1,k2,k3}}\n", "")),
        ("bibtex", framed("one long field", "@online{k, organization={", "Ridge {n} ", "}}\n")),
        ("bibtex", framed("an entry with many fields", "@online{k, ", "f{n} = {x}, ", "}\n")),
        ("bibtex", framed("braces nested", "@online{k, title=", "{", "")),
        ("ris", framed("records", "", "TY  - NEWS\nT2  - Ridge Post {n}\nUR  - https://r{n}.example/\nER  - \n", "")),
        ("ris", framed("records without an end", "", "TY  - NEWS\nT2  - Ridge Post {n}\n", "")),
        ("ris", framed("lines without a tag", "", "no tag {n}\n", "")),
        ("vale", framed("words", "", "Ridge{n}\n", "")),
        ("prh", framed("rules", "rules:\n", "  - expected: Ridge{n}\n    pattern: Rigde{n}\n", "")),
        ("prh", framed("lists nested", "", "[", "")),
        ("prh", framed("keys", "a:\n", "  k{n}: v\n", "")),
        ("prh", framed("a string that nothing ends", "a: \"", "x\n", "")),
        ("prh", framed("anchors", "", "- &a{n} x\n- *a{n}\n", "")),
        ("csv", framed("rows", "name,aliases\n", "Ridge Men {n},Ridge {n}\n", "")),
        ("csv", framed("aliases in one cell", "name,aliases\nRidge Men,", "Ridge {n};", "\n")),
        ("csv", framed("hosts in one cell", "name,hosts\nRidge Post,", "r{n}.example;", "\n")),
        ("csv", framed("columns", "name,", "c{n},", "\nRidge\n")),
        ("csv", framed("names that make one id", "name\n", "Ridge (Men) +{n}+\n", "")),
        ("csv", framed("a quotation mark that nothing closes", "name\n\"", "Ridge {n}\n", "")),
    ]
}

/// Texts that cite in brackets.
pub(crate) fn brackets() -> Vec<Shape> {
    let cited = "The port is shut ([Dawn](https://www.dawn.com/news/{n}), May 4).\n\n";
    vec![
        Shape::new("brackets", move |bytes| format!("# The port\n\n{}", repeated(cited, bytes))),
        Shape::new("quotations in brackets", move |bytes| {
            let quoted = "He called it “shut” ([Dawn](https://www.dawn.com/news/{n}), May 4).\n\n";
            format!("# The port\n\n{}", repeated(quoted, bytes))
        }),
        Shape::new("author and year", move |bytes| {
            let list = "## References\n\nLund, A. (2018). *Ports*. London: Hurst.\n";
            format!("# The port\n\n{}{list}", repeated("The port is shut (Lund, 2018, p. {n}).\n\n", bytes))
        }),
        Shape::new("brackets behind notes", move |bytes| {
            format!("# The port\n\nIt shut.[^1]\n\n{}[^1]: Dawn, May 3, 2018.\n", repeated(cited, bytes))
        }),
    ]
}

/// Texts that cite in notes, up to the highest number in a list.
pub(crate) fn notes() -> Vec<Shape> {
    let (mark, note) = ("It shut.[^{n}]\n\n", "[^{n}]: [Dawn](https://www.dawn.com/news/{n}), May 4, 2018.\n\n");
    let articles = |bytes: usize, note: &'static str| {
        let count = bytes / (mark.len() + note.len());
        format!("# The port\n\n{}{}", repeated(mark, count * mark.len()), repeated(note, count * note.len()))
    };
    vec![
        Shape::new("notes", move |bytes| articles(bytes, note)),
        Shape::new("notes of Ibid.", move |bytes| articles(bytes, "[^{n}]: Ibid., p. {n}.\n\n")),
        Shape::new("one long note", move |bytes| {
            format!("It shut.[^1]\n\n[^1]: {}.\n", repeated("Ada Vale, “Quay {n},” Dawn, May 3, 2018; ", bytes))
        }),
        Shape::new("one long note without semicolons", move |bytes| {
            format!("It shut.[^1]\n\n[^1]: {}.\n", repeated("Ada Vale, “Quay {n},” Dawn, May 3, 2018, ", bytes))
        }),
        Shape::new("one long remark", move |bytes| {
            format!("It shut.[^1]\n\n[^1]: {}\n", repeated("He told us on May 3 that he kept no book {n}. ", bytes))
        }),
    ]
}

/// Texts whose notes have several forms and orders, for whoever writes them anew.
pub(crate) fn mixed_notes() -> Vec<Shape> {
    let mark = "It shut.[^{n}]\n\n";
    let with = |name: &str, note: &'static str| {
        Shape::new(name, move |bytes| {
            let count = bytes / (mark.len() + note.len());
            format!("# The port\n\n{}{}", repeated(mark, count * mark.len()), repeated(note, count * note.len()))
        })
    };
    // The definitions of the second half of the marks come first.
    let turned = |bytes: usize| {
        let note = |n: usize| format!("[^{n}]: Dawn, “Port {n} Shuts” (May 4, 2018).\n\n");
        let count = bytes / 60;
        let marks: String = (0..count).rev().map(|n| format!("It shut.[^{n}]\n\n")).collect();
        format!("# The port\n\n{marks}{}", (0..count).map(note).collect::<String>())
    };
    vec![
        with(
            "notes in one order",
            "[^{n}]: Lena Mertz, “Port {n} Shuts,” Reuters, May 4, 2018, https://www.reuters.com/{n}.\n\n",
        ),
        with(
            "notes in another style of dates",
            "[^{n}]: “Port {n} Shuts”, Reuters, 4 May 2018, https://www.reuters.com/{n}\n\n",
        ),
        with("notes with bare titles", "[^{n}]: Lena Mertz, Port {n} Shuts Again, Reuters, May 4, 2018.\n\n"),
        with("notes of two sources", "[^{n}]: Dawn, May {n}, 2018; Reuters, “Port {n}” (May 4, 2018).\n\n"),
        with("short forms", "[^{n}]: Mertz, “Port {n}.”\n\n"),
        with(
            "remarks with an interview",
            "[^{n}]: Author’s interview with a trader, Idlib, May 4, 2018. He kept {n} books.\n\n",
        ),
        Shape::new("notes against their order", turned),
        Shape::new("notes that cite the same in one sentence", |bytes| {
            let count = bytes / 130;
            let pair = |n: usize, piece: &dyn Fn(usize) -> String| format!("{}{}", piece(2 * n), piece(2 * n + 1));
            let marks = |n: usize| format!("It shut,[^{}] and stayed so.[^{}]\n\n", 2 * n, 2 * n + 1);
            let notes =
                |n: usize| pair(n, &|note| format!("[^{note}]: Dawn, May 4, 2018, https://www.dawn.com/{n}.\n\n"));
            format!(
                "# The port\n\n{}{}",
                (0..count).map(marks).collect::<String>(),
                (0..count).map(notes).collect::<String>()
            )
        }),
    ]
}

/// A fragment as a table cell.
fn shown(fragment: &str) -> String {
    let text: String = fragment
        .chars()
        .flat_map(|c| match c {
            '|' => "\\|".chars().collect::<Vec<_>>(),
            '`' => vec!['ˋ'],
            c if c.is_control() || c.is_whitespace() && c != ' ' => c.escape_unicode().collect(),
            c => vec![c],
        })
        .collect();
    format!("`{text}`")
}
