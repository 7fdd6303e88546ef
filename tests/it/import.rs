//! Other people's lists become proposals: every format, with its dirt. All records are invented, except the names that
//! the gazetteer must know.

use copydesk::config::Config;
use copydesk::gazetteer::Gazetteer;
use copydesk::gazetteer::lists::{CustomLists, ListKind};
use copydesk::import::{self, ImportOptions, Imported, Input, Proposals};
use copydesk_fuzz::importers;
use proptest::prelude::*;

/// Reads `files`, given as `(name, bytes)`, in a format.
fn read(format: &str, files: &[(&str, &[u8])], options: &ImportOptions) -> Imported {
    let mut inputs: Vec<Input<'_>> =
        files.iter().map(|(name, bytes)| Input { name: (*name).to_owned(), text: Box::new(*bytes) }).collect();
    import::read(import::format(format).expect("a format"), &mut inputs, options)
}

/// The proposals from one file, which must be read without a fault.
fn proposed(format: &str, file: &str, text: &str) -> Proposals {
    let found = read(format, &[(file, text.as_bytes())], &ImportOptions::default());
    assert_eq!(found.problems, [""; 0]);
    import::judge(found, &Gazetteer::shipped())
}

/// Each proposal as `new id: Name`, `adds id: names`, `conflict id: why`.
fn listed(proposals: &Proposals) -> Vec<String> {
    let names = |p: &import::proposals::Proposal| {
        let all = [&p.abbreviations, &p.accepted, &p.former, &p.weak, &p.aliases, &p.hosts];
        all.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    };
    let new = proposals.new.iter().map(|p| format!("new {}: {} [{}]", p.id, p.name, names(p)));
    let adds = proposals.adds.iter().map(|p| format!("adds {}: {}", p.id, names(p)));
    let conflicts =
        proposals.conflicts.iter().map(|p| format!("conflict {}: {}", p.id, p.why.as_deref().unwrap_or_default()));
    new.chain(adds).chain(conflicts).collect()
}

const ENTITIES: &str = r#"{"id":"NK-1","caption":"Al-Shabaab","schema":"Organization","properties":{"name":["Al-Shabaab"],"alias":["Harakat al-Shabaab al-Mujahideen","(b) Lions of the Horn;Horn &amp; Lions","الشباب"],"weakAlias":["HSM","The Pride"],"previousName":["Pride of Kismayo"],"country":["so"],"topics":["crime.terror"]},"datasets":["list_a"]}

{"id":"NK-2","caption":"Valley Lions Front","schema":"Organization","properties":{"name":["Valley Lions Front"],"alias":["VLF","“Front of Valley Lions”\u00a0"],"country":["ne","zz-1"],"topics":["crime.terror"]},"datasets":["list_a","list_b"]}
{"id":"NK-3","schema":"Vessel","properties":{"name":["Ship of Lions"]}}
{"id":"NK-2","schema":"Organization","properties":{"name":["Valley Lions Front"],"alias":["Lions of the Valley"]}}
{"id":"NK-4","schema":"Organization","properties":{"name":["Ridge Council"],"alias":["Boko Haram"]}}
{"id":"NK-5","schema":"Organization","properties":{"name":["Совет"]}}
{"id":"NK-6","schema":"Person","caption":"Hassan of the Ridge","properties":{"name":["Hassan of the Ridge"],"birthDate":["1970-02-03"]}}
"#;

