//! Shared house style: extended configurations, families of rules, overrides, and the output of `config show`.

use super::{DATE, Desk, RIGHT, WRONG};

const RULE: &str = "missing-citation-comma";

/// The level at which a document's fault is reported; `None` if it is not.
fn level(desk: &Desk, arguments: &[&str]) -> Option<String> {
    let ran = desk.run(&[&["check", DATE, "--level=hint", "--fail-on=hint"], arguments].concat());
    assert!(ran.status < 2, "{ran:#?}");
    let line = ran.out.lines().find(|line| line.contains(RULE))?;
    Some(line.split(": ").nth(1)?.split('[').next()?.to_owned())
}

fn sets(level: &str) -> String {
    format!("[rules]\n{RULE} = '{level}'\n")
}

#[test]
fn what_a_configuration_extends_holds_where_it_is_silent() {
    let desk = Desk::with(&[
        ("desk/a.md", WRONG),
        ("desk/copydesk.toml", "extends = '../house/style.toml'\n[style]\nlinks = 'required'\n"),
        (
            "house/style.toml",
            "extends = 'base/base.toml'\n[rules]\nmissing-citation-comma = 'info'\n[style]\nlinks = 'optional'\n",
        ),
        ("house/base/base.toml", "[rules]\nmissing-citation-comma = 'hint'\n[style]\ndate-order = 'day-month'\n"),
    ]);
    assert_eq!(level(&desk, &["desk"]).as_deref(), Some("info"), "the nearer one is stronger");
    let shown = desk.run(&["config", "show", "desk/a.md"]).ends(0).out.clone();
    let line = |start: &str| shown.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    assert_eq!(line("links"), "links = \"required\"  # desk/copydesk.toml");
    assert_eq!(line("date-order"), "date-order = \"day-month\"  # house/base/base.toml");
    assert_eq!(line(RULE), format!("{RULE} = \"info\"  # house/style.toml"));
    assert_eq!(line("slack-days"), "slack-days = 0  # default");
    // The nearer configuration's settings for all files take precedence over the other's overrides.
    desk.write("house/style.toml", "[[overrides]]\npaths = ['**']\nrules = { missing-citation-comma = 'off' }\n");
    assert_eq!(level(&desk, &["desk"]), None);
    desk.write("desk/copydesk.toml", format!("extends = '../house/style.toml'\n{}", sets("warning")));
    assert_eq!(level(&desk, &["desk"]).as_deref(), Some("warning"));
}

#[test]
fn lists_are_relative_to_the_file_that_names_them_and_patterns_to_the_nearest() {
    let desk = Desk::with(&[
        ("desk/drafts/a.md", WRONG),
        ("desk/old/b.md", WRONG),
        ("desk/copydesk.toml", "extends = \"../house/copydesk.toml\"\n"),
        (
            "house/copydesk.toml",
            "[gazetteer]\nactors = ['lists/actors.tsv']\n[files]\nexclude = ['drafts/**']\n[[overrides]]\npaths = \
             ['old']\nrules = { missing-citation-comma = 'info' }\n",
        ),
        ("house/lists/actors.tsv", "id\tname\nridge-men\tRidge Men\n"),
    ]);
    assert_eq!(desk.run(&["check", DATE, "desk"]).ends(0).out.lines().count(), 1);
    desk.run(&["check", DATE, "desk/drafts/a.md"]).ends(0).says("desk/drafts/a.md is excluded by desk/copydesk.toml");
    let mut command = desk.command(&["name", "--format=json", "Ridge Men"]);
    let answer = command.current_dir(desk.path("desk")).output().unwrap();
    assert!(String::from_utf8_lossy(&answer.stdout).contains("\"ridge-men\""), "{answer:?}");
    // A configuration's own list replaces the other's.
    desk.write("desk/own.tsv", "id\tname\nhill-men\tHill Men\n");
    desk.write("desk/copydesk.toml", "extends = \"../house/copydesk.toml\"\n[gazetteer]\nactors = ['own.tsv']\n");
    let mut command = desk.command(&["name", "--format=json", "Ridge Men", "Hill Men"]);
    let answer = command.current_dir(desk.path("desk")).output().unwrap();
    let answer = String::from_utf8_lossy(&answer.stdout);
    assert!(!answer.contains("\"ridge-men\"") && answer.contains("\"hill-men\""), "{answer}");
}

