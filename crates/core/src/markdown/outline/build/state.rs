//! The state of the walk, and what of the text is open in it.

use std::collections::HashSet;
use std::ops::Range;

use crate::markdown::outline::excerpts::ExcerptCollector;
use crate::markdown::outline::lead::Lead;
use crate::markdown::outline::prompts::Prompts;
use crate::markdown::outline::{Heading, LinkKind, Outline};

/// Where the walk is, and what it has found so far.
pub(super) struct Walk<'t> {
    pub(super) text: &'t str,
    pub(super) out: Outline,
    pub(super) depth: usize,
    pub(super) links: Vec<OpenLink>,
    pub(super) images: usize,
    pub(super) heading: Option<Heading>,
    /// The last thing in the heading was a footnote reference.
    pub(super) after_note: bool,
    pub(super) alt: String,
    pub(super) notes: Vec<usize>,
    pub(super) labels: HashSet<String>,
    /// Depth at which a footnote definition was dropped, as mdBook does with duplicates.
    pub(super) dropped: Option<usize>,
    pub(super) html: Option<OpenHtml>,
    /// The element of the paragraph whose content is text: `script` and the like.
    pub(super) raw_text: Option<String>,
    /// A code block is open.
    pub(super) code: bool,
    /// Links in diagrams count.
    pub(super) reads_diagrams: bool,
    /// A diagram is open.
    pub(super) diagram: bool,
    /// Fenced code that is open: where its text ends so far.
    pub(super) fence: Option<usize>,
    pub(super) paragraph: Option<Paragraph>,
    pub(super) lead: Option<Lead>,
    pub(super) item: Option<(usize, Lead)>,
    pub(super) prompts: Prompts,
    /// The root heading whose section is being read, where sections are described.
    pub(super) section: Option<usize>,
    pub(super) describes: bool,
    /// Collects the texts of blocks, if they are wanted.
    pub(super) listener: Option<ExcerptCollector>,
}

impl<'t> Walk<'t> {
    /// The walk over a text of which the first bytes are skipped.
    pub(super) fn new(text: &'t str, skipped: usize) -> Self {
        Walk {
            text,
            out: Outline {
                front_matter: skipped,
                // Guesses that fit most prose: growing in steps costs more than memory.
                headings: Vec::with_capacity(16),
                links: Vec::with_capacity(16),
                blocks: Vec::with_capacity(32),
                ..Outline::default()
            },
            depth: 0,
            links: Vec::new(),
            images: 0,
            heading: None,
            after_note: false,
            alt: String::new(),
            notes: Vec::new(),
            labels: HashSet::new(),
            dropped: None,
            html: None,
            raw_text: None,
            code: false,
            reads_diagrams: false,
            diagram: false,
            fence: None,
            paragraph: None,
            lead: None,
            item: None,
            prompts: Prompts::default(),
            section: None,
            describes: false,
            listener: None,
        }
    }
}

/// A link or image that is open.
pub(super) struct OpenLink {
    pub(super) range: Range<usize>,
    pub(super) inner_end: usize,
    pub(super) dest: String,
    pub(super) kind: LinkKind,
    pub(super) inline: bool,
}

/// The HTML block that is open. Inside a quote its lines are separate.
pub(super) struct OpenHtml {
    pub(super) range: Range<usize>,
    pub(super) html: String,
    /// Offsets in `html`, each with the offset in the text.
    pub(super) map: Vec<(usize, usize)>,
}

impl OpenHtml {
    pub(super) fn push(&mut self, text: &str, at: usize) {
        self.map.push((self.html.len(), at));
        self.html.push_str(text);
    }
}

/// The root-level paragraph that is open.
#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) only_anchors: bool,
}
