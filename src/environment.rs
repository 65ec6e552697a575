//! What the program takes from its environment: the user's own folders, the user's name.

use std::path::PathBuf;

/// This user's own folder of settings: `$XDG_CONFIG_HOME/chancery`.
pub fn settings_folder() -> Option<PathBuf> {
    let base = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")));
    base.or_else(|| absolute("APPDATA")).map(|base| base.join("chancery"))
}

/// This user's own folder for what can be made again: `$XDG_CACHE_HOME/chancery`.
pub fn cache_folder() -> Option<PathBuf> {
    let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
    base.or_else(|| absolute("LOCALAPPDATA")).map(|base| base.join("chancery"))
}

fn absolute(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// The name of the user who runs the program, where no key says who it is.
pub fn user() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}