#[test]
fn patterns_of_a_configuration_that_is_named_are_relative_to_the_repository() {
    let house = "[[overrides]]\npaths = ['old']\nrules = { missing-citation-comma = 'info' }\n";
    let desk = Desk::with(&[("repo/old/a.md", WRONG), ("repo/sub/x.md", RIGHT), ("house/style.toml", house)]);
    desk.write("repo/.git/HEAD", "");
    let run = |folder: &str, path: &str| {
        let config = desk.path("house/style.toml").display().to_string();
        let mut command = desk.command(&["check", DATE, "--config", &config, path]);
        let output = command.current_dir(desk.path(folder)).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run("repo", "old/a.md").contains(": info["));
    assert!(run("repo/sub", "../old/a.md").contains(": info["));
    assert!(run(".", "repo").contains(": info["));
    // Without a repository it is the working directory.
    desk.write("plain/old/a.md", WRONG);
    assert!(run("plain", "old/a.md").contains(": info["));
    assert!(run(".", "plain").contains(": error["));
}

#[test]
fn circles_and_missing_files_are_errors_where_they_are_named() {
    let desk = Desk::with(&[("a.md", WRONG), ("copydesk.toml", "# one\nextends = 'gone.toml'\n")]);
    let check = || desk.run(&["check", DATE]);
    check().ends(2).says("gone.toml does not exist").says("copydesk.toml:2:11");
    desk.write("copydesk.toml", "extends = 'copydesk.toml'\n");
    check().ends(2).says("extends itself");
    desk.write("copydesk.toml", "extends = 'b.toml'\n");
    desk.write("b.toml", "extends = './sub/../copydesk.toml'\n");
    check().ends(2).says("b.toml: line 1: extends: ").says("extends itself");
    desk.write("b.toml", "\n\nextends = 'gone.toml'\n");
    check().ends(2).says("b.toml: line 3: extends: ").says("gone.toml does not exist");
    for (named, why) in
        [("house.yml", "ends in .toml"), ("sub.toml", "is a folder"), ("/dev/null.toml", "does not exist")]
    {
        std::fs::create_dir_all(desk.path("sub.toml")).unwrap();
        desk.write("copydesk.toml", format!("extends = '{named}'\n"));
        check().ends(2).prints("").says(why);
    }
    desk.write("copydesk.toml", "[rules]\nextends = 'b.toml'\n");
    check().ends(2);
}

#[test]
fn nothing_of_the_text_of_what_is_extended_is_shown() {
    let desk = Desk::with(&[("desk/a.md", WRONG), ("desk/copydesk.toml", "extends = '../secret.toml'\n")]);
    for (secret, line, key) in [
        ("# x\n[style]\nlinks = 'tops3cret'\n", 3, "style.links"),
        ("[rules]\ndoubled-word = 'tops3cret'\n", 2, "rules.doubled-word"),
        ("[registry]\ntoken = 'tops3cret'\n", 1, "registry"),
        ("[issue]\nslack-days = 'tops3cret'\n", 2, "issue.slack-days"),
        ("[style]\nprofile = 'tops3cret'\n", 2, "style.profile"),
        ("[text]\nlanguage = 'tops3cret'\n", 2, "text.language"),
        ("[files]\nextensions = ['md', 'tops3cret.x']\n", 2, "files.extensions"),
        ("[[overrides]]\npaths = ['a']\nstyle = { links = 'tops3cret' }\n", 3, "overrides.style.links"),
    ] {
        desk.write("secret.toml", secret);
        let ran = desk.run(&["check", DATE, "desk"]);
        ran.ends(2).prints("").says(&format!("secret.toml: line {line}: {key}: "));
        assert!(!ran.talk.contains("s3cret"), "{}", ran.talk);
    }
    desk.write("secret.toml", "token = tops3cret\n");
    let ran = desk.run(&["check", DATE, "desk"]);
    ran.ends(2).says("secret.toml: line 1: ");
    assert!(!ran.talk.contains("s3cret"), "{}", ran.talk);
    // A missing list is reported in the file that names it.
    desk.write("secret.toml", "\n[gazetteer]\nsources = ['no.tsv']\n");
    desk.run(&["check", DATE, "desk"])
        .ends(2)
        .says("secret.toml: line 3: gazetteer.sources: ")
        .says("no.tsv does not exist");
}