#[test]
fn opensanctions_as_a_whole() {
    let text = format!("\u{feff}{}", ENTITIES.replace('\n', "\r\n"));
    let found = read("opensanctions", &[("entities.ftm.json", text.as_bytes())], &ImportOptions::default());
    assert_eq!(found.problems, [""; 0]);
    let left: Vec<_> = found.left_out.iter().map(|(what, count)| format!("{count} {what}")).collect();
    assert_eq!(
        left,
        ["1 entities that are neither organisations nor persons", "1 records without a name in Latin letters"]
    );
    let proposals = import::judge(found, &Gazetteer::shipped());
    let expected = r#"# 2 new records, 1 addition, 1 conflict; 0 records were known whole.
# Delete what you do not want. To take a conflict, make its heading [[adds]] or [[new]].
# Then: copydesk gazetteer import proposals THIS-FILE --format tsv -o names/imported.tsv
list = "actors"

[[new]]
id = "hassan-of-the-ridge"
name = "Hassan of the Ridge"
kind = "person"
founded = "1970-02-03"
from = ["opensanctions entities.ftm.json:8 NK-6"]

[[new]]
id = "valley-lions-front"
name = "Valley Lions Front"
abbreviations = ["VLF"]
accepted = ["Front of Valley Lions", "Lions of the Valley"]
countries = ["NE"]
kind = "group"
note = "listed by list_a, list_b"
from = ["opensanctions entities.ftm.json:3 NK-2"]

[[adds]]
id = "al-shabaab"
name = "al-Shabaab"
accepted = ["Lions of the Horn", "Horn & Lions"]
former = ["Pride of Kismayo"]
weak = ["The Pride"]
from = ["opensanctions entities.ftm.json:1 NK-1"]

[[conflicts]]
why = "the name is new, but it shares “Boko Haram” of boko-haram: is it the same?"
id = "ridge-council"
name = "Ridge Council"
accepted = ["Boko Haram"]
kind = "organisation"
from = ["opensanctions entities.ftm.json:6 NK-4"]
"#;
    assert_eq!(proposals.to_toml(), expected);
}

#[test]
fn a_broken_line_is_named_and_the_rest_is_read() {
    let text = "{\"id\":\"a\",\n{\"schema\":\"Organization\",\"properties\":{\"name\":[\"Ridge Council\"]}}\n[1\n";
    let found = read("opensanctions", &[("e.json", text.as_bytes())], &ImportOptions::default());
    assert_eq!(found.faults, 2);
    assert!(found.problems[0].starts_with("e.json:1:"), "{:?}", found.problems);
    assert!(found.problems[1].starts_with("e.json:3:"), "{:?}", found.problems);
    assert_eq!(listed(&import::judge(found, &Gazetteer::shipped())), ["new ridge-council: Ridge Council []"]);
}

#[test]
fn the_united_nations_write_capitals() {
    let text = r#"<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST dateGenerated="2015-03-27T17:37:13.737-04:00"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>HASSAN</FIRST_NAME><SECOND_NAME>OULD</SECOND_NAME><THIRD_NAME>RIDGE</THIRD_NAME>
<REFERENCE_NUMBER>QDi.999</REFERENCE_NUMBER>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Ridge; Ridge the Elder</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID>
<FIRST_NAME>LIONS OF THE VALLEY  </FIRST_NAME><REFERENCE_NUMBER>QDe.999</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT/>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>JAMA&apos;AT AL-ASAD;LV</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>CUBS OF THE VALLEY</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
</ENTITY><ENTITY><FIRST_NAME>AL-SHABAAB  </FIRST_NAME><ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY>
<ALIAS_NAME>AL-SHABAB</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"#;
    let proposals = proposed("un", "un.xml", text);
    assert_eq!(
        listed(&proposals),
        [
            "new hassan-ould-ridge: Hassan Ould Ridge [Abu Ridge, Ridge the Elder]",
            "new lions-of-the-valley: Lions of the Valley [Jama'at al-Asad, Cubs of the Valley, LV]",
        ]
    );
    assert_eq!(proposals.new[1].former, ["Cubs of the Valley"]);
    assert_eq!(proposals.new[1].weak, ["LV"]);
    assert_eq!(proposals.new[1].from, ["un un.xml:6 QDe.999"]);
    assert_eq!(proposals.known, 1);

    let found = read("un", &[("un.xml", &text.as_bytes()[..text.len() / 2])], &ImportOptions::default());
    assert_eq!(found.problems.len(), 1);
    assert!(found.problems[0].starts_with("un.xml:"), "{:?}", found.problems);
    let found = read("un", &[("un.xml", b"<a>\n<b>\n</a>")], &ImportOptions::default());
    assert!(found.problems[0].starts_with("un.xml:3: this is not XML"), "{:?}", found.problems);
}

