//! The lints of the pass. The page of each is in `lints/`, named like the lint.

archsite_core::lints! {
    "drift" "Documents and their repository";

    /// A mark that a chat assistant left in the text.
    CHAT_RESIDUE "chat-residue" Deny;
    /// A fenced code block without content.
    EMPTY_FENCE "empty-fence" Warn;
    /// An environment variable that nothing in the source reads.
    ENV_DRIFT "env-drift" Warn;
    /// A folder in a source tree that has more files today than the tree lists.
    INCOMPLETE_LIST "incomplete-list" Allow;
    /// A prompt for a model that is still in the text.
    LEFTOVER_PROMPT "leftover-prompt" Deny;
    /// A path of the repository that does not exist.
    MISSING_PATH "missing-path" Warn;
    /// A mark such as TODO or TBD.
    OPEN_MARKER "open-marker" Allow;
    /// A file or folder in a source tree that does not exist.
    SOURCE_TREE_DRIFT "source-tree-drift" Deny;
    /// A date of a document's last change that cannot be right.
    STALE_METADATA "stale-metadata" Warn;
    /// A part of a template that is not filled in.
    UNFILLED_PLACEHOLDER "unfilled-placeholder" Deny;
    /// A script, target or package in a command that the repository does not have.
    UNKNOWN_COMMAND "unknown-command" Deny;
    /// A name that was in the source when its line was written, and is not there now.
    VANISHED_NAME "vanished-name" Allow;
}