#[cfg(unix)]
#[test]
fn links_lead_no_configuration_or_list_out_of_its_place() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with(&[
        ("desk/a.md", WRONG),
        ("desk/.git/HEAD", ""),
        ("other/house.toml", &sets("hint")),
        ("other/list.tsv", "id\tname\nx\tX Men\n"),
    ]);
    let check = || desk.run(&["check", DATE, "desk"]);
    // A link within the workspace that leads outside.
    symlink("../other/house.toml", desk.path("desk/house.toml")).unwrap();
    desk.write("desk/copydesk.toml", "extends = 'house.toml'\n");
    check().ends(2).prints("").says("by a link");
    // The same file, named by its location.
    desk.write("desk/copydesk.toml", "extends = '../other/house.toml'\n");
    check().ends(0);
    // Its lists must be in its own folder or repository.
    desk.write("house/copydesk.toml", "[gazetteer]\nactors = ['../other/list.tsv']\n");
    desk.write("desk/copydesk.toml", "extends = '../house/copydesk.toml'\n");
    check().ends(2).says("is outside");
    desk.write("house/copydesk.toml", "[gazetteer]\nactors = ['list.tsv']\n");
    symlink("../other/list.tsv", desk.path("house/list.tsv")).unwrap();
    check().ends(2).says("is outside");
    desk.write("house/own.tsv", "id\tname\nx\tX Men\n");
    desk.write("house/copydesk.toml", "[gazetteer]\nactors = ['own.tsv']\n");
    check().ends(1);
    // A link within one workspace is followed.
    desk.write("desk/styles/house.toml", sets("info"));
    symlink("styles/house.toml", desk.path("desk/inner.toml")).unwrap();
    desk.write("desk/copydesk.toml", "extends = 'inner.toml'\n");
    check().ends(0).prints(&desk.run(&["check", DATE, "desk"]).out);
    // A folder with that name is skipped, a pipe is an error.
    std::fs::remove_file(desk.path("desk/copydesk.toml")).unwrap();
    std::fs::create_dir(desk.path("desk/copydesk.toml")).unwrap();
    check().ends(1);
    std::fs::remove_dir(desk.path("desk/copydesk.toml")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(desk.path("desk/copydesk.toml")).status().unwrap().success());
    check().ends(2).prints("").says("is a pipe, not a file");
}

#[test]
fn a_nested_configuration_extends_the_outer_one_only_where_it_says_so() {
    let desk = Desk::with(&[("copydesk.toml", &sets("info")), ("in/copydesk.toml", "[rules]\n"), ("in/a.md", WRONG)]);
    assert_eq!(level(&desk, &["in"]).as_deref(), Some("error"));
    desk.write("in/copydesk.toml", "extends = '../copydesk.toml'\n");
    assert_eq!(level(&desk, &["in"]).as_deref(), Some("info"));
}

#[test]
fn a_family_sets_all_its_rules_that_are_on() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    assert_eq!(level(&desk, &["--rule=citations=info"]).as_deref(), Some("info"));
    assert_eq!(level(&desk, &["--rule=citations=off"]), None);
    // A rule's own level takes precedence, in any order, and wherever it is set.
    let own = format!("--rule={RULE}=hint");
    for arguments in [["--rule=citations=off", &own], [&own, "--rule=citations=off"]] {
        assert_eq!(level(&desk, &arguments).as_deref(), Some("hint"));
    }
    for text in [
        format!("[rules]\ncitations = 'off'\n{RULE} = 'hint'\n"),
        format!("[rules]\n{RULE} = 'hint'\ncitations = 'off'\n"),
    ] {
        desk.write("copydesk.toml", text);
        assert_eq!(level(&desk, &[]).as_deref(), Some("hint"));
    }
    desk.write("copydesk.toml", "[[overrides]]\npaths = ['a.md']\nrules = { citations = 'off' }\n");
    assert_eq!(level(&desk, &[]), None);
    assert_eq!(level(&desk, &[&own]).as_deref(), Some("hint"));
    desk.write("copydesk.toml", "[rules]\ncitation = 'off'\n");
    desk.run(&["check", DATE]).ends(2).says("no rule is named “citation”");
    desk.run(&["check", "--rule=citation=off"]).ends(2);
    desk.run(&["check", "--rule=citations=loud"]).ends(2).says("the level is");
}

