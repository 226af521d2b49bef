//! Where a drawing begins that goes from top to bottom: at the shape in its first row, which may be far from the left.

use roxmltree::Node;

/// Types of diagrams that go from top to bottom unless they say otherwise.
const KINDS: &[&str] = &[
    "flowchart",
    "flowchart-v2",
    "classDiagram",
    "class",
    "stateDiagram",
    "er",
];

/// Distance in pixels within which shapes are in one row.
const ROW: f64 = 40.0;

/// The part of a drawing on its left in which the first row needs no scrolling.
const LEFT: f64 = 0.25;

/// The middle of the first row in pixels from the left, if it is not on the left anyway.
pub(super) fn first_row(root: Node<'_, '_>, kind: &str, left: f64, width: f64) -> Option<f64> {
    if !KINDS.contains(&kind) {
        return None;
    }
    let shapes = root.descendants().filter(|node| is_shape(*node));
    let places: Vec<[f64; 2]> = shapes.map(place).collect();
    let top = places.iter().map(|[_, y]| *y).fold(f64::INFINITY, f64::min);
    let row = places.iter().filter(|[_, y]| *y <= top + ROW);
    let row = row.map(|[x, _]| x - left);
    let (first, last) = row.fold((f64::INFINITY, 0.0), |(first, last), x| {
        (x.min(first), x.max(last))
    });
    let is_far = first.is_finite() && first > width * LEFT;
    is_far.then(|| f64::midpoint(first, last))
}

fn is_shape(node: Node<'_, '_>) -> bool {
    let classes = node.attribute("class").unwrap_or_default();
    classes
        .split_ascii_whitespace()
        .any(|class| class == "node")
}

/// The place of a shape in the drawing.
fn place(shape: Node<'_, '_>) -> [f64; 2] {
    let moves = shape
        .ancestors()
        .filter_map(|node| moved(node.attribute("transform")?));
    moves.fold([0.0, 0.0], |[x, y], [right, down]| [x + right, y + down])
}

fn moved(transform: &str) -> Option<[f64; 2]> {
    let (numbers, _) = transform
        .trim()
        .strip_prefix("translate(")?
        .split_once(')')?;
    let mut numbers = numbers
        .split([',', ' '])
        .filter(|number| !number.is_empty());
    let x = numbers.next()?.parse().ok()?;
    let y = numbers
        .next()
        .map_or(Some(0.0), |number| number.parse().ok())?;
    Some([x, y])
}
