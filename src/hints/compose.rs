//! What to do about failures with a statement in the making.

use chancery_office::ComposeError;
use chancery_office::compose::error::TableFault;
use chancery_office::compose::table::COLUMNS;

use crate::show::quoting::shell_quoted;

/// What is wrong, with the options of this program where it is about them.
pub fn problem(error: &ComposeError) -> String {
    match error {
        ComposeError::NameOfNothing => "--name names what comes from standard input, and nothing does".to_owned(),
        ComposeError::Missing { fields } => {
            let options: Vec<String> = fields.iter().map(|key| option(key)).collect();
            format!("the statement needs {}", options.join(", "))
        }
        ComposeError::Given { fault } => format!("{} {}", option(&fault.key), fault.problem),
        other => other.to_string(),
    }
}

/// The option that gives a value.
fn option(key: &str) -> String {
    match key {
        "publishers" => "--publisher".to_owned(),
        key => format!("--{key}"),
    }
}

/// What to do; empty where there is nothing to say.
pub fn hint(error: &ComposeError) -> String {
    use ComposeError as E;
    let plain = match error {
        E::Encoding { path } => {
            let shown = shell_quoted(&format!("{}=text/plain; charset=windows-1251", path.display()));
            return format!("say which: --media-type {shown}, or save it as UTF-8");
        }
        E::NamelessIssuer { identity } => {
            return format!("say it: --co-issuer '{identity}, NAME', or in publishers in --metadata FILE");
        }
        E::FurtherPublisher { other, .. } => {
            return format!("for a joint statement say --co-issuer {other}; else mend publishers");
        }
        E::Table { fault, .. } => return of_table(fault),
        E::NoDocument => "name the statement's file, or - for standard input",
        E::EmptyFolder => "name a document",
        E::NameOfNothing => "leave it out, or name `-`",
        E::TooManyDocuments { .. } => "seal several statements",
        E::Office { .. } => "name the documents in it",
        E::NamedTwice { .. } => "name each document once",
        E::NotAFile { .. } => "name the file itself",
        E::NameNotUtf8 { .. } | E::Name { .. } => "rename it",
        E::NotADocument { .. } => "in --role and --media-type, name it as among the documents",
        E::EmptyInput { .. } => "did the command before it fail?",
        E::PrivateKey { .. } => "leave it out; nothing was sealed",
        E::Changed { .. } => "let nothing write to it, and seal again",
        E::Missing { .. } => "give them as options, in front matter, in --metadata FILE or in chancery.toml",
        E::Default { .. } | E::Given { .. } | E::MetadataFile { .. } => "mend it and seal again",
        E::GivenItem { .. } => "mend the option",
        E::TakenOver { .. } => "give it as an option",
        E::FrontMatter { .. } => "mend the lines between the two ---",
        E::Values { .. } => "mend the values named; options override all others",
        E::MetadataTooLarge { .. } => "shorten it, or seal fewer documents at once",
        E::OtherPublisher { .. } => "name the key with --key, or mend publishers in the metadata",
        E::IssuedLate { .. } => "mend --issued",
        E::NoRandomness => "give --salt",
        E::BundleName { .. } => "choose another --title",
        E::DoesNotVerify { .. } => "nothing was sealed; please report this",
        E::Unexpected { .. } => "please report this",
        E::NothingSaid { .. } => "name another bundle",
        E::NotAnIssuer { .. } => "seal with the key of an issuer: --key IDENTITY",
        E::Unfit { .. } => "`chancery verify` shows who has signed and who is to; nothing was signed",
        E::BundleChanged { .. } => "nothing was signed; verify it, and try again",
        E::WouldNotVerify { .. } => "nothing was changed",
        E::Cell { column: "replaces", .. } => "`chancery list --json` tells ids",
        E::Cell { .. } => "mend the row",
        E::SeveralValues { .. } => "give one",
        E::Outside { .. } => "put the file into the table's folder, or seal this statement by itself",
        E::IdentifierTwice { .. } => "give each statement its own",
        E::DocumentsTwice { .. } => "take one of them out, or give both an identifier",
        E::IdentifierInUse { .. } => {
            "to change that statement use `chancery correct`; else give this one an identifier of its own"
        }
        E::NotWrittenDown { .. } => "mend that, and run the same command again: it makes up for it",
        _ => "",
    };
    plain.to_owned()
}

fn of_table(fault: &TableFault) -> String {
    let plain = match fault {
        TableFault::NoDocuments => {
            return format!("name the columns in the first row: {}", COLUMNS.join(", "));
        }
        TableFault::UnknownColumn { .. } => return format!("the columns are {}", COLUMNS.join(", ")),
        TableFault::NotUtf8 | TableFault::NoTable => "save it as \u{201c}CSV UTF-8\u{201d}",
        TableFault::ColumnTwice { .. } => "put several values into one cell, with ` | ` between them",
        TableFault::TooManyCells { .. } => "put a cell that holds a comma in quotation marks",
        TableFault::LongLine => "is it JSON Lines?",
        TableFault::NoRow { .. } => "a row is one object on one line, with texts or lists of texts",
        _ => "",
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_by_its_option() {
        let fields = vec!["title", "type", "issued", "publishers", "language"];
        let said = "the statement needs --title, --type, --issued, --publisher, --language";
        assert_eq!(problem(&ComposeError::Missing { fields }), said);
    }
}
