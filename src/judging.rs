//! How bundles are judged, by what was asked on the command line.

use std::num::NonZeroUsize;
use std::thread;

use chancery_core::Trust;
use chancery_office::Judge;

use crate::context::Context;
use crate::options::trust::TrustOptions;

/// The judge of bundles, by this trust.
pub fn judge_by<'a>(context: &Context, trust: &'a Trust, options: &TrustOptions) -> Judge<'a> {
    Judge {
        trust,
        now: options.at.unwrap_or(context.office.now),
        required_signers: options.require,
        require_proven_time: options.require_proven_time,
        workers,
    }
}

/// How many threads there may be for so many bytes. To ask the system costs more than a small bundle.
pub fn workers(bytes: u64) -> NonZeroUsize {
    match bytes {
        0..WORTH_ASKING => NonZeroUsize::MIN,
        _ => thread::available_parallelism().unwrap_or(NonZeroUsize::MIN).min(MOST_WORKERS),
    }
}

const WORTH_ASKING: u64 = 1 << 20;
/// Each has a buffer of its own, and memory is bounded on every machine.
const MOST_WORKERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(15);
