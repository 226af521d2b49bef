//! The result of one parse of a text, as byte ranges of that text.
//!
//! Everything is flat and sorted by offset. An outline holds facts only: what a link
//! points at is for [`resolve`](crate::site::resolve), what to do about it for the passes.
//! A text is parsed once; its outline is shared by all passes.

mod build;
mod destination;
mod duplicates;
mod excerpts;
mod lead;
pub(in crate::markdown) mod parser;
mod prompts;

use std::collections::HashMap;
use std::ops::Range;

pub use self::excerpts::{Excerpt, ExcerptKind};
pub use self::prompts::{Prompts, is_placeholder};
use crate::markdown::directive::Directive;

/// How a text is read. The defaults are mdBook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseOptions {
    /// `"`, `--` and the like become typographic characters, also in heading ids.
    pub smart_punctuation: bool,
    /// `Term` / `: text` is a definition list; its terms have ids.
    pub definition_lists: bool,
    /// `> [!NOTE]` is an admonition.
    pub admonitions: bool,
    /// Diagrams in Mermaid are drawn, so that their nodes link to what `click` names.
    pub diagram_links: bool,
    /// Tags of components and comments of MDX are between blocks.
    pub components: bool,
    /// The texts that are kept.
    pub describe: Describe,
    /// Front matter is metadata. mdBook does not know it, so a page shows it unless the
    /// pass that asks for this takes it out.
    pub skip_front_matter: bool,
}

impl Default for ParseOptions {
    fn default() -> Self {
        ParseOptions {
            smart_punctuation: true,
            definition_lists: true,
            admonitions: true,
            diagram_links: false,
            components: false,
            describe: Describe::Nothing,
            skip_front_matter: false,
        }
    }
}

/// The texts that an outline keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Describe {
    /// Only what makes the outline.
    Nothing,
    /// The first text of each section, for a list of sections.
    Sections,
    /// Also what each block says.
    Blocks,
}

/// A part of a heading's text, as it counts for its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text, entities decoded and punctuation made typographic.
    Text(String),
    /// A footnote reference: its number counts, and that depends on the page.
    Note(String),
}

/// How a heading is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadingStyle {
    /// `## Title ##`: the opening run, and the closing one if there is any.
    Atx {
        /// The `#`s before the title.
        open: Range<usize>,
        /// The `#`s after it.
        close: Option<Range<usize>>,
    },
    /// Underlined with `=` or `-`: the underline.
    Setext {
        /// The run of `=` or `-`.
        underline: Range<usize>,
    },
    /// The term of a definition list: no heading, but it shares the ids.
    Term,
}

/// A heading, or another thing that takes a heading's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6; 0 for the term of a definition list.
    pub level: u8,
    /// Offset of the start of its first line.
    pub line_start: usize,
    /// From its first character to the end of its last line.
    pub range: Range<usize>,
    /// Offset after the last character of its text.
    pub content_end: usize,
    /// How it is written.
    pub style: HeadingStyle,
    /// `{#id}` as written.
    pub explicit_id: Option<String>,
    /// It carries `{…}` of any kind, read as attributes.
    pub attributes: bool,
    /// The parts of its text that its id is made from.
    pub segments: Vec<Segment>,
    /// Plain text on one line, punctuation as the author typed it. Empty if it has none.
    pub title: String,
    /// It is not in a quote, list, footnote or other container.
    pub root: bool,
    /// The footnote definition that contains it: an index into [`Outline::notes`].
    pub note: Option<usize>,
    /// First paragraph below it that says something, shortened.
    pub lead: Option<String>,
    /// First list item below it, shortened.
    pub item: Option<String>,
}

/// Where a destination is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](dest)`.
    Link,
    /// `![alt](dest)`.
    Image,
    /// `<https://…>`.
    Autolink,
    /// The destination of a link definition: an index into [`Outline::definitions`].
    Definition(usize),
    /// A URL attribute of raw HTML.
    Html {
        /// Tag name in lower case.
        tag: String,
        /// Attribute name in lower case.
        attribute: String,
    },
}

/// A destination somewhere in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Byte range of the link, the definition or the tag that holds the destination.
    pub range: Range<usize>,
    /// Byte range of the destination as written, without quotes or angle brackets; `None`
    /// if it could not be found, or is not the author's to change.
    pub raw: Option<Range<usize>>,
    /// The destination, escapes and entities decoded.
    pub dest: String,
    /// How it is written.
    pub kind: LinkKind,
}

/// A use of a link definition: `[text][label]`, `[label][]` or `[label]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceUse {
    /// Byte range of the link.
    pub range: Range<usize>,
    /// Index into [`Outline::definitions`].
    pub definition: usize,
}

/// A link definition that is in force: the first one of its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Byte range, from `[` to the end of destination or title.
    pub range: Range<usize>,
    /// The label as written.
    pub label: String,
    /// The destination, decoded.
    pub dest: String,
    /// The title, decoded.
    pub title: Option<String>,
    /// Index of its destination in [`Outline::links`].
    pub link: usize,
    /// It is not in a quote, list or footnote.
    pub root: bool,
}

/// A footnote definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteDefinition {
    /// Byte range with everything indented below it.
    pub range: Range<usize>,
    /// The label as written.
    pub label: String,
    /// It is not in a quote, list or other footnote.
    pub root: bool,
    /// It is in another footnote, and is moved with it.
    pub nested: bool,
    /// It is the first one of its label; mdBook drops the others.
    pub first: bool,
}

