//! Names of actors: which names are one, and which must never be confused.

use copydesk::check::{Draft, check};
use copydesk::config::Settings;
use copydesk::gazetteer::Gazetteer;
use copydesk::project::{FileProblem, Options, Project, What};
use copydesk::rules::Diagnostic;
use std::io::Write;
use std::path::Path;

const FAMILY: [&str; 7] = [
    "actor-alias",
    "misspelled-actor",
    "inconsistent-actor",
    "inconsistent-name",
    "actor-case",
    "outdated-actor-name",
    "ambiguous-actor",
];

fn settings() -> Settings {
    Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() }
}

/// A document with both names, each twice, inside sentences.
fn document(a: &str, b: &str) -> String {
    format!(
        "The police said that {a} was there in the spring. Villagers blamed {b} for the fire.\n\n\
         Nobody saw {a} leave. In the end, {b} was not mentioned again.\n"
    )
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let found =
        check(Draft { path: "draft.md", text, settings: &settings(), gazetteer: &Gazetteer::shipped() }).diagnostics;
    found.into_iter().filter(|finding| FAMILY.contains(&finding.rule.name)).collect()
}

/// Whether the text is recognized as naming one actor in both places: a finding at one proposes the other, both are the
/// same actor's, or a finding joins them.
fn known_as_one(a: &str, b: &str) -> bool {
    let text = document(a, b);
    let gazetteer = Gazetteer::shipped();
    let checked = check(Draft { path: "draft.md", text: &text, settings: &settings(), gazetteer: &gazetteer });
    let same = |word: &str, other: &str| fold(word) == fold(other);
    let proposed = findings(&text).iter().any(|finding| {
        let at = finding.span.of(&text);
        let inside = a.contains(at) || b.contains(at);
        inside && finding.fixes.iter().flat_map(|fix| &fix.edits).any(|edit| same(&edit.text, a) || same(&edit.text, b))
            || finding
                .related
                .iter()
                .any(|related| a.contains(related.span.of(&text)) || b.contains(related.span.of(&text)))
    });
    let actors = |name: &str| {
        let whole = checked.bulletin.mentions.iter().filter(|mention| fold(mention.span.of(&text)) == fold(name));
        whole.filter_map(|mention| mention.actor).next()
    };
    let corrected = |name: &str| {
        let stranger =
            checked.bulletin.unknown_names.iter().find(|stranger| fold(stranger.spans[0].of(&text)) == fold(name));
        stranger.and_then(|stranger| stranger.meant.as_ref()).map(|meant| meant.actor)
    };
    let of = |name| actors(name).or_else(|| corrected(name));
    proposed || of(a).is_some() && of(a) == of(b)
}

fn fold(name: &str) -> String {
    let name = name.trim_start_matches("The ").trim_start_matches("the ");
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A finding about one of the names that proposes the other.
fn confused(a: &str, b: &str) -> Option<String> {
    let text = document(a, b);
    let found = findings(&text);
    found.into_iter().find_map(|finding| {
        if finding.rule.name == "outdated-actor-name" {
            return None;
        }
        let at = finding.span.of(&text);
        let other = match (fold(at) == fold(a), fold(at) == fold(b)) {
            (true, false) => b,
            (false, true) => a,
            _ => return None,
        };
        let proposes = finding.fixes.iter().flat_map(|fix| &fix.edits).any(|edit| fold(&edit.text) == fold(other));
        let joins = finding.related.iter().any(|related| fold(related.span.of(&text)) == fold(other));
        (proposes || joins).then(|| format!("{}: {at:?} for {other:?}: {}", finding.rule.name, finding.message))
    })
}

fn facts(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts").join(name);
    let found = std::fs::read_to_string(&path).ok();
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: {} is absent", path.display());
    }
    found
}