#[test]
fn a_family_switches_no_rule_on() {
    let desk = Desk::new();
    let listed = desk.run(&["rules", "--format=json"]).json();
    let off: Vec<(&str, &str)> = listed
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["level"] == "off")
        .map(|rule| (rule["name"].as_str().unwrap(), rule["family"].as_str().unwrap()))
        .collect();
    assert!(!off.is_empty());
    for (rule, family) in off {
        desk.write("copydesk.toml", format!("[rules]\n{family} = 'error'\n"));
        let shown = desk.run(&["config", "show", "a.md"]).ends(0).out.clone();
        assert!(shown.contains(&format!("\n{rule} = \"off\"  # default\n")), "{shown}");
        desk.write("copydesk.toml", format!("[rules]\n{family} = 'error'\n{rule} = 'info'\n"));
        let shown = desk.run(&["config", "show", "a.md"]).ends(0).out.clone();
        assert!(shown.contains(&format!("\n{rule} = \"info\"  # copydesk.toml\n")), "{shown}");
    }
}

#[test]
fn overrides_take_terms_and_issue() {
    let text = "# Note\n\nThe regime fell ([Dawn](https://www.dawn.com/a), October 1).\n";
    let desk = Desk::with(&[
        ("old/a.md", text),
        ("new/a.md", text),
        (
            "copydesk.toml",
            "[terms]\ndiscouraged = [{ term = 'fell' }]\n[issue]\ndate = 2018-10-10\n[[overrides]]\npaths = ['old']\n\
             terms = { discouraged = [{ term = 'regime', use = 'government' }] }\nissue = { date = 2016-05-01, \
             slack-days = 7 }\n",
        ),
    ]);
    let out = desk.run(&["check", "--rule=discouraged-term=error"]).ends(1).out.clone();
    let found = |path: &str, word: &str| out.lines().any(|line| line.starts_with(path) && line.contains(word));
    assert!(found("old/", "regime") && !found("old/", "“fell”"), "{out}");
    assert!(found("new/", "fell") && !found("new/", "“regime”"), "{out}");
    let date = |path: &str| desk.run(&["check", "--format=json", path]).json()["issue_date"].clone();
    assert_eq!((date("old"), date("new")), ("2016-05-01".into(), "2018-10-10".into()));
    let shown = desk.run(&["config", "show", "old/a.md"]).ends(0).out.clone();
    assert!(shown.contains("\ndate = 2016-05-01  # copydesk.toml\n") && shown.contains("regime"), "{shown}");
    assert!(!shown.contains("overrides"), "{shown}");
    // A wrong value is reported where it occurs.
    desk.write("copydesk.toml", "[[overrides]]\npaths = ['old']\nissue = { slack-days = 1000 }\n");
    desk.run(&["check"]).ends(2).says("copydesk.toml:3:24");
}

