//! A request for the version of a package in a lock file.

/// A request for a version.
pub(super) struct Request<'a> {
    /// Folder of the member, relative to the lock; empty for the root.
    pub(super) member_folder: &'a str,
    /// Name of the member.
    pub(super) member: &'a str,
    /// The name of the package in the manifest.
    pub(super) key: &'a str,
    /// The requirement, as in the manifest.
    pub(super) raw: &'a str,
    /// The requirement of a catalog entry.
    pub(super) requirement: &'a str,
    /// The version that the `resolutions` of the root replace it with.
    pub(super) resolution: Option<&'a str>,
}
