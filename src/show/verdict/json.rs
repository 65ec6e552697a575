//! A report as scripts read it.

use chancery_office::json::VerdictLine;

use super::ReportView;
use super::known::replaced_by;

impl ReportView<'_> {
    /// The report for scripts.
    pub fn json(&self) -> VerdictLine {
        VerdictLine {
            status: self.known.and_then(|known| Some(known.status()?.as_str())),
            replaced_by: self.known.map(replaced_by).unwrap_or_default(),
            ..VerdictLine::new(self.file, self.report, &self.choice.words)
        }
    }
}
