//! Configuration: every problem is in the file, the settings for a path can be determined, and a printed configuration
//! is read without problems and prints the same.

use crate::dice::Dice;
use crate::{ensure, text_of};
use copydesk::config::{Config, Level};

const SAMPLE: &str = include_str!("../../../docs/copydesk.toml");

const LINES: &[&str] = &[
    "[rules]\n",
    "[style]\n",
    "[issue]\n",
    "[terms]\n",
    "[gazetteer]\n",
    "[files]\n",
    "[abbreviations]\n",
    "[[overrides]]\n",
    "[overrides]\n",
    "doubled-word = \"off\"\n",
    "doubled-word = \"loud\"\n",
    "all = \"off\"\n",
    "dates = \"hint\"\n",
    "no-such-rule = \"error\"\n",
    "undated-citation = 7\n",
    "links = \"required\"\n",
    "links = []\n",
    "profile = \"nobody\"\n",
    "date-order = \"day-month\"\n",
    "date = 2018-10-10\n",
    "date = 2018-02-30\n",
    "date = \"soon\"\n",
    "slack-days = -1\n",
    "slack-days = 99999999999\n",
    "common = [\"ISPR\", \"\", \"é\"]\n",
    "common = [1]\n",
    "discouraged = [",
    "{ term = \"terror group\", use = \"armed group\" },",
    "{ pattern = '(?i)\\b(a+)+$', use = [] },",
    "{ pattern = '[', use = \"x\" },",
    "{ term = 1 },",
    "]\n",
    "actors = [\"a.tsv\", \"../../etc/x\"]\n",
    "sources = \"s.tsv\"\n",
    "reject = [[\"a\", \"b\"], [\"c\"]]\n",
    "exclude = [\"**/*.md\", \"[\", \"!a\"]\n",
    "paths = [\"archive/**\"]\n",
    "rules = { undated-citation = \"off\" }\n",
    "style = { links = \"optional\", x = 1 }\n",
    "a.b.c = 1\n",
    "\"é\" = 1\n",
    "= 1\n",
    "[",
    "\"\"\"",
    "'''",
    "# comment\n",
    "\r\n",
    "\0",
    "\u{feff}",
];

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    let mut text = String::new();
    if dice.once_in(3) {
        let mut lines: Vec<&str> = SAMPLE.split_inclusive('\n').collect();
        for _ in 0..dice.below(6) {
            let at = dice.below(lines.len());
            lines.insert(at, dice.one_of(LINES));
            lines.remove(dice.below(lines.len()));
        }
        text = lines.concat();
    }
    for _ in 0..dice.below(16) {
        text.push_str(dice.one_of(LINES));
    }
    text.into_bytes()
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    let text = &*text_of(data);
    let (config, problems) = Config::parse(text);
    for problem in &problems {
        ensure(text.get(problem.span.range()).is_some(), || format!("a problem lies outside the file: {problem:?}"))?;
    }
    for path in ["a.md", "archive/2018/é.md", "", "../x", "/"] {
        let _ = config.settings(path);
        let _ = config.excludes(path);
    }
    let printed = config.to_toml();
    let (again, mut problems) = Config::parse(&printed);
    // A setting without effect is printed as it was written, and again has no effect.
    problems.retain(|problem| problem.severity == Level::Error);
    ensure(problems.is_empty(), || format!("what is printed has problems: {problems:?}\n{printed}"))?;
    ensure(again.to_toml() == printed, || format!("printed twice:\n{printed}\nand\n{}", again.to_toml()))
}
