//! Levels of problems: the lint's own, what the configuration says, and what `allow` directives silence.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostics::{Diagnostic, Level, Location};
use crate::markdown::directive::{ALLOW, Directive};
use crate::markdown::outline::{Block, BlockKind, Outline};
use crate::site::Site;
use crate::site::path::clean;
use crate::text::SourceId;
use crate::text::spans::Spans;

/// Gives each problem its level: the lint's own, what the configuration says, and the
/// `allow` directives of the document. What those silence is dropped, and so are other
/// allowed problems, unless `keep_allowed` says that they may be raised later.
pub fn apply_levels(
    site: &Site,
    suppressions: &Suppressions,
    levels: &HashMap<String, Level>,
    diagnostics: Vec<Diagnostic>,
    keep_allowed: bool,
) -> Vec<(Level, Diagnostic)> {
    diagnostics
        .into_iter()
        .filter_map(|diagnostic| {
            let lint = diagnostic.lint;
            let level = levels.get(lint.name).copied().unwrap_or(lint.level);
            let is_allowed = level == Level::Allow && !keep_allowed;
            let silenced = is_allowed || suppressions.allows(site, &diagnostic);
            (!silenced).then_some((level, diagnostic))
        })
        .collect()
}

/// Where `allow` directives silence which lints.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// By source, then by lint.
    spans: HashMap<SourceId, HashMap<String, Spans>>,
}

impl Suppressions {
    /// Notes the `allow` directives of one source, once.
    pub fn add(&mut self, source: SourceId, outline: &Outline, len: usize) {
        let is_allow = |d: &&Directive| d.name == ALLOW.name && !d.nested;
        let mut allows = outline.directives.iter().filter(is_allow).peekable();
        if allows.peek().is_none() {
            return;
        }
        let blocks = outline.blocks.iter();
        let blocks: Vec<&Block> = blocks.filter(|b| b.kind != BlockKind::Anchors).collect();
        let top = blocks.first().map_or(len, |block| block.range.start);
        let mut spans: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for directive in allows {
            let next = blocks.partition_point(|b| b.range.start < directive.range.end);
            let span = match blocks.get(next) {
                _ if directive.range.start < top => 0..len.max(1),
                Some(block) => directive.range.start..block.range.end,
                None => directive.range.start..len,
            };
            for lint in &directive.words {
                spans.entry(lint).or_default().push(span.clone());
            }
        }
        let spans = spans.into_iter();
        let spans = spans.map(|(lint, spans)| (lint.to_string(), Spans::new(spans)));
        self.spans.insert(source, spans.collect());
    }

    fn allows(&self, site: &Site, diagnostic: &Diagnostic) -> bool {
        if self.spans.is_empty() {
            return false;
        }
        let spans = |source: &SourceId| self.spans.get(source)?.get(diagnostic.lint.name);
        match diagnostic.labels.first().map(|label| &label.place) {
            Some(Location::Source { source, range }) => {
                debug_assert!(*source < site.sources.len(), "places name loaded texts");
                spans(source).is_some_and(|spans| spans.contains(range.start))
            }
            // Offsets in a file mean nothing in the text that was made from it, so only a
            // directive for all of it counts.
            Some(Location::File { file, .. }) => {
                let is_file = |source: &&SourceId| {
                    let name = site.sources[**source].file.as_ref();
                    name.is_some_and(|name| clean(&site.src.join(name)) == clean(file))
                };
                let source = self.spans.keys().find(is_file);
                let spans = source.and_then(spans);
                spans.is_some_and(|spans| spans.contains(0))
            }
            _ => false,
        }
    }
}
