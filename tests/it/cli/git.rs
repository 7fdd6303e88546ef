//! `--since`: what changed according to Git; and nothing from the repository is run.

use super::{DATE, Desk, WRONG};

/// Whether Git succeeded; `None` if there is no Git.
fn git(desk: &Desk, arguments: &[&str]) -> Option<bool> {
    let mut command = std::process::Command::new("git");
    command.current_dir(desk.folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(arguments);
    command.output().ok().map(|output| output.status.success())
}

/// A repository with one commit that contains `a.md` and `b.md`; `None` if there is no Git.
fn repository() -> Option<Desk> {
    let desk = Desk::with(&[("sub/a.md", WRONG), ("b.md", WRONG)]);
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-q", "-m", "one"]] {
        if git(&desk, arguments).is_none() {
            super::skip("there is no Git");
            return None;
        }
    }
    Some(desk)
}

#[test]
fn only_changed_lines_are_reported() {
    let Some(desk) = repository() else { return };
    desk.run(&["check", DATE, "--since=HEAD"]).ends(0).prints("");
    let more = "The pass is shut ([Dawn](https://www.dawn.com/news/1437002) October 2, 2017).\n";
    desk.write("sub/a.md", format!("# Note\n\n{more}{WRONG}"));
    desk.write("new.md", WRONG);
    let ran = desk.run(&["check", DATE, "--since=HEAD"]);
    let places: Vec<&str> =
        ran.ends(1).out.lines().filter_map(|line| line.split_once(": ")).map(|(at, _)| at).collect();
    assert_eq!(places, ["new.md:3:60", "sub/a.md:3:60"]);
}

#[test]
fn what_is_no_revision_is_refused() {
    let Some(desk) = repository() else { return };
    desk.run(&["check", DATE, "--since=no-such-branch"]).ends(2).says("Git knows no revision “no-such-branch”");
    for revision in ["--since=--upload-pack=touch x", "--since=HEAD:b.md", "--since="] {
        desk.run(&["check", DATE, revision]).ends(2).says("is not a Git revision");
    }
    Desk::with(&[("a.md", WRONG)])
        .run(&["check", DATE, "--since=HEAD"])
        .ends(2)
        .says("a.md is not in a Git repository");
}

#[cfg(unix)]
#[test]
fn nothing_of_the_repository_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let Some(desk) = repository() else { return };
    desk.write("trap", "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\ncat\n");
    std::fs::set_permissions(desk.path("trap"), PermissionsExt::from_mode(0o755)).unwrap();
    let trap = desk.path("trap").display().to_string();
    for key in ["core.fsmonitor", "diff.external", "diff.x.textconv", "filter.x.clean", "filter.x.smudge", "core.pager"]
    {
        assert_eq!(git(&desk, &["config", key, &trap]), Some(true));
    }
    desk.write(".gitattributes", "*.md diff=x filter=x\n");
    desk.write("b.md", [WRONG, WRONG].concat());
    assert_eq!(desk.run(&["check", DATE, "--since=HEAD", "b.md"]).ends(1).out.lines().count(), 1);
    assert!(!desk.path("sprung").exists());
}
