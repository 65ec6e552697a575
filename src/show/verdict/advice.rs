//! What to do about a verdict, below it.

use anstyle::AnsiColor;
use chancery_core::trust::announcement::KIND;
use chancery_core::{Code, Identity, Report, Role, Signature, SignatureStatus, Trust, TrustList, Verdict};

use super::super::ui::{escape, styled};
use super::ReportView;
use crate::show::format::shell_quoted;
use crate::standard_input::STANDARD_INPUT;

impl ReportView<'_> {
    /// What to do where the signer is not trusted, the file is not authentic, or a key is announced.
    pub fn advice(&self) -> String {
        let mut text = match self.report.verdict() {
            Verdict::Untrusted => self.about_unknown_keys(),
            Verdict::NotAuthentic => NOT_AUTHENTIC.to_owned(),
            Verdict::NotChecked => "\nThis file may be sound. A newer chancery can tell.\n".to_owned(),
            Verdict::Authentic => self.how_to_follow(),
        };
        if let Some(folder) = self.choice.passed_over.as_ref().filter(|_| self.report.verdict() == Verdict::Untrusted) {
            let folder = escape(&folder.display().to_string());
            text += &format!(
                "\nThe folder {folder} has a trust list that was not used: whoever sent you this folder can have written it.\nIf it is your own, say so: --keys {folder}\n"
            );
        }
        text
    }

    fn about_unknown_keys(&self) -> String {
        let unknown: Vec<&Signature> = unknown_keys(self.report).collect();
        if unknown.is_empty() {
            return String::new();
        }
        match &self.choice.trust {
            Trust::Named(_) if self.is_partly_trusted() => unknown.into_iter().map(another_issuer).collect(),
            Trust::Named(_) => ANOTHER_KEY.to_owned(),
            Trust::Nobody => self.how_to_trust(&unknown),
            Trust::List(list) => {
                let careful: Vec<String> =
                    unknown.iter().filter_map(|signature| self.be_careful(list, signature)).collect();
                let announces = self.announces() && !careful.is_empty();
                careful.concat() + &if announces { String::new() } else { self.how_to_trust(&unknown) }
            }
        }
    }

    /// Whether it calls itself a key announcement.
    fn announces(&self) -> bool {
        self.report.claims().is_some_and(|claims| claims.kind.as_str() == KIND)
    }

    /// Whether some issuer is trusted.
    fn is_partly_trusted(&self) -> bool {
        let mut issuers = self.report.issuer_signatures();
        issuers.any(|signature| matches!(signature.status(), SignatureStatus::Trusted(_)))
    }

    /// Said where the list names another key for whom this is said to be by.
    fn be_careful(&self, list: &TrustList, signature: &Signature) -> Option<String> {
        let identity = signature.identity();
        let named = other_keys(list, identity, signature);
        let named = if named.is_empty() { None } else { Some(named.concat()) }?;
        let head = styled(AnsiColor::Yellow.on_default().bold(), "Be careful:");
        let head =
            format!("\n{head} your list names another key for {identity} than the one that signed this:\n\n{named}\n");
        Some(if self.announces() {
            format!(
                "{head}This calls itself the announcement of a new key. An earlier announcement may be missing, by which the key that\n\
                 you trust announced the one that signed this: ask the office for it, and follow that first, with `chancery key follow`.\n\
                 If there is none, this is a forgery.\n"
            )
        } else {
            format!(
                "{head}This may be a forgery. Or the office has a new key: it announces that in a bundle that is signed with the key\n\
                 that you trust, and `chancery key follow` takes it from there. Ask the office, by a way that you knew before.\n"
            )
        })
    }

    fn how_to_trust(&self, unknown: &[&Signature]) -> String {
        let keys: Vec<_> =
            unknown.iter().filter_map(|signature| Some((signature.fingerprint()?, signature.identity()))).collect();
        let shown: String = match keys.as_slice() {
            [] => return String::new(),
            [(key, _)] => format!("    {key}\n"),
            several => several.iter().map(|(key, identity)| format!("    {key}  {identity}\n")).collect(),
        };
        let identities: Vec<&str> = keys.iter().map(|(_, identity)| identity.as_str()).collect();
        let (this, whether, compare, same, it) = match identities.as_slice() {
            [one] => (
                "this key",
                format!("that is {one}"),
                "it with the fingerprint that the office publishes",
                "it is",
                "it",
            ),
            several => (
                "these keys",
                format!("they are {}", several.join(" and ")),
                "each with the fingerprint that its office publishes",
                "all are",
                "them",
            ),
        };
        let file = self.file_to_type();
        // No key is trusted by its list where fingerprints are given: all are named.
        let all = self.report.issuer_signatures().filter_map(Signature::fingerprint);
        let all: Vec<String> = all.map(|key| format!("--fingerprint {key}")).collect();
        format!(
            "\nWhoever holds {this} signed the file. Whether {whether}, the file cannot prove:\n\n{shown}\n\
             Compare {compare} elsewhere: on its own web site, in a printed\n\
             gazette, by telephone. Never compare it with anything that came with this file. If {same} the same:\n\n    \
             chancery verify {file} {}     # trusts {it} this once\n{}",
            all.join(" "),
            self.trust_for_good(&identities, &file, it)
        )
    }

    /// How the keys are trusted for good; not by way of an announcement, which is for those who trust the old key.
    fn trust_for_good(&self, identities: &[&str], file: &str, it: &str) -> String {
        let from = self.report.sealed_at().map(|time| format!(" --from {}", time.day())).unwrap_or_default();
        if self.announces() {
            return "\nIt announces a new key to those who trust that one. To trust the new one, take it from the office itself.\n"
                .to_owned();
        }
        let comment = format!("# trusts {it} from that day on, for other files too");
        if file == "-" {
            let line =
                |identity: &&str| format!("    chancery key trust {identity}.pub {identity}{from}     {comment}\n");
            return identities.iter().map(line).collect();
        }
        format!("    chancery key trust {file}     {comment}\n")
    }

    /// The file as it is typed.
    fn file_to_type(&self) -> String {
        match self.file {
            STANDARD_INPUT => "-".to_owned(),
            file if file.starts_with('-') => escape(&shell_quoted(&format!("./{file}"))),
            file => escape(&shell_quoted(file)),
        }
    }

    /// Whether a signature is that of the new key which an authentic announcement is to have; with it, whether the list trusts
    /// that key already. Only `key follow` checks that it is the key that is announced.
    pub fn new_key(&self, signature: &Signature) -> Option<bool> {
        let issuers = || self.report.issuer_signatures().any(|issuer| issuer.identity() == signature.identity());
        let is_it = self.report.verdict() == Verdict::Authentic
            && self.announces()
            && signature.role() == Role::Witness
            && signature.status() == SignatureStatus::Untrusted
            && issuers();
        let Trust::List(list) = &self.choice.trust else { return is_it.then_some(false) };
        let key = signature.key().filter(|_| is_it)?;
        Some(!list.standing(&key, signature.identity(), Role::Issuer).grants.is_empty())
    }

    fn how_to_follow(&self) -> String {
        let mut new = self.report.signatures().iter().filter(|signature| self.new_key(signature) == Some(false));
        let Some(signature) = new.next().filter(|_| self.file != STANDARD_INPUT) else { return String::new() };
        format!(
            "\nThis announces a new key of {}. To check that, and trust the new key after the old one:\n\n    chancery key follow {}\n",
            signature.identity(),
            self.file_to_type()
        )
    }
}