#[test]
fn overrides_take_a_list_of_sources() {
    let text = "# Note\n\nThe road shut ([Dawn](https://www.dawn.com/a), May 4), and opened \
                ([AFP](https://www.afp.com/b), May 6).\n";
    let desk = Desk::with(&[
        ("notes/a.md", text),
        ("plain/a.md", text),
        ("a.md", text),
        (
            "copydesk.toml",
            "[citations]\nlist = '## Sources'\n[[overrides]]\npaths = ['notes']\ncitations = { list = '### Quellen', \
             list-order = 'cited' }\n[[overrides]]\npaths = ['plain']\nrules = { stale-source-list = 'off' }\n",
        ),
    ]);
    let out = desk.run(&["check", DATE, "--format=concise"]).ends(1).out.clone();
    assert!(out.contains("there is no “### Quellen”") && out.contains("there is no “## Sources”"), "{out}");
    assert!(!out.contains("plain/a.md"), "{out}");
    desk.run(&["fix", DATE]);
    let list =
        |path: &str| desk.read(path).split_once("\n#").map(|(_, rest)| rest.split_once("# ").unwrap().1.to_owned());
    let (dawn, afp) =
        ("* [Dawn](https://www.dawn.com/a), May 4, 2018.\n", "* [AFP](https://www.afp.com/b), May 6, 2018.\n");
    assert_eq!(list("notes/a.md"), Some(format!("Quellen\n\n{dawn}{afp}")));
    assert_eq!(list("a.md"), Some(format!("Sources\n\n{afp}{dawn}")));
    assert_eq!(desk.read("plain/a.md"), text);
    // Shown with its origin, of a file and of the folder, and read again as the same.
    let shown = desk.run(&["config", "show", "notes/a.md"]).ends(0).out.clone();
    assert!(shown.contains("list = \"### Quellen\"  # copydesk.toml\n"), "{shown}");
    let whole = desk.run(&["config", "show"]).ends(0).out.clone();
    let line = "citations = { list = \"### Quellen\", list-order = \"cited\" }";
    assert!(whole.contains(line) && whole.contains("\nlist = \"## Sources\""), "{whole}");
    desk.write("copydesk.toml", &whole);
    let again = desk.run(&["config", "show"]).ends(0).out.clone();
    assert!(again.contains(line) && again.contains("\nlist = \"## Sources\""), "{again}");
    // A library is for all files, and a heading needs its marks.
    desk.write("copydesk.toml", "[[overrides]]\npaths = ['notes']\ncitations = { library = ['a.bib'] }\n");
    desk.run(&["check"]).ends(2).says("libraries apply to all files");
    desk.write("copydesk.toml", "[[overrides]]\npaths = ['notes']\ncitations = { list = 'Sources' }\n");
    desk.run(&["check"]).ends(2).says("no heading of Markdown");
}

#[test]
fn what_is_shown_of_a_file_is_read_again_and_says_the_same() {
    let desk = Desk::with(&[
        ("desk/old/a.md", WRONG),
        (
            "desk/copydesk.toml",
            "extends = '../house.toml'\n[abbreviations]\ncommon = ['MNLA']\n[[overrides]]\npaths = ['old']\nrules = { notes = \
             'info', missing-citation-comma = 'hint' }\nstyle = { links = 'required' }\n",
        ),
        (
            "house.toml",
            "[terms]\ndiscouraged = [{ pattern = '\\bTK\\b', use = ['a', 'b'], note = 'why' }]\n[fix]\nnever = ['mixed-quotes']\n",
        ),
    ]);
    let shown = desk.run(&["config", "show", "desk/old/a.md"]).ends(0).out.clone();
    desk.write("again/copydesk.toml", &shown);
    desk.write("again/old/a.md", WRONG);
    let values = |text: &str| -> toml::Table { text.parse().unwrap() };
    let again = desk.run(&["config", "show", "again/old/a.md"]).ends(0).out.clone();
    assert_eq!(values(&again), values(&shown));
    let table = values(&shown);
    assert_eq!(table["rules"][RULE].as_str(), Some("hint"));
    assert_eq!(table["rules"]["note-order"].as_str(), Some("info"));
    assert_eq!(table["rules"]["unlinked-citation"].as_str(), Some("warning"), "declared by style.links");
    // Every value states its origin, on its line or above it.
    let mut before = "";
    for line in shown.lines() {
        let is_value = line.split_once(" = ").is_some_and(|(key, _)| !key.starts_with(['#', ' ']));
        let told = |line: &str| {
            ["default", "desk/copydesk.toml", "house.toml"]
                .iter()
                .any(|told| line.rsplit(['#', ';']).next().unwrap_or("").contains(told))
        };
        assert!(!is_value || told(line) || told(before), "{line}");
        before = line;
    }
    // A folder is shown with its overrides, each with its file.
    let shown = desk.run(&["config", "show", "desk"]).ends(0).out.clone();
    assert!(shown.contains("# desk/copydesk.toml\n[[overrides]]\npaths = [\"old\"]\n"), "{shown}");
    assert!(shown.starts_with("# from desk/copydesk.toml\n# which extends house.toml\n"), "{shown}");
    // Lists of an extended configuration outside the workspace are found through `extends`, also from another folder.
    let desk = Desk::with(&[
        ("desk/a.md", "# Note\n\nThe Hasht al-Shaabi left.\n"),
        ("desk/.git/HEAD", ""),
        ("desk/copydesk.toml", "extends = '../house/copydesk.toml'\n[style]\nlinks = 'required'\n"),
        ("house/copydesk.toml", "[gazetteer]\nactors = ['own.tsv']\n[citations]\nlibrary = ['works.bib']\n"),
        ("house/own.tsv", "id\tname\nhasht\tHasht al-Shaabi\n"),
        ("house/works.bib", "@book{a, title = {Harbours}, author = {Okello, Mara}, year = {2014}}\n"),
        ("again/.git/HEAD", ""),
        ("again/a.md", "# Note\n\nThe Hasht al-Shaabi left.\n"),
    ]);
    for path in ["desk/a.md", "desk"] {
        let shown = desk.run(&["config", "show", path]).ends(0).out.clone();
        desk.write("again/copydesk.toml", &shown);
        let checked = |folder: &str| desk.run(&["check", DATE, &format!("{folder}/a.md")]).out.replace(folder, "");
        assert_eq!(checked("again"), checked("desk"), "{shown}");
        let again = desk.run(&["config", "show", &path.replace("desk", "again")]).ends(0).out.clone();
        assert_eq!(values(&again), values(&shown));
        assert!(shown.contains("own.tsv\"]  # house/copydesk.toml\n"), "{shown}");
    }
    desk.run(&["check", DATE, "desk"]).ends(0);
}