#[test]
fn ofac_has_two_files_in_any_order() {
    let null = "-0- ,".repeat(7);
    let sdn = format!(
        "10761,\"AL-SHABAAB\",-0- ,\"FTO] [SDGT] [SOMALIA\",{null}\"a.k.a. 'THE PRIDE'; a.k.a. 'AL-HIJRA'.\"\r\n\
         20001,\"RIDGE, Hassan Ould\",\"individual\",\"SDGT\",{null}\"DOB 12 Mar 1970; a.k.a. 'ABU RIDGE'.\"\r\n\
         20002,\"SEA LION\",\"vessel\",\"SDGT\",{null}-0- \r\n\
         20003,\"LIONS OF THE VALLEY\",-0- ,\"SDGT\",{null}\"Organization Established Date 2004; Tel 1.\"\r\n\x1a\r\n"
    );
    let alt = b"20003,1,\"fka\",\"VALLEY MARTYRS' COUNCIL\",-0- \r\n20003,2,\"aka\",\"LIONS D'\xc9T\xc9\",-0- \r\n\
        20001,3,\"aka\",\"AL-RIDGI, Hassan\",-0- \r\n20002,4,\"aka\",\"SEA CUB\",-0- \r\n";
    let files: [(&str, &[u8]); 2] = [("sdn.csv", sdn.as_bytes()), ("alt.csv", alt)];
    for files in [files, [files[1], files[0]]] {
        let found = read("ofac", &files, &ImportOptions::default());
        assert_eq!(found.problems, [""; 0]);
        assert_eq!(found.left_out["vessels and aircraft"], 1);
        let proposals = import::judge(found, &Gazetteer::shipped());
        let mut lines = listed(&proposals);
        lines.sort_unstable();
        assert_eq!(
            lines,
            [
                "adds al-shabaab: The Pride",
                "conflict al-shabaab: “al-Hijra” is a name of al-hijra",
                "new hassan-ould-ridge: Hassan Ould Ridge [Hassan al-Ridgi, Abu Ridge]",
                "new lions-of-the-valley: Lions of the Valley [Lions D'été, Valley Martyrs' Council]",
            ]
        );
        assert_eq!(proposals.adds[0].weak, ["The Pride"]);
        assert_eq!(proposals.new[1].founded.as_deref(), Some("2004"));
    }
    let found = read("ofac", &[("sdn.csv", b"1,2\nname,x\n")], &ImportOptions::default());
    assert_eq!(found.problems[1], "sdn.csv:2: this is not a row of sdn.csv, alt.csv or add.csv");
    // Lines are counted alike, whatever ends them.
    let found = read("ofac", &[("sdn.csv", b"1,2\r\nname,x\r\n")], &ImportOptions::default());
    assert_eq!(found.problems[1], "sdn.csv:2: this is not a row of sdn.csv, alt.csv or add.csv");
}

