//! Trust lists from outside: what they hold, and what may be added.

use chancery_core::{Ground, NamedKeys, Role, Timestamp, TrustList};

use crate::support::{IDENTITY, key};

fn line(options: &str, seed: u8) -> String {
    format!("{IDENTITY} {options} {}\n", key(seed).public().unwrap())
}

#[test]
fn a_list_shows_what_it_holds() {
    let revoked = format!("{}\n", key(9).public().unwrap());
    let text = format!("{}nonsense\n{}", line("", 7), line("", 8));
    let mut list = TrustList::parse(text.as_bytes(), Some(revoked.as_bytes())).unwrap();
    let lines = |list: &TrustList| list.rules().iter().map(|rule| rule.line).collect::<Vec<_>>();
    assert_eq!(lines(&list), [1, 3]);
    assert_eq!(list.unusable().iter().map(|line| line.line).collect::<Vec<_>>(), [2]);
    assert_eq!(list.unusable()[0].why, "has no identity before the key");
    let keys = |list: &TrustList| list.revoked().iter().map(|revoked| revoked.key).collect::<Vec<_>>();
    assert_eq!(keys(&list), [key(9).public().unwrap()]);
    let more = TrustList::parse(b"", Some(line("", 7).split_once("  ").unwrap().1.as_bytes())).unwrap();
    list.revoke(more.revoked().to_vec());
    assert_eq!(keys(&list), [9, 7].map(|seed| key(seed).public().unwrap()));
    let identity = IDENTITY.parse().unwrap();
    assert!(list.standing(&key(7).public().unwrap(), &identity, Role::Issuer).revoked.is_some());
    assert!(list.standing(&key(8).public().unwrap(), &identity, Role::Issuer).revoked.is_none());
    let named = NamedKeys::new([]).with_revoked(list.revoked().to_vec());
    assert_eq!(named.revoked(), list.revoked());
}

#[test]
fn a_key_is_trusted_from_a_time_on_where_no_end_is_set() {
    let identity = IDENTITY.parse().unwrap();
    let (public, from): (_, Timestamp) = (key(7).public().unwrap(), "2026-01-01T00:00:00Z".parse().unwrap());
    for (options, trusts) in [
        ("", true),
        ("valid-after=\"20260101Z\"", true),
        ("valid-after=\"20260102Z\"", false),
        ("valid-before=\"20300101Z\"", false),
        ("valid-after=\"20260102Z\",valid-before=\"20300101Z\"", false),
        ("namespaces=\"chancery-witness\"", false),
    ] {
        let list = TrustList::parse(line(options, 7).as_bytes(), None).unwrap();
        assert_eq!(list.trusts_from(&public, &identity, Role::Issuer, from), trusts, "{options}");
    }
    let both = line("valid-before=\"20260201Z\"", 7) + &line("valid-after=\"20250101Z\"", 7);
    let list = TrustList::parse(both.as_bytes(), None).unwrap();
    assert!(list.trusts_from(&public, &identity, Role::Issuer, from));
    let grounds: Vec<_> = list.standing(&public, &identity, Role::Issuer).grants.iter().map(|it| it.ground).collect();
    assert_eq!(grounds, [Ground::Line(1), Ground::Line(2)]);
}
