//! `chancery verify`: is this bundle authentic?

use clap::Args;

use crate::archive::Asked;
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::input;
use crate::options::trust::TrustOptions;
use crate::show::verdict::ReportView;

/// Say whether bundles are authentic, in plain words
///
/// AUTHENTIC means: signed by an identity that you trust, and unchanged since. It never means that a statement is true.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The bundles' .zip files, - for standard input, or their ids in the archive
    #[arg(required = true, value_name = "BUNDLE")]
    bundles: Vec<String>,
    #[command(flatten)]
    trust: TrustOptions,
}

/// Judges each bundle; one that cannot be read does not keep the others from being judged.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let asked = Asked::new(context, &choice, &arguments.trust);
    let mut exit = Exit::Done;
    for (at, bundle) in arguments.bundles.iter().enumerate() {
        let judged = input::open_file_or_id(context, bundle).and_then(|input| {
            let report = input::judge(context, &input, &choice.trust, &arguments.trust)?;
            let known = asked.of(&report);
            let shown = ReportView { file: &input.name, report: &report, choice: &choice, known: known.as_ref() };
            if context.ui.json {
                context.ui.print_json(&shown.json())?;
            } else if context.ui.quiet {
                context.ui.print(&format!("{}\n{}", shown.headline(), shown.status_lines()))?;
            } else {
                context.ui.print(&format!("{}{}", if at > 0 { "\n" } else { "" }, shown.text()))?;
            }
            Ok(Exit::of(report.verdict()))
        });
        exit = exit.worst(judged.unwrap_or_else(|error| {
            context.ui.error(&error);
            Exit::Failed
        }));
    }
    Ok(exit)
}
