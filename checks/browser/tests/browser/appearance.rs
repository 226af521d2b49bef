//! How pages look: they fit, they can be read, and pictures of them are kept.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};

use crate::Sites;
use crate::tab::Tab;

/// Pages with lists, code, pictures of text, wide tables, marks of status and a graph.
/// Each with the element that its picture begins with.
const PAGES: &[(&str, &str, &str)] = &[
    ("overview", "architecture.html", "body"),
    ("section", "architecture/high-level-overview.html", "body"),
    ("tables", "architecture/components.html", "body"),
    ("guide", "guide/sharding.html", "body"),
    ("decisions", "adr/index.html", "body"),
    ("graph", "adr/index.html", "#what-replaced-what"),
    (
        "superseded",
        "adr/0001-record-architecture-decisions.html",
        "body",
    ),
];

const WIDTHS: &[u32] = &[400, 900, 1600];

/// The least contrast of the main text and its links against its background, by the formula of the
/// Web Content Accessibility Guidelines, with that text.
const LEAST_CONTRAST: &str = "(() => {
    // A canvas understands every notation of a colour.
    const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const parse = colour => {
        pixel.clearRect(0, 0, 1, 1);
        pixel.fillStyle = colour;
        pixel.fillRect(0, 0, 1, 1);
        const [r, g, b, alpha] = pixel.getImageData(0, 0, 1, 1).data;
        return { rgb: [r, g, b], alpha: alpha / 255 };
    };
    const luminance = rgb => {
        const [r, g, b] = rgb.map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const background = element => {
        for (let e = element; e; e = e.parentElement) {
            const { rgb, alpha } = parse(getComputedStyle(e).backgroundColor);
            if (alpha === 1) return rgb;
        }
        return [255, 255, 255];
    };
    let worst = null;
    // Colours of code are the highlighter's.
    const all = 'main :is(p, li, td, th, h1, h2, h3), main :is(p, li, td) > :is(a, span)';
    for (const e of document.querySelectorAll(all)) {
        if (!e.innerText.trim()) continue;
        const [a, b] = [parse(getComputedStyle(e).color).rgb, background(e)].map(luminance);
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (!(contrast >= worst?.[0])) worst = [contrast, e.innerText.slice(0, 40)];
    }
    return worst;
})()";

/// The least contrast that counts as legible.
const LEGIBLE: f64 = 4.5;

/// The first thing that reaches over the edge of the window, and that no part of the page
/// lets a reader scroll to, as it does for wide tables and code.
const TOO_WIDE: &str = "(() => {
    const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflowX);
    for (const element of document.querySelectorAll('main, main *')) {
        if (element.getBoundingClientRect().right <= innerWidth + 1) continue;
        let e = element;
        while (e && e.parentElement.closest('main') && !scrolls(e)) e = e.parentElement;
        if (!scrolls(e)) return element.outerHTML.slice(0, 80);
    }
    return null;
})()";

pub(crate) fn widths_and_themes(sites: &Sites, tab: &Tab) -> anyhow::Result<()> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let folder = target.context("a folder for builds")?.join("screenshots");
    fs::create_dir_all(&folder)?;
    for (name, page, first) in PAGES {
        for width in WIDTHS {
            let mut backgrounds = Vec::new();
            for scheme in ["light", "dark"] {
                tab.appear(*width, scheme)?;
                tab.open(&sites.project.url(page))?;
                let place = format!("{page}, {scheme}, {width} pixels");
                tab.value(&format!(
                    "document.querySelector('{first}').scrollIntoView(), true"
                ))?;
                tab.picture(&folder.join(format!("{name}-{scheme}-{width}.png")))?;
                let wide = tab.value(TOO_WIDE)?;
                ensure!(wide.is_null(), "{place}: reaches over the edge: {wide}");
                let least = tab.value(LEAST_CONTRAST)?;
                let contrast = least[0].as_f64().context("a contrast")?;
                let words = &least[1];
                ensure!(
                    contrast >= LEGIBLE,
                    "{place}: contrast {contrast:.1} of {words}"
                );
                backgrounds
                    .push(tab.text("getComputedStyle(document.documentElement).backgroundColor")?);
            }
            ensure!(
                backgrounds[0] != backgrounds[1],
                "{page} is as light in the dark: {backgrounds:?}"
            );
        }
    }
    Ok(())
}