/// The other keys that a list names for an identity, each on a line, unless it names this one too.
fn other_keys(list: &TrustList, identity: &Identity, signature: &Signature) -> Vec<String> {
    let rules: Vec<_> = list.rules().iter().filter(|rule| rule.principals.fits(identity.as_str())).collect();
    if rules.iter().any(|rule| Some(rule.key) == signature.key()) {
        return Vec::new();
    }
    rules.into_iter().map(|rule| format!("    {}  line {}\n", rule.key.fingerprint(), rule.line)).collect()
}

/// What to do with a file that is not authentic.
const NOT_AUTHENTIC: &str = "\nDo not rely on this file. If it may have come through incomplete, or packed again by another program,\nfetch the original .zip file from the office and verify that.\n";

/// What to do where the reader named a key and another one signed.
const ANOTHER_KEY: &str = "\nThis file is signed with another key than the one whose fingerprint you gave: it is not what that key signed.\nCheck that you gave it rightly. If you did, do not rely on this file: ask the office.\n";

/// What to do where a joint statement has an issuer whose key the reader did not name.
fn another_issuer(signature: &Signature) -> String {
    let Some(fingerprint) = signature.fingerprint() else { return String::new() };
    format!(
        "\nThis is a joint statement. {} is said to have signed it too, with a key that you did not name:\n\n    {fingerprint}\n\n\
         Compare it with what that office publishes elsewhere. If it is the same, give it as well, with another --fingerprint.\n",
        signature.identity()
    )
}

/// The issuers' signatures by keys that nothing is known of. A key that is revoked, or not trusted for the time, is
/// no key to be advised to trust.
fn unknown_keys(report: &Report) -> impl Iterator<Item = &Signature> {
    report.issuer_signatures().filter(|signature| signature.finding() == Some(Code::TrustUnknownKey))
}
