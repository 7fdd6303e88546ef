//! What is written, and what is never overwritten.

use super::*;

/// All kinds of reports that a run writes to a file, with the arguments before the file's name.
const OUTPUTS: [&[&str]; 4] = [
    &["check", DATE, "a.md", "--format=json", "--output"],
    &["check", DATE, "a.md", "--write-baseline"],
    &["report", DATE, "a.md", "-o"],
    &["gazetteer", "import", "csv", "list.csv", "-o"],
];

fn desk() -> Desk {
    Desk::with(&[
        ("a.md", WRONG),
        ("list.csv", "name\nThe Ridge Men\n"),
        ("own.tsv", "id\tname\nridge-men\tRidge Men\n"),
        ("copydesk.toml", "[gazetteer]\nactors = ['own.tsv']\n"),
    ])
}

fn with<'a>(arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().chain(more).copied().collect()
}

/// The names in a folder, except the initial files.
fn others(desk: &Desk) -> Vec<String> {
    let names = std::fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let known = ["a.md", "list.csv", "own.tsv", "copydesk.toml"];
    names.map(|name| name.into_string().unwrap()).filter(|name| !known.contains(&name.as_str())).collect()
}

#[test]
fn an_output_replaces_that_of_an_earlier_run() {
    for output in OUTPUTS {
        let desk = desk();
        let first = desk.run(&with(output, &["out"]));
        assert_ne!(first.status, 2, "{first:?}");
        let text = desk.read("out");
        assert!(!text.is_empty(), "{output:?}");
        desk.write("out", "of an earlier run");
        assert_eq!(desk.run(&with(output, &["out"])).status, first.status, "{output:?}");
        assert_eq!(desk.read("out"), text);
        assert_eq!(others(&desk), ["out"]);
    }
}

#[test]
fn no_output_replaces_what_the_run_reads() {
    for output in OUTPUTS {
        let desk = desk();
        let inputs = match output[0] {
            "gazetteer" => vec!["copydesk.toml", "own.tsv", "list.csv"],
            _ => vec!["copydesk.toml", "own.tsv", "a.md"],
        };
        for input in inputs {
            let before = desk.read(input);
            let ran = desk.run(&with(output, &[input]));
            ran.ends(2).says(&format!("{input} was read by this run, and was left as it is: --force replaces it"));
            assert_eq!(desk.read(input), before);
            // Under another name, too.
            std::fs::hard_link(desk.path(input), desk.path("other")).expect("a link");
            desk.run(&with(output, &["other"])).ends(2).says("other was read by this run");
            std::fs::remove_file(desk.path("other")).expect("removed");
            assert_eq!(others(&desk), [""; 0], "nothing is left");
        }
        let last = if output[0] == "gazetteer" { "list.csv" } else { "a.md" };
        let before = desk.read(last);
        assert_ne!(desk.run(&with(output, &[last, "--force"])).status, 2, "{output:?}");
        assert_ne!(desk.read(last), before);
    }
    let desk = desk();
    let library = "@book{a, title = {Harbours}, author = {Okello, Mara}, year = {2014}}\n";
    desk.write("works.bib", library);
    desk.write("copydesk.toml", "[citations]\nlibrary = ['works.bib']\n");
    for output in [&["check", DATE, "a.md", "--output"][..], &["report", DATE, "a.md", "-o"]] {
        desk.run(&with(output, &["works.bib"])).ends(2).says("works.bib was read by this run");
        assert_eq!(desk.read("works.bib"), library);
    }
    desk.run(&["check", DATE, "a.md", "--write-baseline", "base.json"]).ends(0);
    let before = desk.read("base.json");
    desk.run(&["check", DATE, "a.md", "--baseline", "base.json", "--output", "base.json"])
        .ends(2)
        .says("base.json was read");
    assert_eq!(desk.read("base.json"), before);
}

