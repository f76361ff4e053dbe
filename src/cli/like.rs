//! The text of `--like`: a file of any format, or what is piped in.

use crate::read::{self, BlockKind};
use anyhow::{Context, Result, anyhow};
use std::io::Read;
use std::path::Path;

/// Standard input, as it is written on the command line.
const PIPED: &str = "-";

/// What a file says: its titles, headings and prose, without notes and lists of works.
pub(super) fn text(path: &Path) -> Result<String> {
    let shown = path.display();
    let mut bytes = Vec::new();
    if path.as_os_str() == PIPED {
        let mut input = std::io::stdin().lock();
        input
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
    } else {
        bytes = std::fs::read(path).with_context(|| format!("cannot read `{shown}`"))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let essay =
        read::read(&bytes, &name).map_err(|error| anyhow!("cannot read `{shown}`: {error}"))?;
    let is_said = |kind| {
        let apart = [BlockKind::Byline, BlockKind::Note, BlockKind::WorksCited];
        !apart.contains(&kind)
    };
    let blocks = essay.blocks.iter().filter(|block| is_said(block.kind));
    let texts: Vec<&str> = blocks.map(|block| block.span.of(&essay.text)).collect();
    Ok(texts.join("\n"))
}
