//! What a command ends with, and the one table of exit codes.

use chancery_core::Verdict;

/// What a command ends with, when it could look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All well.
    Done,
    /// Something is not authentic.
    NotAuthentic,
    /// Something could not be checked or done.
    Failed,
    /// Something is intact, but not trusted here.
    NotTrusted,
}

impl Exit {
    /// The code that scripts see: the one table there is.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotAuthentic => 1,
            Self::Failed => 2,
            Self::NotTrusted => 3,
        }
    }

    /// The worst of two: 1 before 2 before 3 before 0.
    pub fn worst(self, other: Self) -> Self {
        let order = [Self::NotAuthentic, Self::Failed, Self::NotTrusted];
        order.into_iter().find(|exit| [self, other].contains(exit)).unwrap_or(Self::Done)
    }

    /// What a verdict ends with.
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Authentic => Self::Done,
            Verdict::NotAuthentic => Self::NotAuthentic,
            Verdict::NotChecked => Self::Failed,
            Verdict::Untrusted => Self::NotTrusted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_outcome_decides() {
        use Exit::{Done, Failed, NotAuthentic, NotTrusted};
        assert_eq!(Done.worst(Done), Done);
        assert_eq!(Done.worst(NotTrusted), NotTrusted);
        assert_eq!(NotTrusted.worst(Failed), Failed);
        assert_eq!(Failed.worst(NotAuthentic), NotAuthentic);
        assert_eq!(NotAuthentic.worst(Done), NotAuthentic);
    }
}