#[cfg(unix)]
#[test]
fn no_output_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    for output in OUTPUTS {
        let desk = desk();
        let away = Desk::with(&[("kept", "mine")]);
        let kept = away.path("kept");
        symlink(&kept, desk.path("link")).unwrap();
        symlink("link", desk.path("link-to-link")).unwrap();
        symlink(away.path("new"), desk.path("broken")).unwrap();
        symlink(away.folder.path(), desk.path("folder")).unwrap();
        for link in ["link", "link-to-link", "broken"] {
            desk.run(&with(output, &[link])).ends(2).says(&format!("{link} is a link, and was left as it is"));
        }
        for name in ["folder/kept", "folder/new"] {
            desk.run(&with(output, &[name])).ends(2).says("leads out of this folder by a link");
        }
        assert_eq!(away.read("kept"), "mine");
        assert!(!away.path("new").exists());
        assert_ne!(desk.run(&with(output, &["link", "--force"])).status, 2);
        assert_ne!(away.read("kept"), "mine");
        assert!(std::fs::symlink_metadata(desk.path("link")).unwrap().is_symlink());
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_written_to_directly() {
    for output in OUTPUTS {
        let desk = desk();
        let made = Command::new("mkfifo").arg(desk.path("pipe")).status().expect("mkfifo");
        assert!(made.success());
        let pipe = desk.path("pipe");
        let reader = std::thread::spawn(move || std::fs::read_to_string(pipe).expect("read"));
        assert_ne!(desk.run(&with(output, &["pipe"])).status, 2, "{output:?}");
        desk.run(&with(output, &["out"]));
        assert_eq!(reader.join().unwrap(), desk.read("out"), "{output:?}");
        assert_ne!(desk.run(&with(output, &["/dev/null"])).status, 2, "{output:?}");
        // Standard output, by its name in the file system.
        assert_eq!(desk.run(&with(output, &["/dev/stdout"])).out, desk.read("out"), "{output:?}");
        let dash = desk.run(&with(output, &["-"]));
        assert!(dash.out.starts_with(&desk.read("out")), "{dash:?}");
        desk.run(&with(output, &["."])).ends(2).says("it is a folder, not a file");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    for output in OUTPUTS {
        let ran = desk().run(&with(output, &["/dev/full"]));
        ran.ends(2).says("cannot be written");
        assert!(ran.talk.contains("o space left"), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn init_writes_no_link_and_no_half_file() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    let away = Desk::new();
    symlink(away.path("new"), desk.path("copydesk.toml")).unwrap();
    desk.run(&["init"]).ends(2).says("copydesk.toml is there already");
    std::fs::remove_file(desk.path("copydesk.toml")).unwrap();
    symlink(away.folder.path(), desk.path("folder")).unwrap();
    desk.run(&["init", "folder"]).ends(2).says("leads out of this folder by a link");
    assert!(std::fs::read_dir(away.folder.path()).unwrap().next().is_none());
}

/// A file system of 16 kB, with a configuration that does not fit in the remaining space.
#[cfg(target_os = "linux")]
#[test]
fn a_full_or_read_only_disk_keeps_what_was_there() {
    let desk = Desk::with(&[("disk/.keep", "")]);
    let mount = |arguments: &[&str]| {
        Command::new(arguments[0])
            .args(&arguments[1..])
            .current_dir(desk.folder.path())
            .output()
            .is_ok_and(|ran| ran.status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=16k", "none", "disk"]) {
        return skip("nobody but root mounts a small disk");
    }
    desk.write("disk/a.md", WRONG);
    let filler = vec![b'x'; 1 << 20];
    let _ = std::fs::write(desk.path("disk/full"), filler);
    let init = desk.run(&["init", "disk"]);
    let fix = desk.run(&["fix", DATE, "disk/a.md"]);
    let text = desk.read("disk/a.md");
    let left: Vec<String> = std::fs::read_dir(desk.path("disk"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    mount(&["mount", "-o", "remount,ro", "disk"]);
    let locked =
        [desk.run(&["fix", DATE, "disk/a.md"]), desk.run(&["check", DATE, "disk/a.md", "--output", "disk/out"])];
    let checked = desk.run(&["check", DATE, "disk"]);
    mount(&["umount", "disk"]);
    for (ran, name) in locked.iter().zip(["a.md", "out"]) {
        ran.ends(2).says(&format!("disk/{name} cannot be written: read-only filesystem"));
    }
    checked.ends(1);
    init.ends(2).says("disk/copydesk.toml cannot be written: no storage space");
    fix.ends(2).says("disk/a.md cannot be written: no storage space");
    assert_eq!(text, WRONG);
    assert_eq!(left.len(), 2, "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_fix_follows_links_within_the_workspace_only() {
    use std::os::unix::fs::symlink;
    let away = Desk::with(&[("a.md", WRONG)]);
    let desk = Desk::with(&[("copydesk.toml", ""), ("in/a.md", WRONG), ("in/b.md", RIGHT)]);
    symlink(away.path("a.md"), desk.path("out.md")).unwrap();
    symlink(away.folder.path(), desk.path("folder")).unwrap();
    symlink("../in/a.md", desk.path("in/link.md")).unwrap();
    for name in ["out.md", "folder/a.md"] {
        desk.run(&["fix", DATE, name]).ends(2).says(&format!("{name} leads out of its workspace by a link"));
    }
    // A file that is not named is not even visited.
    desk.run(&["fix", DATE]).ends(0).says("1 fix applied in 1 file");
    assert_eq!(away.read("a.md"), WRONG);
    assert_eq!(desk.read("in/a.md"), RIGHT);
    desk.write("in/a.md", WRONG);
    desk.run(&["fix", DATE, "in/link.md"]).ends(0);
    assert_eq!(desk.read("in/a.md"), RIGHT);
    assert!(std::fs::symlink_metadata(desk.path("in/link.md")).unwrap().is_symlink());

    // In a repository, the root is the workspace, whatever is in between.
    desk.write("in/a.md", WRONG);
    desk.write(".git/HEAD", "ref: refs/heads/main\n");
    desk.write("sub/copydesk.toml", "");
    symlink("../in/a.md", desk.path("sub/link.md")).unwrap();
    desk.run(&["fix", DATE, "sub/link.md"]).ends(0);
    assert_eq!(desk.read("in/a.md"), RIGHT);
}

#[cfg(unix)]
#[test]
fn a_hard_link_is_not_parted() {
    let desk = Desk::with(&[("a.md", WRONG), ("c.md", WRONG)]);
    std::fs::hard_link(desk.path("a.md"), desk.path("b.txt")).unwrap();
    desk.run(&["fix", DATE]).ends(2).says("a.md is a hard link, one of several names of one file");
    assert_eq!(desk.read("a.md"), WRONG);
    assert_eq!(desk.read("b.txt"), WRONG);
    assert_eq!(desk.read("c.md"), RIGHT);
}

/// A run that waits for its input has started its output; whatever ends it, nothing is left behind.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_unfinished_file() {
    use std::os::unix::process::ExitStatusExt;
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        // Under `nohup`, and in jobs without a terminal, the signal does not end a run.
        if is_ignored(number) {
            super::skip(&format!("SIG{signal} is ignored here"));
            continue;
        }
        let desk = desk();
        let mut command = desk.command(&["check", "-", "--no-config", "--output", "out.json"]);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary starts");
        while others(&desk).is_empty() {
            assert!(child.try_wait().unwrap().is_none(), "it waits for its input");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        // The thread that listens starts with the first unfinished file.
        std::thread::sleep(std::time::Duration::from_millis(100));
        let sent = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        // Waiting would close the input, and the run might end by itself.
        let _input = child.stdin.take();
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(number), "{status:?}");
        assert_eq!(others(&desk), [""; 0], "after SIG{signal}");
    }
}

/// Whether this process ignores a signal, and so do those that it starts.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    ignored.is_some_and(|ignored| ignored >> (signal - 1) & 1 == 1)
}

/// A draft that is saved while it is being fixed keeps what was saved.
#[cfg(unix)]
#[test]
fn an_edit_while_fixing_is_not_lost() {
    // Long enough that fixing takes a while.
    let filler = "The road is open, and the pass is open.\n\n".repeat(20_000);
    let long = format!("{WRONG}\n{filler}");
    // Saves while the run is stopped between reading the file and writing it; `None` if the run was faster.
    let saved_in_between = |round: usize| {
        let desk = Desk::with(&[("a.md", &long), ("b.md", WRONG)]);
        let mut command = desk.command(&["fix", DATE, "a.md", "b.md"]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let about = PathBuf::from(format!("/proc/{}", child.id()));
        // It has read that much, and no longer holds the file open.
        let has_read = || {
            let text = std::fs::read_to_string(about.join("io")).unwrap_or_default();
            let bytes = text.lines().find_map(|line| line.strip_prefix("rchar: ")?.parse::<usize>().ok());
            let opened = std::fs::read_dir(about.join("fd")).into_iter().flatten().flatten();
            let mut opened = opened.filter_map(|file| std::fs::read_link(file.path()).ok());
            bytes.is_none_or(|bytes| bytes >= long.len()) && !opened.any(|file| file.ends_with("a.md"))
        };
        while !has_read() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        signal(child.id(), "STOP");
        let in_time = desk.read("a.md") == long;
        let saved = match round {
            // The same length, and another file or the same.
            0 | 1 => long.replacen("The road", "The pass", 1),
            2 => format!("{long}One more."),
            _ => String::new(),
        };
        if in_time && round == 0 {
            desk.write("new", &saved);
            std::fs::rename(desk.path("new"), desk.path("a.md")).unwrap();
        } else if in_time {
            desk.write("a.md", &saved);
        }
        signal(child.id(), "CONT");
        let output = child.wait_with_output().unwrap();
        in_time.then_some((desk, saved, output))
    };
    for round in 0..4 {
        let found = (0..20).find_map(|_| saved_in_between(round));
        let (desk, saved, output) = found.expect("the run is slower than we are once in twenty times");
        let talk = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{talk}");
        assert!(talk.contains("a.md was changed while it was being fixed"), "{talk}");
        assert_eq!(desk.read("a.md"), saved);
        assert_eq!(desk.read("b.md"), RIGHT, "others go on");
    }
}

/// Sends a signal to a process that may have ended.
#[cfg(unix)]
fn signal(process: u32, name: &str) {
    let sent =
        std::process::Command::new("kill").args(["-s", name, &process.to_string()]).stderr(Stdio::null()).status();
    assert!(sent.is_ok(), "{sent:?}");
}

/// A list of 4 MB, whose index is kept outside the workspace.
fn large_list() -> String {
    let mut list = "id\tname\tvariants\tkind\tnote\n".to_owned();
    for at in 0..1_500 {
        list += &format!("body-{at}\tZebrunda Karraf {at}\tZebrunda Carraf {at}\tgroup\t{}\n", "word ".repeat(600));
    }
    list
}

/// Everything below a folder, with the contents of files and the targets of links.
#[cfg(unix)]
fn tree(folder: &Path, out: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            tree(&path, out);
        } else if kind.is_symlink() {
            out.push((path.clone(), std::fs::read_link(path).unwrap().to_string_lossy().into_owned().into_bytes()));
        } else if kind.is_file() {
            out.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    out.sort();
}

/// Commands that only read write nothing into a workspace, whatever is in the place of an index.
#[cfg(unix)]
#[test]
fn commands_that_read_write_nothing_into_a_workspace() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let list = large_list();
    let away = Desk::with(&[("kept", "mine")]);
    let text = "# Note\n\nMen of Zebrunda Carraf 77 came.\n";
    for what in ["nothing", "link", "broken link", "pipe", "foreign", "folder"] {
        let desk = Desk::with(&[
            ("a.md", text),
            ("large.tsv", &list),
            ("copydesk.toml", "[gazetteer]\nactors = ['large.tsv']\n"),
        ]);
        let index = desk.path(".copydesk-names.index");
        match what {
            "link" => symlink(away.path("kept"), &index).unwrap(),
            "broken link" => symlink(away.path("new"), &index).unwrap(),
            "pipe" => assert!(Command::new("mkfifo").arg(&index).status().is_ok_and(|made| made.success())),
            "foreign" => desk.write(".copydesk-names.index", "foreign"),
            "folder" => desk.write(".copydesk-names.index/a", ""),
            _ => {}
        }
        let before = {
            let mut files = Vec::new();
            tree(desk.folder.path(), &mut files);
            files
        };
        for arguments in [&["check", DATE, "a.md"][..], &["index", DATE, "a.md"]] {
            let ran = desk.run(arguments);
            assert_ne!(ran.status, 2, "{what}: {ran:?}");
            assert_eq!(ran.talk.contains(".copydesk-names.index"), what != "nothing", "{what}: {ran:?}");
            let mut after = Vec::new();
            tree(desk.folder.path(), &mut after);
            assert!(after == before, "{what}: {arguments:?} wrote into the workspace");
        }
        assert_eq!(away.read("kept"), "mine");
        assert!(!away.path("new").exists());
        let cache = desk.cache().join("copydesk");
        assert_eq!(std::fs::metadata(&cache).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(std::fs::read_dir(&cache).unwrap().count(), 1);

        if what != "nothing" {
            continue;
        }
        // A cache that others can write to is not used, nor is a link.
        std::fs::set_permissions(&cache, PermissionsExt::from_mode(0o777)).unwrap();
        desk.run(&["check", DATE, "a.md"]).ends(1).says(if what == "nothing" {
            "can be written to by others"
        } else {
            ""
        });
        std::fs::remove_dir_all(&cache).unwrap();
        symlink(away.folder.path(), &cache).unwrap();
        desk.run(&["check", DATE, "a.md"]).ends(1).says("is not a folder");
        let _ = std::fs::remove_dir_all(desk.cache());
    }
    let mut left = Vec::new();
    tree(away.folder.path(), &mut left);
    assert_eq!(left.len(), 1, "nothing was written through a link");
}

/// What `gazetteer build` writes fits the next run, wherever either is started and however the files are named.
#[cfg(unix)]
#[test]
fn an_index_that_was_built_fits_from_everywhere() {
    use std::os::unix::fs::symlink;
    let text = "# Note\n\nMen of Zebrunda Carraf 77 came.\n";
    let desk = Desk::with(&[
        ("dir/a.md", text),
        ("dir/large.tsv", &large_list()),
        ("dir/copydesk.toml", "[gazetteer]\nactors = ['large.tsv']\n"),
    ]);
    let absolute = desk.path("dir/copydesk.toml").to_string_lossy().into_owned();
    let index = desk.path("dir/.copydesk-names.index");
    for build in
        [&["gazetteer", "build", "--config", "dir/copydesk.toml"][..], &["gazetteer", "build", "--config", &absolute]]
    {
        let _ = std::fs::remove_file(&index);
        desk.run(build).ends(0);
        assert!(desk.run(build).ends(0).out.ends_with("dir/.copydesk-names.index fits its lists: 3000 names\n"));
        for check in [
            &["check", DATE, "dir"][..],
            &["check", DATE, "./dir/a.md"],
            &["check", DATE, "--config", "dir/copydesk.toml", "dir/a.md"],
            &["check", DATE, "--config", &absolute, "dir/a.md"],
        ] {
            let ran = desk.run(check);
            ran.ends(1);
            assert!(ran.out.contains("Karraf 77") && ran.talk.is_empty(), "{check:?}: {ran:?}");
        }
        assert!(!desk.cache().exists(), "the index beside the lists was used");
    }
    // Nothing is built through a link.
    std::fs::remove_file(&index).unwrap();
    symlink("large.tsv", &index).unwrap();
    desk.run(&["gazetteer", "build", "--config", "dir/copydesk.toml"]).ends(2).says("is a link, and was left as it is");
    assert!(desk.read("dir/large.tsv").starts_with("id\t"));
}

/// The workspace may be read-only, and there may be no cache.
#[cfg(unix)]
#[test]
fn without_a_cache_an_index_is_built_in_memory() {
    let text = "# Note\n\nMen of Zebrunda Carraf 77 came.\n";
    let desk = Desk::with(&[
        ("a.md", text),
        ("b.md", text),
        ("large.tsv", &large_list()),
        ("copydesk.toml", "[gazetteer]\nactors = ['large.tsv']\n"),
        ("no-folder", ""),
    ]);
    let ran = |home: &str| {
        let mut command = desk.command(&["check", DATE]);
        let output = command.env("XDG_CACHE_HOME", desk.path(home)).output().expect("it runs");
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, out, talk) = ran("no-folder");
    assert_eq!(status, Some(1), "{talk}");
    assert_eq!(out.matches("Karraf 77").count(), 2, "{out}");
    assert_eq!(talk.matches("index of the large lists is built at every start").count(), 1, "{talk}");
}
