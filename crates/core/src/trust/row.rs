//! The rows of the table of trust (FORMAT.md 12.5), and what each comes to.

/// The rows of the table, in its order. The format fixes them: there will be no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// Nothing trusts the key for this identity and role.
    UnknownKey,
    /// The claimed time lies outside the key's window, or in the future.
    OutsideValidity,
    /// A proof is older than the claimed time.
    Contradicted,
    /// The key is revoked, but the signature is proven to be older than that.
    RevokedProvenEarlier,
    /// The key is revoked.
    Revoked,
    /// The key is retired, and the signature is proven to be older than that.
    RetiredProven,
    /// The key is retired, and only the signer says that the signature is older.
    RetiredClaimed,
    /// The key is valid, and so it was when the signature is proven to have existed.
    ValidProven,
    /// The key is valid, and so it was when the signer says that it signed.
    ValidClaimed,
}

/// What a row comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOutcome {
    /// The signature is trusted.
    Trusted,
    /// It is trusted as to who signed; its time is the signer's own word.
    TrustedIfClaimsDo,
    /// It is not trusted.
    NotTrusted,
}

impl Row {
    /// All rows, in the table's order: the first that fits decides.
    pub const ALL: [Self; 9] = [
        Self::UnknownKey,
        Self::OutsideValidity,
        Self::Contradicted,
        Self::RevokedProvenEarlier,
        Self::Revoked,
        Self::RetiredProven,
        Self::RetiredClaimed,
        Self::ValidProven,
        Self::ValidClaimed,
    ];

    /// What the row comes to.
    pub fn outcome(self) -> RowOutcome {
        match self {
            Self::UnknownKey | Self::OutsideValidity | Self::Contradicted | Self::Revoked => RowOutcome::NotTrusted,
            Self::RetiredClaimed | Self::ValidClaimed => RowOutcome::TrustedIfClaimsDo,
            Self::RevokedProvenEarlier | Self::RetiredProven | Self::ValidProven => RowOutcome::Trusted,
        }
    }

    /// Its number in the table, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().take_while(|row| **row != self).count().saturating_add(1)
    }

    /// Its name, as scripts read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownKey => "unknown-key",
            Self::OutsideValidity => "outside-validity",
            Self::Contradicted => "contradicted",
            Self::RevokedProvenEarlier => "revoked-proven-earlier",
            Self::Revoked => "revoked",
            Self::RetiredProven => "retired-proven",
            Self::RetiredClaimed => "retired-claimed",
            Self::ValidProven => "valid-proven",
            Self::ValidClaimed => "valid-claimed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_comes_to_its_outcome() {
        use RowOutcome::{NotTrusted, Trusted, TrustedIfClaimsDo};
        let outcomes = Row::ALL.map(Row::outcome);
        let (no, if_claimed) = (NotTrusted, TrustedIfClaimsDo);
        assert_eq!(outcomes, [no, no, no, Trusted, no, Trusted, if_claimed, Trusted, if_claimed]);
        assert_eq!(Row::ALL.map(Row::number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
}
