//! Verifies a bundle: `cargo run -p chancery-core --example verify [BUNDLE ALLOWED_SIGNERS]`.
//!
//! Without arguments it verifies a statement from this repository's own archive.

use std::error::Error;
use std::time::SystemTime;
use std::{env, fs};

use chancery_core::{Timestamp, Trust, TrustList, VerifyOptions, verify};

const BUNDLE: &[u8] = include_bytes!("../../../archive/2026/2026-10-01-an-embassy-opens-in-velloway.zip");
const SIGNERS: &[u8] = include_bytes!("../../../keys/allowed_signers");

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // The library reads no clock: the caller says what time it is.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let now = Timestamp::from_unix(i64::try_from(now)?).ok_or("the clock is wrong")?;
    let said = match &arguments[..] {
        [] => report_on(BUNDLE, SIGNERS, now)?,
        [bundle, signers] => report_on(&fs::read(bundle)?, &fs::read(signers)?, now)?,
        _ => return Err("name a bundle and a trust list, or nothing".into()),
    };
    print!("{said}");
    Ok(())
}

/// What there is to say of a bundle to a reader with this trust list. Escape it before you print it to a terminal.
///
/// # Errors
/// Where the list or the bundle cannot be read.
pub fn report_on(bundle: &[u8], allowed_signers: &[u8], now: Timestamp) -> Result<String, Box<dyn Error>> {
    let trust = Trust::List(TrustList::parse(allowed_signers, None)?);
    let report = verify(bundle, &VerifyOptions::new(&trust, now))?;
    let mut said = format!("{}: {}\n", report.name(), report.verdict());
    if let Some(statement) = report.statement() {
        said += &format!("{}\n", statement.title);
    }
    for signature in report.signatures() {
        said += &format!("{} {}: {}\n", signature.role(), signature.identity(), signature.status().as_str());
    }
    for finding in report.findings().as_slice() {
        said += &format!("{}: {} {}\n", finding.code, finding.place, finding.message);
    }
    Ok(said)
}
