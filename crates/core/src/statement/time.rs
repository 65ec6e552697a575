//! Times as the format writes them: `YYYY-MM-DD` and `YYYY-MM-DDThh:mm:ssZ` (FORMAT.md, RFC 3339 in UTC), nothing else.

use std::fmt;
use std::str::FromStr;

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// The text is not a real time written in the only allowed way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl std::error::Error for NotATime {}

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a time such as 2025-12-04 or 2025-12-04T09:00:00Z")
    }
}

/// A moment, to the second, in UTC; years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(PrimitiveDateTime);

impl Timestamp {
    /// The moment `seconds` after 1970-01-01T00:00:00Z, where it lies in the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let moment = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        (1..=9999).contains(&moment.year()).then(|| Self(PrimitiveDateTime::new(moment.date(), moment.time())))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.assume_utc().unix_timestamp()
    }

    /// The day, in UTC.
    pub fn day(self) -> When {
        When::Day(self.0.date())
    }

    /// The moment `seconds` later; the same where that lies out of all bounds.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.unix().checked_add(seconds).and_then(Self::from_unix).unwrap_or(self)
    }

    /// The time as ssh-keygen takes it: `YYYYMMDDhhmmssZ`.
    pub fn compact(self) -> String {
        self.to_string().chars().filter(|letter| !matches!(letter, '-' | ':' | 'T')).collect()
    }
}

impl FromStr for Timestamp {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (date, rest) = text.split_at_checked(10).ok_or(NotATime)?;
        let clock = rest.strip_prefix('T').and_then(|rest| rest.strip_suffix('Z')).ok_or(NotATime)?;
        let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
        let time = Time::from_hms(small(hour)?, small(minute)?, small(second)?).map_err(|_| NotATime)?;
        Ok(Self(PrimitiveDateTime::new(date_of(date)?, time)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.0.as_hms();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}Z", self.day())
    }
}

/// A day or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day, in UTC.
    Day(Date),
    /// A moment.
    Moment(Timestamp),
}

impl When {
    /// The first moment of it.
    pub fn start(self) -> Timestamp {
        match self {
            Self::Day(date) => Timestamp(PrimitiveDateTime::new(date, Time::MIDNIGHT)),
            Self::Moment(moment) => moment,
        }
    }

    /// The day it is or lies in.
    #[must_use]
    pub fn day(self) -> Self {
        self.start().day()
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.start().0.year()
    }
}

impl FromStr for When {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        if text.len() == 10 { date_of(text).map(Self::Day) } else { text.parse().map(Self::Moment) }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()),
            Self::Moment(moment) => moment.fmt(f),
        }
    }
}

fn date_of(text: &str) -> Result<Date, NotATime> {
    let [year, month, day] = numbers(text, '-', [4, 2, 2])?;
    let month = Month::try_from(small(month)?).map_err(|_| NotATime)?;
    if year == 0 {
        return Err(NotATime);
    }
    Date::from_calendar_date(i32::from(year), month, small(day)?).map_err(|_| NotATime)
}

/// Exactly three numbers of exactly these many digits.
fn numbers(text: &str, between: char, digits: [usize; 3]) -> Result<[u16; 3], NotATime> {
    let mut parts = text.split(between);
    let mut found = [0; 3];
    for (number, length) in found.iter_mut().zip(digits) {
        let part = parts.next().ok_or(NotATime)?;
        if part.len() != length || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotATime);
        }
        *number = part.parse().map_err(|_| NotATime)?;
    }
    if parts.next().is_some() { Err(NotATime) } else { Ok(found) }
}

fn small(number: u16) -> Result<u8, NotATime> {
    u8::try_from(number).map_err(|_| NotATime)
}

deserialize_from_text!(Timestamp);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_back_as_written() {
        for text in
            ["2025-12-04", "2024-02-29", "0001-01-01", "9999-12-31", "2025-12-07T09:00:00Z", "1789-04-30T23:59:59Z"]
        {
            assert_eq!(text.parse::<When>().map(|when| when.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn nothing_else_is_a_time() {
        for text in [
            "",
            "2025",
            "2025-2-4",
            "2025-02-29",
            "2025-13-01",
            "0000-01-01",
            "20251204",
            "2025-12-04Z",
            "2025-12-04T09:00Z",
            "2025-12-04T24:00:00Z",
            "2025-12-04T23:59:60Z",
            "2025-12-04T09:00:00",
            "2025-12-04t09:00:00z",
            "2025-12-04 09:00:00Z",
            "2025-12-04T09:00:00+00:00",
            "2025-12-04T09:00:00.0Z",
            "2025-12-0é",
            "+025-12-04",
            "2025-12-04-05",
        ] {
            assert_eq!(text.parse::<When>(), Err(NotATime), "{text}");
        }
    }

    #[test]
    fn seconds_since_1970_go_both_ways() {
        let time: Timestamp = "2025-12-07T09:00:00Z".parse().unwrap();
        assert_eq!(Timestamp::from_unix(time.unix()), Some(time));
        assert_eq!(time.compact(), "20251207090000Z");
        assert_eq!(Timestamp::from_unix(i64::MAX), None);
        assert_eq!(time.plus_seconds(60).to_string(), "2025-12-07T09:01:00Z");
    }
}
