//! The lints of the pass. The page of each is in `lints/`, named like the lint.

archsite_core::lints! {
    "tech-stack" "Technologies";

    /// A direct dependency that no table of technologies names.
    DEPENDENCY_UNDOCUMENTED "dependency-undocumented" Allow;
    /// A path or pattern in `manifests` that matches no file.
    MANIFEST_NOT_FOUND "manifest-not-found" Deny;
    /// A manifest or lock file that cannot be used.
    MANIFEST_UNREADABLE "manifest-unreadable" Warn;
    /// A technology that no manifest names.
    TECHNOLOGY_ABSENT "technology-absent" Allow;
    /// A technology that may be one of several packages.
    TECHNOLOGY_AMBIGUOUS "technology-ambiguous" Warn;
    /// A name that is neither a known technology nor a package.
    TECHNOLOGY_UNKNOWN "technology-unknown" Allow;
    /// A version of a directive that the manifests contradict.
    VERSION_CONTRADICTS "version-contradicts" Deny;
    /// A version that the manifests contradict, in a table or list without a directive.
    VERSION_CONTRADICTS_UNMARKED "version-contradicts-unmarked" Warn;
    /// A documented minimum version that is lower than the one the project requires.
    VERSION_FLOOR_TOO_LOW "version-floor-too-low" Warn;
    /// A minimum version that is at least one major version old.
    VERSION_MAJOR_BEHIND "version-major-behind" Allow;
    /// A version that only some workspace members use.
    VERSION_MIXED "version-mixed" Allow;
    /// A version that the author's file leaves empty.
    VERSION_OPEN "version-open" Allow;
    /// A version that is the number of the manifest's requirement, and not the one in the lock file.
    VERSION_REPEATS_REQUIREMENT "version-repeats-requirement" Allow;
    /// A directive in which no version can be found.
    VERSIONS_NOT_FOUND "versions-not-found" Deny;
    /// A version that the manifest allows and the lock file no longer has.
    VERSION_STALE "version-stale" Warn;
    /// A directive for the version of a package whose version is not known.
    VERSION_UNKNOWN "version-unknown" Deny;
}