#[test]
fn wikidata_answers_have_two_forms() {
    let sparql = r#"{"head":{"vars":["item","itemLabel","alt"]},"results":{"bindings":[
        {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q1"},"itemLabel":{"type":"literal","xml:lang":"en","value":"Valley Lions Front"},"alt":{"value":"VLF"}},
        {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q1"},"itemLabel":{"value":"Valley Lions Front"},"alt":{"value":"Lions of the Valley"}},
        {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q2"},"itemLabel":{"value":"Q2"}}]}}"#;
    assert_eq!(
        listed(&proposed("wikidata", "w.json", sparql)),
        ["new valley-lions-front: Valley Lions Front [VLF, Lions of the Valley]"]
    );
    let plain = r#"[{"item":"http://www.wikidata.org/entity/Q3","itemLabel":"Ridge Courier","site":"https://www.ridgecourier.example/news","iso":"KE"},
        {"item":"http://www.wikidata.org/entity/Q4","itemLabel":"Dawn","site":"https://www.dawn.com/","alt":"Daily Ridge Dawn"},
        {"item":"http://www.wikidata.org/entity/Q5","itemLabel":"Dawn","site":"https://www.reuters.com/"}]"#;
    let proposals = proposed("wikidata", "w.json", plain);
    assert_eq!(
        listed(&proposals),
        [
            "new ridge-courier: Ridge Courier [ridgecourier.example]",
            "adds dawn: Daily Ridge Dawn",
            "conflict dawn: the name is that of Dawn, the host that of Reuters",
        ]
    );
    assert_eq!(proposals.new[0].countries, ["KE"]);
    let found =
        read("wikidata", &[("w.json", b"{\"results\":{\"bindings\":[\n{\"item\":]}")], &ImportOptions::default());
    assert!(found.problems[0].starts_with("w.json:2:9: this is not JSON as expected"), "{:?}", found.problems);
}

#[test]
fn misp_and_attack_have_synonyms() {
    let misp = r#"{"authors":[],"type":"threat-actor","values":[{"value":"Ridge Viper","uuid":"u-1","meta":{"synonyms":["RV-7","Viper of the Ridge"],"country":"IR"}},{"value":""},7]}"#;
    let found = read("misp", &[("m.json", misp.as_bytes())], &ImportOptions::default());
    assert_eq!(found.problems, ["m.json: values[2]: the entry is not an object"]);
    let proposals = import::judge(found, &Gazetteer::shipped());
    assert_eq!(listed(&proposals), ["new ridge-viper: Ridge Viper [RV-7, Viper of the Ridge]"]);
    assert_eq!(
        (&*proposals.new[0].countries, &*proposals.new[0].from),
        (&["IR".to_owned()][..], &["misp m.json: values[0] u-1".to_owned()][..])
    );

    let stix = r#"{"type":"bundle","objects":[
        {"type":"intrusion-set","id":"intrusion-set--1","name":"Ridge Viper","aliases":["Ridge Viper","Stone Adder"],"external_references":[{"source_name":"mitre-attack","external_id":"G9999"}]},
        {"type":"intrusion-set","id":"intrusion-set--2","name":"Old Viper","revoked":true},{"type":"malware","name":"X"}]}"#;
    let proposals = proposed("attack", "a.json", stix);
    assert_eq!(listed(&proposals), ["new ridge-viper: Ridge Viper [Stone Adder]"]);
    assert_eq!(proposals.new[0].from, ["attack a.json: objects[0] G9999"]);
}

#[test]
fn libraries_teach_outlets_and_hosts() {
    let expected = [
        "new ridge-courier: Ridge Courier [ridgecourier.example]",
        "adds dhaka-tribune: Tribune of Dhaka",
        "conflict dawn: the name is that of Dawn, the host that of Daily Nation",
    ];
    let csl = r#"[{"id":"a","type":"article-newspaper","title":"T","container-title":"Ridge Courier | Breaking News","URL":"https://www.ridgecourier.example/1"},
        {"id":"b","type":"webpage","container-title":"Tribune of Dhaka","URL":"https://www.dhakatribune.com/2"},
        {"id":"c","type":"article-newspaper","container-title":"Dawn","URL":"https://www.nation.co.ke/3"},
        {"id":"d","type":"article-newspaper","container-title":"Dhaka Tribune","URL":"https://www.dhakatribune.com/4"},
        {"id":"e","type":"webpage","container-title":"Ridge Courier","URL":"https://ridgecourier.example/5"},
        {"id":"f","type":"post","container-title":"Twitter","URL":"https://twitter.com/ridge/status/1"},
        {"id":"g","type":"book","publisher":"Ridge Press"}]"#;
    let proposals = proposed("csl", "library.json", csl);
    assert_eq!(listed(&proposals), expected);
    assert_eq!(proposals.new[0].from, ["csl library.json: item 0 a", "csl library.json: item 4 e"]);

    let bibtex = r"@string{courier = {Ridge Courier}}
