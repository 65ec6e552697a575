//! What to do about failures with an archive.

use chancery_office::ArchiveError;
use chancery_office::archive::error::CatalogueFault;

/// What to do; empty where there is nothing to say.
pub fn hint(error: &ArchiveError) -> String {
    match error {
        ArchiveError::NoArchive { .. } => "name one with --archive, or make one with `chancery init`",
        ArchiveError::FolderIsLink { .. } => {
            "an archive's folders must lie in it: nothing would find what is put there"
        }
        ArchiveError::SameBundle { .. } => {
            "nothing was changed; `chancery verify` tells whether the one that is there is whole: if not, move it away and do this again"
        }
        ArchiveError::NamesTaken { .. } => "move them away",
        ArchiveError::NotRecorded { .. } => "mend that, then `chancery add` with this file records it",
        ArchiveError::LogIsLink { .. } => "the event log must lie in the archive itself",
        ArchiveError::LogIsNoFile { .. } => "move it away: the event log must be plain files",
        ArchiveError::LogHasOtherName { .. } => "copy it to a file of its own: it only grows here",
        ArchiveError::LogTooLong { .. } => "move it away",
        ArchiveError::Catalogue { fault, .. } => about_catalogue(fault),
        ArchiveError::NoBundle { .. } => "`chancery list` shows what is there",
        ArchiveError::NothingToAudit { .. } => "`chancery audit` without ids tells what is missing",
        ArchiveError::SeveralBundles { .. } => "give more digits of the id, or name the file",
        ArchiveError::SeveralStatements { .. } => "give more digits of the id",
        ArchiveError::NoIntactBundle { .. } => "give the statement's id",
        ArchiveError::ChangedBetweenReadings { .. } | ArchiveError::ChangedWhileAdded { .. } => {
            "let nothing write to it, and try again"
        }
        ArchiveError::DamagedInArchive { .. } => "move it away, and add this one again",
        ArchiveError::ExportedAlready { .. } => "please report this",
        ArchiveError::NothingToExport => "PREMIS has no empty file: nothing was written",
        _ => "",
    }
    .to_owned()
}

fn about_catalogue(fault: &CatalogueFault) -> &'static str {
    match fault {
        CatalogueFault::Damaged => "delete it: it is made again from the archive",
        CatalogueFault::Removed => "it was removed and will be made again: run the same command once more",
        CatalogueFault::Busy => "wait a moment, and try again",
        CatalogueFault::DiskFull => "free some space and try again",
        CatalogueFault::Unusable(_) => "check who may read and write there",
        _ => "",
    }
}
