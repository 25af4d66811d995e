//! Files that only their owner may read, written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{Error, Result};
use crate::random::Random;

/// Replaces `path` in one step and makes it durable: readers see the old content or the new, never half.
pub fn write_atomically(path: &Path, random: &Random, content: &[u8]) -> Result<()> {
    let next = path.with_extension(format!("next-{}", random.salt()));
    let mut file = private_file(&next, |options| options.create_new(true))?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&next, path)?;
    match path.parent() {
        Some(folder) => sync_folder(folder),
        None => Ok(()),
    }
}

/// Adds whole lines at the end of a file and makes them durable. What a crash left of a line before them stays a line
/// of its own: glued to the first of these it would take that one along.
pub fn append_lines(path: &Path, lines: &str) -> Result<()> {
    let mut file = private_file(path, |options| options.create(true).append(true))?;
    let length = length(path)?;
    if length > 0 && !ends_whole(path)? {
        file.write_all(b"\n")?;
    }
    file.write_all(lines.as_bytes())?;
    file.sync_data()?;
    match path.parent() {
        Some(folder) if length == 0 => sync_folder(folder),
        _ => Ok(()),
    }
}

/// Of a file that holds something.
fn ends_whole(path: &Path) -> Result<bool> {
    let mut file = fs::File::open(path)?;
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// In bytes; nothing for a file that is not there. Of the open file: a folder that several machines share may show an
/// older length otherwise.
pub fn length(path: &Path) -> Result<u64> {
    match fs::File::open(path) {
        Ok(file) => Ok(file.metadata()?.len()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(cause) => Err(cause.into()),
    }
}

/// Makes the names in a folder durable: what was made, renamed or removed there.
pub fn sync_folder(folder: &Path) -> Result<()> {
    Ok(fs::File::open(folder)?.sync_all()?)
}

pub fn load_or_make(path: &Path, random: &Random) -> Result<[u8; 32]> {
    let text = load_or_write(path, random, &URL_SAFE_NO_PAD.encode(random.bytes::<32>()))?;
    URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| unusable(path, "it does not hold 32 bytes in base64url"))
}

pub fn load_or_write(path: &Path, random: &Random, new: &str) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => write_once(path, random, new),
        Err(cause) => Err(unusable(path, cause)),
    }
}

/// `link` instead of `rename`: of two processes that start at once, one writes and both use what it wrote.
fn write_once(path: &Path, random: &Random, new: &str) -> Result<String> {
    let draft = path.with_extension(format!("draft-{}", random.salt()));
    let mut file = private_file(&draft, |options| options.create_new(true))?;
    file.write_all(new.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Ok(()) => Ok(new.to_owned()),
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
            load_or_write(path, random, new)
        }
        Err(cause) => Err(unusable(path, cause)),
    }
}

/// Opens for writing a file only its owner can read.
pub fn private_file(
    path: &Path,
    choose: impl Fn(&mut OpenOptions) -> &mut OpenOptions,
) -> Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    choose(&mut options)
        .open(path)
        .map_err(|cause| unusable(path, cause))
}

/// Makes a folder, readable by its owner alone, if it is not there. One that is keeps its permissions.
pub fn private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|cause| unusable(path, cause))
}

#[cfg(unix)]
pub fn restrict(folder: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
        .map_err(|cause| unusable(folder, cause))
}

#[cfg(not(unix))]
pub fn restrict(_: &Path, _: u32) -> Result<()> {
    Ok(())
}

pub fn unusable(path: &Path, cause: impl std::fmt::Display) -> Error {
    Error::internal(format!("{}: {cause}", path.display()))
}
