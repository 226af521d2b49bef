//! The lints of the pass. The page of each is in `lints/`, named like the lint.

archsite_core::lints! {
    "diagrams" "Diagrams";

    /// A diagram that is not drawn, although Mermaid may draw it.
    DIAGRAM_NOT_DRAWN "diagram-not-drawn" Warn;
    /// A diagram in Mermaid with a wrong syntax.
    MERMAID_SYNTAX "mermaid-syntax" Warn;
}
