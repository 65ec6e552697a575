//! What is said of a statement, who seals it, and when.

use chancery_core::Timestamp;
use clap::Args;

use super::metadata::MetadataOptions;
use crate::options::signer::SignerOptions;
use crate::options::trust::moment;

/// What is said of a statement, who seals it, and when: of `seal`, `correct` and `withdraw`.
#[derive(Debug, Args)]
pub struct SealingOptions {
    #[command(flatten)]
    pub metadata: MetadataOptions,
    #[command(flatten)]
    pub signer: SignerOptions,
    /// The time of sealing [default: SOURCE_DATE_EPOCH, else now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub sealed_at: Option<Timestamp>,
}