/// The name without the addition that distinguishes it from a namesake in a list.
fn plain(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

#[test]
fn gathered_variants_are_known_as_one_name() {
    let Some(facts) = facts("variants.tsv") else { return };
    let rows: Vec<(&str, &str)> = facts
        .lines()
        .skip(1)
        .filter_map(|row| {
            let mut cells = row.split('\t').skip(1);
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    let missed: Vec<_> = rows.iter().filter(|(a, b)| !known_as_one(a, b)).collect();
    assert!(missed.len() * 10 <= rows.len(), "{} of {} missed: {missed:#?}", missed.len(), rows.len());
}

#[test]
fn gathered_traps_are_told_apart() {
    let Some(facts) = facts("traps.tsv") else { return };
    let mut confusions = Vec::new();
    for row in facts.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [verdict, a, b, ..] = cells[..] else { continue };
        if matches!(verdict, "different" | "same-name" | "rename") {
            confusions.extend(confused(a, b));
            if plain(a) != plain(b) {
                confusions.extend(confused(plain(a), plain(b)));
            }
        }
    }
    assert!(confusions.is_empty(), "{confusions:#?}");
}

/// Spellings of one name, of our own choosing: listed or not, in many categories.
const ONE_NAME: [(&str, &str); 54] = [
    ("Katibat Rachim", "Katibat Rahim"),
    ("Liwa al-Khamza", "Liwa al-Hamza"),
    ("Jaysh al-Sunnah", "Jaysh as-Sunnah"),
    ("Harakat al-Noor", "Harakat el-Nour"),
    ("Jamaat-ul-Furqan", "Jamaatul Furqan"),
    ("Wilayat Tarabulus", "Vilayat Tarabulus"),
    ("Liwa al-Qaim", "Liwa al-Kaim"),
    ("Katibat Khorshid", "Katibat Khurshid"),
    ("Saraya al-Ghuraba", "Saraya al-Guraba"),
    ("Jund al-Haqq Brigade", "Jund al-Haq Brigade"),
    ("Dar al-Hijrah", "Dar al-Hijra"),
    ("Sipah-e-Badr", "Sipah-i-Badr"),
    ("Ansar al-Tawheed", "Ansar al-Tawhid"),
    ("Jaish al-Muminin", "Jaysh al-Mumineen"),
    ("Quwat al-Ridha", "Quwat al-Rida"),
    ("Kata'ib al-Muntadhar", "Kataib al-Muntadar"),
    ("Abdul Karim Wardak", "Abdulkarim Wardak"),
    ("Rural Defence Organisation", "Rural Defense Organization"),
    ("Hizballah al-Jazira", "Hizbullah al-Jazira"),
    ("Qasim Durrani", "Kasim Durrani"),
    ("Firqat al-Hamza", "Firqat al-Hamzah"),
    ("Tanzim al-Jihad", "Tandhim al-Jihad"),
    ("Majlis-e-Ahrar", "Majlis-i-Ahraar"),
    ("Zaynab Brigade", "Zainab Brigade"),
    ("Lashkar-e-Taiba", "Lashkar-e-Tayba"),
    ("Boko Haram", "Boko Haraam"),
    ("Hizb-ut-Tahrir", "Hizbut Tahrir"),
    ("al-Mourabitoun", "al-Murabitoun"),
    ("Naeem Wardak", "Naim Wardak"),
    ("Jaysh al-Thuwar", "Jaysh ath-Thuwar"),
    ("Abdelhakim Belhadj", "Abdul Hakim Belhadj"),
    ("Abd al-Rahman al-Durrani", "Abdurrahman al-Durrani"),
    ("Fethullah Gülen", "Fethullah Gulen"),
    ("Nowruz Front", "Novruz Front"),
    ("Free Aceh Movement", "Gerakan Aceh Merdeka"),
    ("Khairuddin Wardak", "Khair al-Din Wardak"),
    ("Qamaruddin", "Qamareddine"),
    ("Ansar Eddine al-Shimal", "Ansar al-Din al-Shimal"),
    ("al-Munafiqun", "al-Munafiqin"),
    ("Liwa al-Ismailiyoun", "Liwa al-Ismailiyin"),
    ("Abdulah Durrani", "Abdullah Durrani"),
    ("Rizq-ul-Fatah Brigade", "Rizqul Fatah Brigade"),
    ("Tahrir wa-l-Jihad", "Tahrir wal-Jihad"),
    ("Ansar al-Tawhid wal-Hijra", "Ansar al-Tawhid wa al-Hijra"),
    ("Dzhamaat Bulgar", "Jamaat Bulgar"),
    ("Mourad Ouahabi", "Murad Wahabi"),
    ("Katiba Taoufik", "Katiba Tawfik"),
    ("Djihad Bakaoui", "Jihad Bakawi"),
    ("Hossein Vafaei", "Hossein Vafai"),
    ("Sa'ada", "Saada"),
    ("Abdus Sattar Wardak", "Abdul Sattar Wardak"),
    ("Hocine Wardak", "Hussein Wardak"),
    ("Mukhtari Brigade", "Muchtari Brigade"),
    ("Hizb al-Haqq wal-Jihad", "Hizb al-Haqq wa al-Jihad"),
];

/// Names of different bodies or people, of our own choosing.
const DIFFERENT: [(&str, &str); 48] = [
    ("Jaysh al-Sunnah", "Jaysh al-Shura"),
    ("Hizb al-Umma", "Harakat al-Umma"),
    ("Sipah-e-Islam", "Sipah-e-Islami"),
    ("Ansar al-Haqq", "Ansar al-Huda"),
    ("Northern Liberation Army", "Northern Liberation Front"),
    ("People's Guard", "People's Guards"),
    ("Karim Yusufzai", "Rahim Yusufzai"),
    ("Mahmoud Durrani", "Mohammed Durrani"),
    ("Kata'ib al-Nasr", "Kata'ib al-Noor"),
    ("Jamaat-e-Ahli", "Jamiat-e-Ahli"),
    ("Lashkar-e-Taiba", "Lashkar-e-Jhangvi"),
    ("Syrian Democratic Forces", "Syrian Democratic Council"),
    ("Hezbollah", "Hizbullah al-Hijaz"),
    ("Ansar Dine", "Ansar al-Din Brigade"),
    ("Red Crescent", "Red Crescents"),
    ("Eastern Shield", "Eastern Shields"),
    ("M23", "M19"),
    ("Fatah", "Jaysh al-Fatah"),
    ("Katibat Nusrat", "Katibat Nasrat"),
    ("Nigerian Army", "Nigerien Army"),
    ("Ali Hassan", "Ali Hussein"),
    ("Hassan Durrani", "Hussein Durrani"),
    ("Mohamed Salah", "Mohamed Saleh"),
    ("Jamal Durrani", "Jamil Durrani"),
    ("Jaysh al-Nasr", "Jaysh al-Nasir"),
    ("Saad Wardak", "Said Wardak"),
    ("Asadullah Wardak", "Saadullah Wardak"),
    ("Nasruddin Wardak", "Nasiruddin Wardak"),
    ("Nizamuddin Wardak", "Nazimuddin Wardak"),
    ("Saifuddin Wardak", "Safiuddin Wardak"),
    ("Jamaluddin Wardak", "Jalaluddin Wardak"),
    ("Badruddin Wardak", "Bahauddin Wardak"),
    ("Nasruddin Wardak", "Nasrullah Wardak"),
    ("Ubaidulah Wardak", "Abdulah Wardak"),
    ("Ansar al-Tawhid", "Ansar al-Tawhid wal-Hijra"),
    ("Jabhat al-Akrad", "Jaysh al-Akrad"),
    ("Jund al-Muslimin", "Jund al-Musallahin"),
    ("Taiz", "Taif"),
    ("Khost", "Khosti"),
    ("Sabha", "Sabkha"),
    ("Nadir Wardak", "Nazir Wardak"),
    ("Qadir Wardak", "Khadir Wardak"),
    ("Masud Wardak", "Mahsud Wardak"),
    ("Nasir Wardak", "Nazir Wardak"),
    ("Samir Wardak", "Shamir Wardak"),
    ("Ahmad Basir", "Ahmad Bashir"),
    ("Umar Durrani", "Umair Durrani"),
    ("Liwa al-Ghurab", "Liwa al-Ghuraba"),
];

#[test]
fn spellings_of_one_name_meet() {
    let missed: Vec<_> = ONE_NAME.iter().filter(|(a, b)| !known_as_one(a, b)).collect();
    assert!(missed.len() * 10 <= ONE_NAME.len(), "{missed:#?}");
}

#[test]
fn different_names_are_told_apart() {
    let confusions: Vec<_> = DIFFERENT.iter().filter_map(|(a, b)| confused(a, b)).collect();
    assert!(confusions.is_empty(), "{confusions:#?}");
}

#[test]
fn the_index_of_a_large_list_is_kept_and_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    // Few names with long entries, so that the list is large.
    let mut list = "id\tname\tvariants\tkind\tnote\n".to_owned();
    for at in 0..1_500 {
        list += &format!("body-{at}\tZebrunda Karraf {at}\tZebrunda Carraf {at}\tgroup\t{}\n", "word ".repeat(600));
    }
    std::fs::write(path("large.tsv"), &list).unwrap();
    std::fs::write(path("copydesk.toml"), "[gazetteer]\nactors = ['large.tsv']\n").unwrap();
    let load = || {
        let index_cache = copydesk::disk::IndexCache::at(&folder.path().join("cache"));
        let context = Project::new(Options { index_cache, ..Options::default() }).for_path(&folder.path().join("a.md"));
        assert!(!context.problems().iter().any(FileProblem::is_error), "{:?}", context.problems());
        let note = context.problems().iter().find_map(|problem| match &problem.what {
            What::Note(note) => Some(note.clone()),
            _ => None,
        });
        (context.gazetteer, note)
    };
    let text = "Men of Zebrunda Carraf 77 came.\n";
    let corrected = |gazetteer: &Gazetteer| {
        let found = check(Draft { path: "a.md", text, settings: &settings(), gazetteer }).diagnostics;
        found
            .iter()
            .find(|finding| finding.rule.name == "actor-alias")
            .map(|finding| finding.fixes[0].edits[0].text.clone())
    };
    let (gazetteer, note) = load();
    assert_eq!(note, None);
    assert_eq!(corrected(&gazetteer).as_deref(), Some("Zebrunda Karraf 77"));
    assert_eq!(corrected(&Gazetteer::shipped()), None);
    let completed = gazetteer.complete("karraf 12", 5);
    assert!(completed.iter().all(|found| found.name.contains("Karraf 12")), "{completed:?}");
    assert_eq!(completed.len(), 5);
    drop(gazetteer);
    let names = || {
        let entries = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["cache", "copydesk.toml", "large.tsv"], "whoever reads writes nothing beside the lists");
    let index = || std::fs::read_dir(path("cache")).unwrap().map(|entry| entry.unwrap().path()).next().unwrap();
    let kept = std::fs::read(index()).unwrap();

    // A damaged index in the cache is rebuilt silently.
    for damaged in [&b"something else"[..], &kept[..kept.len() / 2], &[&kept[..kept.len() - 1], b"x"].concat()] {
        std::fs::write(index(), damaged).unwrap();
        let (gazetteer, note) = load();
        assert_eq!(note, None);
        assert!(corrected(&gazetteer).is_some());
        assert_eq!(std::fs::read(index()).unwrap(), kept);
    }
    // Next to the lists it is left unchanged.
    let beside = path(copydesk::disk::index_name(copydesk::gazetteer::lists::ListKind::Actors));
    std::fs::write(&beside, "something else").unwrap();
    let (gazetteer, note) = load();
    assert!(note.is_some_and(|note| note.contains("refused")));
    assert!(corrected(&gazetteer).is_some());
    drop(gazetteer);
    assert_eq!(std::fs::read(&beside).unwrap(), b"something else");
    std::fs::remove_file(&beside).unwrap();

    std::fs::write(path("large.tsv"), list.replace("Carraf 77\t", "Garraf 77\t")).unwrap();
    let (gazetteer, note) = load();
    assert_eq!(note, None);
    assert_eq!(std::fs::read_dir(path("cache")).unwrap().count(), 1, "the old index was replaced");
    assert!(!gazetteer.named("Zebrunda Garraf 77").is_empty());
    assert!(gazetteer.named("Zebrunda Carraf 77").is_empty());
}
