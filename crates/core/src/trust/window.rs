//! From when to when a key is trusted.

use crate::statement::time::{Timestamp, When};

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

/// Reads a time as OpenSSH does: `YYYYMMDD[hhmm[ss]]` after 1970, and `Z` or `UTC`. Without that it would be local:
/// another moment for every reader. A day that a month does not have is one of the next month, as for OpenSSH.
///
/// # Errors
/// What is wrong, in one clause.
pub fn parse_time(text: &str) -> Result<Timestamp, String> {
    let utc = text.strip_suffix(['Z', 'z']).or_else(|| {
        let (digits, zone) = text.split_at_checked(text.len().checked_sub(3)?)?;
        zone.eq_ignore_ascii_case("UTC").then_some(digits)
    });
    utc.and_then(moment).ok_or_else(|| {
        format!("has the time {text:?}, where one such as 20250101Z or 20250101093000Z is due (in UTC, with Z)")
    })
}

const DAY: i64 = 24 * 60 * 60;

fn moment(digits: &str) -> Option<Timestamp> {
    if !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let number = |from: usize, to: usize| {
        let part = digits.get(from..to)?.trim_start_matches(' ');
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i64>().ok()).flatten()
    };
    let optional = |from: usize, to: usize| if digits.len() < to { Some(0) } else { number(from, to) };
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (optional(8, 10)?, optional(10, 12)?, optional(12, 14)?);
    if !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 61 {
        return None;
    }
    let first: When = format!("{year:04}-{month:02}-01").parse().ok()?;
    let parts = [(day.checked_sub(1)?, DAY), (hour, 3_600), (minute, 60), (second, 1)];
    let unix = parts
        .into_iter()
        .try_fold(first.start().unix(), |sum, (count, seconds)| sum.checked_add(count.checked_mul(seconds)?))?;
    // To OpenSSH, the first second of 1970 is no time.
    Timestamp::from_unix(unix.min(LAST)).filter(|_| unix > 0)
}

/// The last second of the year 9999: nothing that is asked about lies later.
const LAST: i64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_utc_alone() {
        for (text, time) in [
            ("20250101Z", "2025-01-01T00:00:00Z"),
            ("202501010930Z", "2025-01-01T09:30:00Z"),
            ("20250101093015z", "2025-01-01T09:30:15Z"),
            ("20250101UTC", "2025-01-01T00:00:00Z"),
            ("20250101utc", "2025-01-01T00:00:00Z"),
            ("20250230Z", "2025-03-02T00:00:00Z"),
            ("20250101000060Z", "2025-01-01T00:01:00Z"),
            ("99991231235960Z", "9999-12-31T23:59:59Z"),
            ("2025 1 1Z", "2025-01-01T00:00:00Z"),
            ("19700101000001Z", "1970-01-01T00:00:01Z"),
        ] {
            assert_eq!(parse_time(text).unwrap().to_string(), time);
        }
        for text in [
            "",
            "Z",
            "20250101",
            "2025010109Z",
            "20250132Z",
            "2025-01-01Z",
            "+0250101Z",
            "19700101Z",
            "1 250101Z",
            "20251301Z",
            "UTC",
            "20250101240000Z",
        ] {
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
