//! The last words of `chancery demo`: how the bundle is verified with stock tools, typed as they are printed.

use std::fs;

use crate::docs::scratch::Scratch;
use crate::support::{have, text};

const COPY: &str = "copy-from-a-web-site.zip";

/// The commands that the demonstration prints last.
fn printed_commands(story: &str) -> String {
    let (_, last) = story.split_once("With stock tools, in the folder made here:").expect("the story's last words");
    let (commands, after) = last.split_once("\nThe same with ").expect("what becomes of the copy");
    assert!(after.starts_with(&format!("{COPY} ends at sha256sum: data/statement.en.txt: FAILED.")), "{after}");
    commands.to_owned()
}

/// The bundle that they name.
fn bundle_of(commands: &str) -> &str {
    commands.split_whitespace().find(|word| word.starts_with("archive/")).expect("a bundle")
}

#[test]
fn the_demos_stock_tools_take_the_bundle_and_not_the_copy() {
    if !["unzip", "ssh-keygen", "sha256sum"].into_iter().all(have) {
        return;
    }
    let scratch = Scratch::new();
    let story = scratch.shell(".", "chancery demo");
    assert!(story.status.success(), "{}", text(&story.stderr));
    let commands = printed_commands(&text(&story.stdout));
    let output = scratch.shell(".", &format!("set -e\n{commands}"));
    let (printed, complaint) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{printed}{complaint}");
    assert!(printed.contains("Good \"chancery-issuer\" signature") && printed.ends_with("nothing was added\n"));
    fs::remove_dir_all(scratch.path("chancery-demo/check")).unwrap();
    let output = scratch.shell(".", &format!("set -e\n{}", commands.replace(bundle_of(&commands), COPY)));
    let printed = text(&output.stdout);
    assert!(!output.status.success(), "{printed}");
    assert!(printed.contains("Good \"chancery-issuer\" signature") && !printed.contains("nothing was added"));
    assert!(printed.ends_with("data/statement.en.txt: FAILED\n"), "{printed}");
}
