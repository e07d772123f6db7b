//! The sample shop's articles, carried in the binary.

use std::path::Path;

use anyhow::Context as _;

#[derive(rust_embed::RustEmbed)]
#[folder = "examples/shop/knowledge/"]
struct Articles;

/// Writes the sample articles into `folder` unless it is there already: what its user has changed stays.
pub(super) fn unpack(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for name in Articles::iter() {
        let Some(file) = Articles::get(&name) else { continue };
        let path = folder.join(name.as_ref());
        std::fs::write(&path, file.data).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
