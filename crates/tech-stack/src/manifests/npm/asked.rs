//! What a manifest asks a lock file for.

/// What is asked of a lock.
pub(super) struct Asked<'a> {
    /// Folder of the member, relative to the lock; empty for the root.
    pub(super) member_folder: &'a str,
    /// Name of the member.
    pub(super) member: &'a str,
    /// What the manifest calls the package.
    pub(super) key: &'a str,
    /// The requirement, as in the manifest.
    pub(super) raw: &'a str,
    /// The requirement behind a catalog.
    pub(super) requirement: &'a str,
    /// What the root's `resolutions` put in its place.
    pub(super) resolution: Option<&'a str>,
}