@online{a, title={2 {JMB} men}, organization=courier, date={2018-10-05}, url={https://www.ridgecourier.example/1}}
@article{b, journaltitle={Tribune of {Dhaka}}, url={https://www.dhakatribune.com/2}}
@misc{c, organization={Dawn}, howpublished={\url{https://www.nation.co.ke/3}}, url={https://www.nation.co.ke/3}}
@book{g, publisher={Ridge Press}}
";
    assert_eq!(listed(&proposed("bibtex", "library.bib", bibtex)), expected);
    let broken = format!("{bibtex}@online{{x, title={{open\n@online{{y, organization={{Ridge Post}}}}\n");
    let found = read("bibtex", &[("library.bib", broken.as_bytes())], &ImportOptions::default());
    assert_eq!(found.faults, 1, "{:?}", found.problems);
    assert!(found.problems[0].starts_with("library.bib:6: "), "{:?}", found.problems);
    assert_eq!(import::judge(found, &Gazetteer::shipped()).new.len(), 2);

    let ris = "\u{feff}TY  - NEWS\r\nTI  - 2 JMB men\r\nT2  - Ridge Courier\r\nUR  - https://www.ridgecourier.example/1\r\nER  - \r\n\r\n\
        TY  - ELEC\r\nJF  - Tribune of Dhaka\r\nUR  - https://www.dhakatribune.com/2\r\nN2  - A long\r\nabstract\r\nER  -\r\n\
        TY  - NEWS\r\nPB  - Ridge Press\r\nT2  - Dawn\r\nUR  - https://www.nation.co.ke/3\r\nER  - \r\nTY  - BOOK\r\nPB  - Ridge Press\r\nER  - \r\n";
    assert_eq!(listed(&proposed("ris", "library.ris", ris)), expected);
    let found =
        read("ris", &[("l.ris", b"no tag\nTY  - NEWS\nT2  - Ridge Post\nTY  - NEWS\n")], &ImportOptions::default());
    assert_eq!(
        found.problems,
        [
            "l.ris:1: this is not a line of RIS, which starts with a tag such as `T2  - `",
            "l.ris:4: the record of line 2 has no end (`ER  -`)",
            "l.ris:4: the record has no end (`ER  -`)",
        ]
    );
}

#[test]
fn terms_become_a_piece_of_configuration() {
    let reject = "# ours\r\nterror group\r\nneutrali[sz]ed\r\n(?=ahead)\r\nal-Shabaab\r\n";
    let found = read("vale", &[("reject.txt", reject.as_bytes())], &ImportOptions::default());
    assert_eq!(found.problems.len(), 1);
    assert!(found.problems[0].starts_with("reject.txt:4: "), "{:?}", found.problems);
    let proposals = import::judge(found, &Gazetteer::shipped());
    assert_eq!(listed(&proposals), ["conflict : the lists know this: it is a name of al-shabaab"]);
    let accept = proposed("vale", "accept.txt", "RVX\nridge line\nal-Shabab\nal-Shabaab\n");
    assert_eq!(listed(&accept), ["conflict : the list accepts what is corrected here to “al-Shabaab”"]);
    assert!(accept.to_toml().contains("common = [\n    \"RVX\", # vale accept.txt:1\n]"), "{}", accept.to_toml());

    let prh = "version: 1\nimports:\n  - other.yml\nrules:\n  - expected: jQuery\n    pattern: /jquery/i\n  - expected: armed group\n    patterns:\n      - terror group\n      - /terrorist\\s+(?:group|outfit)s?/i\n    prh: say who calls it that\n  - expected: Cookie\n  - expected: $1 group\n    pattern: /(armed) gang/\n  - pattern: nothing\n";
    let found = read("prh", &[("terms.yml", prh.as_bytes())], &ImportOptions::default());
    assert_eq!(found.problems, ["terms.yml:15: the rule has no “expected”"]);
    let text = import::judge(found, &Gazetteer::shipped()).to_toml();
    let expected = r#"# For copydesk.toml: take over what you want.

# prh terms.yml:6
[[terms.discouraged]]
pattern = "\\b(?:jquery|Jquery|JQUERY)\\b"
use = "jQuery"

# prh terms.yml:9
[[terms.discouraged]]
term = "terror group"
use = "armed group"
note = "say who calls it that"

# prh terms.yml:10
[[terms.discouraged]]
pattern = "(?i)terrorist\\s+(?:group|outfit)s?"
use = "armed group"
note = "say who calls it that"

# prh terms.yml:12
[[terms.discouraged]]
pattern = "\\b(?:cookie|COOKIE)\\b"
use = "Cookie"

# prh terms.yml:14
[[terms.discouraged]]
pattern = "(armed) gang"
note = "write “$1 group”"
"#;
    assert_eq!(text, expected);
    let (_, problems) = Config::parse(&text);
    assert_eq!(problems.len(), 0, "{problems:?}");
    let found = read("prh", &[("terms.yml", b"rules:\n  - [a\n b: }")], &ImportOptions::default());
    assert!(found.problems[0].starts_with("terms.yml:"), "{:?}", found.problems);
}

#[test]
fn any_table_can_be_mapped() {
    let columns = |pairs: &[(&str, &str)]| ImportOptions {
        columns: pairs.iter().map(|(what, column)| ((*what).to_owned(), (*column).to_owned())).collect(),
        ..ImportOptions::default()
    };
    let text = "\u{feff}Gruppe;AKA;Land\r\n\"Valley Lions Front (2021-)\";\"VLF; Lions of the Valley\";ne\r\n;;\r\n";
    let options = columns(&[("name", "Gruppe"), ("aliases", "aka"), ("countries", "Land")]);
    let found = read("csv", &[("t.csv", text.as_bytes())], &options);
    assert_eq!(found.problems, [""; 0]);
    assert_eq!(
        listed(&import::judge(found, &Gazetteer::shipped())),
        ["new valley-lions-front: Valley Lions Front [VLF, Lions of the Valley]"]
    );
    let found = read("csv", &[("t.csv", text.as_bytes())], &options);
    assert_eq!(import::judge(found, &Gazetteer::shipped()).new[0].from, ["csv t.csv:2"]);
    let found = read("csv", &[("t.csv", text.as_bytes())], &columns(&[("name", "Group")]));
    assert_eq!(found.problems, ["t.csv:1: there is no column “Group”: the columns are Gruppe, AKA, Land"]);
    // Outlets that a table joins in one cell.
    let options = ImportOptions { list: Some(ListKind::Sources), ..columns(&[("name", "source")]) };
    let found = read("csv", &[("t.csv", b"source,n\nRidge Courier; Ridge Post,1\nRidge Post,2\n")], &options);
    assert_eq!(
        listed(&import::judge(found, &Gazetteer::shipped())),
        ["new ridge-courier: Ridge Courier []", "new ridge-post: Ridge Post []"]
    );
}

#[test]
fn homonyms_persons_and_rejected_pairs_go_to_review() {
    let house = CustomLists {
        rejected: vec![["al-Shabaab".to_owned(), "Lions of the Horn".to_owned()]],
        ..CustomLists::default()
    };
    let gazetteer = Gazetteer::with(house);
    let text = "name,aliases,kind,id\nal-Shabaab,Lions of the Horn,group,\nBoko Haram,,person,\nRidge Council,,,1\nRidge Council,,,2\n";
    let found = read("csv", &[("t.csv", text.as_bytes())], &ImportOptions::default());
    assert_eq!(
        listed(&import::judge(found, &gazetteer)),
        [
            "new ridge-council: Ridge Council []",
            "conflict al-shabaab: the house says that “Lions of the Horn” is not al-Shabaab",
            "conflict boko-haram: boko-haram is a group here, and a person in the list",
            "conflict ridge-council: the list has two records of this name: see ridge-council",
        ]
    );
}

/// Edited proposals become rows of a publication's list, which override only what they name and preserve everything
/// known.
#[test]
fn accepted_proposals_are_rows() {
    let gazetteer = Gazetteer::shipped();
    let proposals =
        import::judge(read("opensanctions", &[("e.json", ENTITIES.as_bytes())], &ImportOptions::default()), &gazetteer);
    let edited = Proposals::parse(&proposals.to_toml().replace("[[conflicts]]", "[[new]]")).expect("what was written");
    let (rows, faults) = edited.to_tsv(&gazetteer);
    assert_eq!(faults, [""; 0]);
    let mut house = CustomLists::default();
    assert_eq!(house.read(ListKind::Actors, &rows), []);
    assert_eq!(house.actors.len(), 4);
    let over = Gazetteer::with(house);
    assert_eq!(over.actors().len(), gazetteer.actors().len() + 3);
    let (before, after) = (gazetteer.actor("al-shabaab").unwrap(), over.actor("al-shabaab").unwrap());
    assert_eq!((&after.name, &after.countries, &after.variants), (&before.name, &before.countries, &before.variants));
    assert_eq!(after.accepted[..before.accepted.len()], before.accepted);
    assert_eq!(after.accepted.last().unwrap(), "Horn & Lions");

    let fault = Proposals::parse("list = \"actors\"\n[[new]]\nnmae = \"x\"\n").unwrap_err();
    assert!(fault.starts_with("line 3: "), "{fault}");
    let lost = Proposals::parse("[[adds]]\nid = \"nobody\"\n[[new]]\nid = \"al-shabaab\"\nname = \"x\"\n").unwrap();
    assert_eq!(
        lost.to_tsv(&gazetteer).1,
        [
            "the id al-shabaab is taken: give the new record another, or make it [[adds]]",
            "there is no record nobody to add to",
        ]
    );
}

#[test]
fn depth_and_size_are_survived() {
    let deep = ["[", "{", "{\"a\":[", "<a>", "@a{", "- ", "\"", "(", "&amp;"];
    for format in import::FORMATS {
        for piece in deep {
            let text = piece.repeat(20_000);
            let found = read(format.name, &[("deep", text.as_bytes())], &ImportOptions::default());
            let _ = import::judge(found, &Gazetteer::shipped());
        }
    }
}

/// One record with very many names, one outlet that is cited very often, a value that consists of entities only.
#[test]
fn the_work_grows_with_the_list() {
    let names: Vec<String> = (0..50_000).map(|n| format!("\"Ridge {n}\"")).collect();
    let entity = format!(
        r#"{{"id":"a","schema":"Organization","properties":{{"name":["Ridge Council","{}"],"alias":[{}]}}}}"#,
        "&".repeat(2_000_000),
        names.join(",")
    );
    let found = read("opensanctions", &[("e.json", entity.as_bytes())], &ImportOptions::default());
    let proposals = import::judge(found, &Gazetteer::shipped());
    assert_eq!(proposals.new[0].accepted.len(), 1000);

    let library = "TY  - NEWS\nT2  - Ridge Courier\nUR  - https://ridgecourier.example/1\nER  -\n".repeat(20_000);
    let proposals = proposed("ris", "l.ris", &library);
    assert_eq!(proposals.new[0].from.last().unwrap(), "and 19997 more");
}

/// Text that almost matches what a format expects.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(importers::PIECES);
    let piece =
        prop_oneof![pieces.prop_map(|text| text.as_bytes().to_vec()), prop::collection::vec(any::<u8>(), 0..12),];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// No input stops a reader, and proposals can be read back as they were written.
    #[test]
    fn no_bytes_stop_a_reader(bytes in nearly()) {
        for format in import::FORMATS {
            importers::reads_back(format, &bytes).map_err(TestCaseError::fail)?;
        }
    }
}
