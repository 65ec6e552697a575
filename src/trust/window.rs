//! From when to when a key is trusted.

use crate::statement::time::Timestamp;

/// The time for which a key is trusted, both ends included, as in ssh-keygen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// Not before this.
    pub after: Option<Timestamp>,
    /// Not after this.
    pub before: Option<Timestamp>,
}

impl Window {
    /// Whether `time` lies in it.
    pub fn contains(&self, time: Timestamp) -> bool {
        self.after.is_none_or(|after| after <= time) && !self.closed_by(time)
    }

    /// Whether it has ended before `time`.
    pub fn closed_by(&self, time: Timestamp) -> bool {
        self.before.is_some_and(|before| before < time)
    }

    /// Whether it ends before or when it begins.
    pub fn is_empty(&self) -> bool {
        self.after.zip(self.before).is_some_and(|(after, before)| before <= after)
    }
}

/// Reads a time as OpenSSH writes it: `YYYYMMDD[hhmm[ss]]` and `Z`. Without Z it would be local: another
/// moment for every reader.
///
/// # Errors
/// What is wrong, in one clause.
pub fn parse_time(text: &str) -> Result<Timestamp, String> {
    let wrong =
        || format!("has the time {text:?}, where one such as 20250101Z or 20250101093000Z is due (in UTC, with Z)");
    let digits = text.strip_suffix(['Z', 'z']).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let full = match digits {
        Some(digits) if digits.len() == 8 => format!("{digits}000000"),
        Some(digits) if digits.len() == 12 => format!("{digits}00"),
        Some(digits) if digits.len() == 14 => digits.to_owned(),
        _ => return Err(wrong()),
    };
    let part = |from: usize, to: usize| full.get(from..to).unwrap_or_default();
    let text =
        format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14));
    text.parse().map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_utc_alone() {
        for (text, time) in [
            ("20250101Z", "2025-01-01T00:00:00Z"),
            ("202501010930Z", "2025-01-01T09:30:00Z"),
            ("20250101093015z", "2025-01-01T09:30:15Z"),
        ] {
            assert_eq!(parse_time(text).unwrap().to_string(), time);
        }
        for text in ["", "Z", "20250101", "2025010109Z", "20250230Z", "2025-01-01Z", "+0250101Z"] {
            assert!(parse_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn both_ends_are_in_it() {
        let time = |text| parse_time(text).unwrap();
        let window = Window { after: Some(time("20250101Z")), before: Some(time("20260101Z")) };
        assert!(window.contains(time("20250101Z")) && window.contains(time("20260101Z")));
        assert!(!window.contains(time("20260101000001Z")) && !window.contains(time("20241231235959Z")));
        assert!(window.closed_by(time("20260101000001Z")) && !window.closed_by(time("20260101Z")));
    }
}
