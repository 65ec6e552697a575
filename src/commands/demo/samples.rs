//! The sample statements, carried in the program.

/// File names and texts.
pub const SAMPLES: [(&str, &str); 7] = [
    ("statement.en.txt", include_str!("../../../samples/2026-03-12-harbour-agreement/statement.en.txt")),
    ("statement.fr.txt", include_str!("../../../samples/2026-03-12-harbour-agreement/statement.fr.txt")),
    ("statement.ru.txt", include_str!("../../../samples/2026-03-12-harbour-agreement/statement.ru.txt")),
    ("metadata.yaml", include_str!("../../../samples/2026-03-12-harbour-agreement/metadata.yaml")),
    ("press-conference.txt", include_str!("../../../samples/2026-04-02-press-conference.en.txt")),
    ("visa-notice.md", include_str!("../../../samples/2026-05-20-visa-notice.md")),
    ("statement.txt", include_str!("../../../samples/2026-06-01-statement.txt")),
];