#[test]
fn the_schema_knows_profiles_families_and_extends() {
    let schema = Desk::new().run(&["config", "schema"]).ends(0).json();
    let validator = jsonschema::draft7::new(&schema).expect("a schema");
    let valid = |text: &str| validator.is_valid(&serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap());
    assert!(valid("extends = '../house.toml'\n[rules]\nnotes = 'off'\n[style]\nprofile = 'un'\n"));
    assert!(valid(
        "[[overrides]]\npaths = ['a']\nterms = { discouraged = [{ term = 'a' }] }\nissue = { slack-days = 3 }\n"
    ));
    for wrong in [
        "extends = 1\n",
        "[style]\nprofile = 'nobody'\n",
        "[rules]\nnote = 'off'\n",
        "[[overrides]]\npaths = ['a']\nfiles = {}\n",
    ] {
        assert!(!valid(wrong), "{wrong}");
    }
}

#[test]
fn init_explains_and_sets_editors_up() {
    let desk = Desk::new();
    desk.run(&["init"]).ends(0).says("copydesk.toml written").says("copydesk.schema.json written");
    let text = desk.read("copydesk.toml");
    assert!(text.starts_with("#:schema ./copydesk.schema.json\n"), "{text}");
    assert!(text.contains("# extends = \"") && text.contains("# [[overrides]]\n# paths = ["), "{text}");
    assert_eq!(desk.read("copydesk.schema.json"), desk.run(&["config", "schema"]).out);
    // Settings in comments may be written without them.
    let whole = text
        .replace("# [[overrides]]", "[[overrides]]")
        .replace("\n# paths", "\npaths")
        .replace("\n# rules =", "\nrules =");
    desk.write("copydesk.toml", whole);
    desk.run(&["config", "show"]).ends(0);
    for (editor, file, part) in
        [("vscode", ".vscode/settings.json", "source.fixAll.copydesk"), ("neovim", ".nvim.lua", "vim.lsp.enable")]
    {
        desk.run(&["init", "--editor", editor]).ends(0).says(&format!("{file} written"));
        assert!(desk.read(file).contains(part));
        desk.write(file, "mine");
        desk.run(&["init", "--editor", editor]).ends(2).says("is there already").says(part);
        assert_eq!(desk.read(file), "mine");
    }
    desk.run(&["init", "--editor", "ed"]).ends(2);
}