/// A reference to a footnote, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteUse {
    /// Byte offset.
    pub at: usize,
    /// The label as written.
    pub label: String,
    /// The footnote definition that contains it: an index into [`Outline::notes`].
    pub note: Option<usize>,
}

/// Brackets that the parser would make a link if only there were a definition for them.
/// Most are meant: `arr[0]` and `[sic]` look the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndefinedReference {
    /// Byte range of all brackets.
    pub range: Range<usize>,
    /// The label that has no definition.
    pub label: String,
    /// How it is written.
    pub style: ReferenceStyle,
}

/// How a reference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceStyle {
    /// `[text][label]`.
    Full,
    /// `[label][]`.
    Collapsed,
    /// `[label]`.
    Shortcut,
}

/// A link definition that has no effect, because another one with its label is before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateDefinition {
    /// Byte range of its label and brackets.
    pub range: Range<usize>,
    /// The one in force: an index into [`Outline::definitions`].
    pub first: usize,
    /// Its own destination, decoded.
    pub dest: String,
}

/// `[^label]` for which there is no footnote: it is shown as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndefinedNote {
    /// Byte range of the brackets.
    pub range: Range<usize>,
    /// The label as written.
    pub label: String,
}

/// A `](` that the parser reads as text: what follows is no destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseBracket {
    /// Byte range of `](`.
    pub range: Range<usize>,
}

/// An id in raw HTML: `id=`, or `name=` of an `<a>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlId {
    /// Byte offset of the tag.
    pub at: usize,
    /// The id, entities decoded.
    pub id: String,
}

/// A tag of raw HTML at the root of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlTag {
    /// Byte range of the tag.
    pub range: Range<usize>,
    /// Name in lower case.
    pub name: String,
    /// It opens an element, and is neither void nor closed in itself.
    pub opens: bool,
}

/// The kind of a block at the root of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading.
    Heading,
    /// Comments or empty anchors only: they belong to what follows.
    Anchors,
    /// `---` and the like.
    Rule,
    /// A list.
    List,
    /// Fenced or indented code.
    Code,
    /// Raw HTML.
    Html,
    /// A footnote definition.
    Note,
    /// Anything else.
    Other,
}

/// A block at the root of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// Byte range, usually with the end of its last line.
    pub range: Range<usize>,
    /// It ends in code or HTML that nothing closes: text that is added after it may become
    /// a part of that.
    pub unclosed: bool,
}

/// The result of one parse of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Byte length of front matter that was skipped.
    pub front_matter: usize,
    /// Headings and terms, in order.
    pub headings: Vec<Heading>,
    /// Destinations, definitions last.
    pub links: Vec<Link>,
    /// Uses of link definitions, in order.
    pub uses: Vec<ReferenceUse>,
    /// Link definitions in force, in order.
    pub definitions: Vec<Definition>,
    /// Footnote definitions, in order.
    pub notes: Vec<NoteDefinition>,
    /// Footnote references, in order.
    pub note_uses: Vec<NoteUse>,
    /// Brackets that would be links with a definition, in order.
    pub undefined: Vec<UndefinedReference>,
    /// Footnote references without a footnote, in order.
    pub undefined_notes: Vec<UndefinedNote>,
    /// `](` that is text, in order.
    pub loose: Vec<LooseBracket>,
    /// Ids in raw HTML, in order.
    pub ids: Vec<HtmlId>,
    /// Tags of root-level raw HTML, in order.
    pub tags: Vec<HtmlTag>,
    /// Root-level blocks, in order.
    pub blocks: Vec<Block>,
    /// Directives, in order.
    pub directives: Vec<Directive>,
    /// Texts of blocks, in the order in which they end.
    pub excerpts: Vec<Excerpt>,
}

impl Outline {
    /// Indexes of the links that start within a range.
    pub fn links_in(&self, range: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let within = |links: &[Link]| {
            let from = links.partition_point(|link| link.range.start < range.start);
            let to = links.partition_point(|link| link.range.start < range.end);
            from..to
        };
        // Definitions are after all others, and each group is sorted.
        let inline = self.links.len() - self.definitions.len();
        let definitions = within(&self.links[inline..]);
        within(&self.links[..inline]).chain(definitions.start + inline..definitions.end + inline)
    }

    /// Pairs of root-level tags that enclose blocks (`<details>` … `</details>`), from the
    /// start of the opening to the end of the closing tag. Tags without a partner count
    /// for nothing: placeholders like `<uuid>` look like tags.
    pub fn html_pairs(&self) -> Vec<Range<usize>> {
        let mut open: Vec<&HtmlTag> = Vec::new();
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut pairs = Vec::new();
        for tag in &self.tags {
            let places = by_name.entry(&tag.name).or_default();
            if tag.opens {
                places.push(open.len());
                open.push(tag);
                continue;
            }
            // What was opened since and not closed has no partner.
            while let Some(at) = places.pop() {
                if at < open.len() && open[at].name == tag.name {
                    pairs.push(open[at].range.start..tag.range.end);
                    open.truncate(at);
                    break;
                }
            }
        }
        pairs
    }
}
