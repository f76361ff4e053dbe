//! Pages and files for tests: text in a font whose characters are half an em wide.

use super::glyph::{Glyph, Layer, Sheet};
use super::lines::Line;
use super::page::Page;
use std::fmt::Write;

/// The glyphs of `text`, set at `x` on the baseline `y`.
pub(super) fn glyphs(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    let mut follows_space = false;
    let mut x = x;
    for c in text.chars() {
        if c == ' ' {
            follows_space = true;
        } else {
            let is_bold = false;
            let layer = Layer::Text;
            glyphs.push(Glyph {
                c,
                x,
                y,
                width: size / 2.0,
                size,
                is_bold,
                follows_space,
                layer,
            });
            follows_space = false;
        }
        x += size / 2.0;
    }
    glyphs
}

/// Lines of these texts in ten points, one below the other from the left margin.
pub(super) fn lines(texts: &[&str]) -> Vec<Line> {
    let baseline = |at: u16| 100.0 + 12.0 * f32::from(at);
    let placed = (0_u16..)
        .zip(texts)
        .map(|(at, text)| (72.0, baseline(at), 10.0, *text));
    let page = page(&placed.collect::<Vec<_>>());
    page.regions.into_iter().flatten().collect()
}

/// The page of these texts: left edge, baseline, size.
pub(super) fn page(texts: &[(f32, f32, f32, &str)]) -> Page {
    let glyphs = texts
        .iter()
        .flat_map(|(x, y, size, text)| glyphs(text, *x, *y, *size));
    let sheet = Sheet {
        glyphs: glyphs.collect(),
        width: 612.0,
        height: 792.0,
        ..Sheet::default()
    };
    Page::of(sheet, None)
}

/// A page of paragraphs: each is a left edge and its lines, in ten points,
/// twelve apart, from the baseline `y` on; an empty line leaves a gap.
pub(super) fn set(y: f32, lines: &[(f32, &str)]) -> Vec<(f32, f32, f32, String)> {
    let baseline = |at: u16| y + 12.0 * f32::from(at);
    let placed = (0_u16..).zip(lines);
    placed
        .filter(|(_, (_, text))| !text.is_empty())
        .map(|(at, (x, text))| (*x, baseline(at), 10.0, (*text).to_owned()))
        .collect()
}

/// The bytes of a file whose pages have these contents.
pub(super) fn file(contents: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len())
        .map(|at| format!("{} 0 R", 4 + 2 * at))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}>>",
            kids.join(" "),
            contents.len()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {} 0 R\
             /Resources<</Font<</F 3 0 R>>>>>>",
            5 + 2 * at
        ));
        objects.push(format!(
            "<</Length {}>>stream\n{content}\nendstream",
            content.len()
        ));
    }
    whole(&objects)
}

/// The bytes of a file of these objects, the first of which is its root.
pub(super) fn whole(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let size = objects.len() + 1;
    let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        writeln!(table, "{:010} 00000 n ", file.len()).expect("a string takes all");
        writeln!(file, "{number} 0 obj\n{object}\nendobj").expect("a string takes all");
    }
    let start = file.len();
    file += &table;
    writeln!(
        file,
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    )
    .expect("a string takes all");
    file.into_bytes()
}
