//! The walk over raw HTML: ids, URLs, tags and directives, with their places in the text.
//!
//! It decides nothing about what they mean.

use std::ops::Range;

use crate::markdown::directive::Directive;
use crate::markdown::html;
use crate::markdown::outline::build::state::{OpenHtml, Walk};
use crate::markdown::outline::build::unclosed::html_is_unclosed;
use crate::markdown::outline::{BlockKind, HtmlId, HtmlTag, Link, LinkKind};

impl Walk<'_> {
    pub(super) fn end_html(&mut self) {
        let Some(OpenHtml { range, html, map }) = self.html.take() else {
            return;
        };
        let place = |at: usize| {
            let index = map.partition_point(|(from, _)| *from <= at);
            match index.checked_sub(1).and_then(|i| map.get(i)) {
                Some((from, to)) => to + (at - from),
                None => range.start,
            }
        };
        self.unclosed(html_is_unclosed(&html));
        let root = self.depth == 0;
        let only_anchors = self.html_items(&html, root, &place);
        if root
            && only_anchors
            && let Some(last) = self.out.blocks.last_mut()
        {
            last.kind = BlockKind::Anchors;
        }
    }

    pub(super) fn inline_html(&mut self, text: &str, range: Range<usize>) {
        if text.starts_with("<br") {
            self.says(" ", " ");
        }
        let is_anchor =
            text.starts_with("<a ") || text.starts_with("</a") || text.starts_with("<!--");
        if !is_anchor {
            self.anchors_end();
        }
        let closes_text = self.raw_text.is_some() && text.starts_with("</");
        let opens_text = ["<script", "<style", "<textarea", "<title", "<xmp"]
            .iter()
            .any(|tag| text.starts_with(tag));
        if self.dropped.is_some() || (text.starts_with("</") && !closes_text) {
            return;
        }
        if !opens_text && !closes_text && !text.contains('=') && !text.starts_with("<!--") {
            return;
        }
        let start = range.start;
        // Inside a quote the parser takes the `>` of further lines out of a tag; places
        // in such a tag are not known.
        let exact = self.text[range].starts_with(text);
        let place = |at: usize| if exact { start + at } else { start };
        if !self.html_items(text, false, &place) {
            self.anchors_end();
        }
    }

    /// Takes ids, URLs, directives and tags out of HTML. Returns whether it holds only
    /// what belongs to the block below: comments and empty anchors.
    pub(super) fn html_items(
        &mut self,
        text: &str,
        root: bool,
        place: &dyn Fn(usize) -> usize,
    ) -> bool {
        if self.dropped.is_some() {
            return false;
        }
        let mut only_anchors = true;
        let mapped = |range: &Range<usize>| {
            let end = range.end.checked_sub(1).map_or(0, |last| place(last) + 1);
            place(range.start)..end
        };
        for item in html::read(text) {
            if self.is_inert(&item, root) {
                only_anchors = false;
                continue;
            }
            match item {
                html::Item::Id { at, id, anchor } => {
                    only_anchors &= anchor;
                    self.out.ids.push(HtmlId { at: place(at), id });
                }
                html::Item::Url(url) => {
                    only_anchors = false;
                    let raw = if url.raw.is_empty() {
                        place(url.raw.start)..place(url.raw.start)
                    } else {
                        mapped(&url.raw)
                    };
                    let known = self.text.get(raw.clone()) == text.get(url.raw.clone());
                    self.out.links.push(Link {
                        range: mapped(&url.range),
                        raw: known.then_some(raw),
                        dest: url.dest,
                        kind: LinkKind::Html {
                            tag: url.tag,
                            attribute: url.attribute,
                        },
                    });
                }
                html::Item::Comment { text, range } => {
                    let range = mapped(&range);
                    if let Some(directive) = Directive::read(&text, range, !root) {
                        only_anchors &= directive.name == "allow";
                        self.out.directives.push(directive);
                    }
                }
                html::Item::Open { name, range, void } => {
                    only_anchors &= name == "a";
                    if root {
                        self.tag(name, mapped(&range), !void, void);
                    }
                }
                html::Item::Close { name, range } => {
                    only_anchors &= name == "a";
                    if root {
                        self.tag(name, mapped(&range), false, false);
                    }
                }
                html::Item::Text => only_anchors = false,
            }
        }
        only_anchors
    }

    /// Whether an item is inside of an element that holds text: a script's strings look
    /// like tags. In a paragraph the parser reports each tag separately.
    fn is_inert(&mut self, item: &html::Item, root: bool) -> bool {
        if root {
            return false;
        }
        match (&self.raw_text, item) {
            (Some(open), html::Item::Close { name, .. }) if open == name => {
                self.raw_text = None;
                false
            }
            (Some(_), _) => true,
            (None, html::Item::Open { name, .. }) => {
                self.raw_text = html::holds_text(name).then(|| name.clone());
                false
            }
            _ => false,
        }
    }

    pub(super) fn tag(&mut self, name: String, range: Range<usize>, opens: bool, void: bool) {
        if !void {
            self.out.tags.push(HtmlTag { range, name, opens });
        }
    }
}
