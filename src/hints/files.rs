//! What to do about failures with files and folders.

use chancery_office::FileError;

/// What to do; empty where there is nothing to say.
pub fn hint(error: &FileError) -> &'static str {
    match error {
        FileError::Folder { .. } => "name a file",
        FileError::NotRegular { .. } => "use `-` for standard input, where that is allowed",
        FileError::TooLarge { .. } => "is it the right file?",
        FileError::NotUtf8 { .. } => "save it as UTF-8",
        FileError::FileTaken { .. } => "chancery never overwrites a file: choose another name",
        FileError::FolderTaken { .. } => "name a folder that is not there yet",
        FileError::NoName { .. } => "choose another name",
        FileError::LockNotAFile { .. } => "remove it: chancery makes its own",
        FileError::Replaced { .. } => "wait until that is over, and try again",
        FileError::Defaults { .. } => "it may hold publisher, identity, language and type",
        FileError::Held { .. } => "wait for it, or end it, and try again",
        _ => "",
    }
}
