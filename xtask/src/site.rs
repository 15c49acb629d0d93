//! Packs what browsers ask for into target/site: hashed names, compressed copies, a manifest.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, anyhow};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};
use wasm_bindgen_cli_support::Bindgen;

/// A site: its files by their path.
type Files = BTreeMap<String, Vec<u8>>;

fn main() -> anyhow::Result<()> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask is a folder of the workspace")?;
    env::set_current_dir(root)?;
    let mut files = Files::new();
    gather(Path::new("public"), "", &mut files)?;
    let css = add_stylesheet("main", &mut files)?;
    let interview_css = add_stylesheet("interview", &mut files)?;
    let scripts = add_scripts(bound("frontend", "canvass", "canvass.wasm")?, &mut files);
    let mut interview = bound("frontend_interview", "interview", "interview.wasm")?;
    interview.insert("start.js".to_owned(), fs::read("frontend/interview/src/start.js")?);
    let interview = add_scripts(interview, &mut files);
    let all = digest(&files);
    let manifest = format!(
        r#"{{"css":"{css}","scripts":"{scripts}","interview_css":"{interview_css}","interview":"{interview}","all":"{all}"}}"#
    );
    pack(&files, &manifest, Path::new("target/site"))
}

/// The stylesheet with its imports, in one minified file for browsers of the last few years.
fn stylesheet(main: &Path) -> anyhow::Result<Vec<u8>> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(main).map_err(|err| anyhow!("{}: {err}", main.display()))?;
    // The oldest browsers with cascade layers, `:has()` and nesting's older relatives: nesting is written out.
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    let browsers = Browsers {
        chrome: version(105, 0),
        safari: version(15, 4),
        ios_saf: version(15, 4),
        firefox: version(110, 0),
        ..Browsers::default()
    };
    let targets = Targets::from(browsers);
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|err| anyhow!("{err}"))?;
    let css = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })?;
    Ok(css.code.into_bytes())
}

/// Adds a stylesheet, and gives its path.
fn add_stylesheet(name: &str, files: &mut Files) -> anyhow::Result<String> {
    let css = stylesheet(Path::new(&format!("style/{name}.css")))?;
    let path = format!("pkg/{name}.{}.css", digest(&css));
    files.insert(path.clone(), css);
    Ok(path)
}

/// Adds scripts, and gives their folder. It has the hash in its name, so that they find each other by plain names.
fn add_scripts(scripts: Files, files: &mut Files) -> String {
    let folder = format!("pkg/{}", digest(&scripts));
    files.extend(scripts.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    folder
}

/// The wasm of a crate, bound: what the browser loads, and the script that loads it.
fn bound(krate: &str, name: &str, wasm: &str) -> anyhow::Result<Files> {
    let built = format!("target/wasm/wasm32-unknown-unknown/wasm/{krate}.wasm");
    let bound = PathBuf::from(format!("target/wasm/bound/{name}"));
    if bound.exists() {
        fs::remove_dir_all(&bound)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(built).out_name(name).web(true)?.typescript(false).omit_default_module_path(true);
    bindgen.generate(&bound).context("the wasm could not be bound")?;
    // leptos asks for this name.
    fs::rename(bound.join(format!("{name}_bg.wasm")), bound.join(wasm))?;
    let mut files = Files::new();
    gather(&bound, "", &mut files)?;
    Ok(files)
}

fn gather(folder: &Path, prefix: &str, found: &mut Files) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Sixteen digits that differ when the contents do.
fn digest(contents: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    contents.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Writes the site; files that are there already are left alone, so that nothing is embedded twice.
fn pack(files: &Files, manifest: &str, site: &Path) -> anyhow::Result<()> {
    if fs::read_to_string(site.join("manifest.json")).is_ok_and(|it| it == manifest) {
        println!("  unchanged");
        return Ok(());
    }
    if site.exists() {
        fs::remove_dir_all(site)?;
    }
    for (path, bytes) in files {
        let at = site.join(path);
        fs::create_dir_all(at.parent().context("a file lies in a folder")?)?;
        let (brotli, gzip) = (brotli_of(bytes)?, gzip_of(bytes)?);
        println!("  {path}: {} bytes, {} as gzip, {} as brotli", bytes.len(), gzip.len(), brotli.len());
        fs::write(site.join(format!("{path}.br")), brotli)?;
        fs::write(site.join(format!("{path}.gz")), gzip)?;
        fs::write(at, bytes)?;
    }
    fs::write(site.join("manifest.json"), manifest)?;
    Ok(())
}

fn brotli_of(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let params = BrotliEncoderParams { quality: 11, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip_of(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
