//! What SQLite's `secure_delete` leaves: it overwrites what is deleted, but not the copies of rows that
//! stay behind when a page is split and its rows move to another. They lie between a page's cell
//! pointers and its cells, where SQLite never looks again, and would outlive an erasure (rule 14).
//!
//! So every page loses them on its way into the file. This is a shim in SQLite's sense: the system's
//! own VFS with one method of the database file put before its own. The write-ahead log is not touched;
//! [`Db::truncate_wal`](super::Db::truncate_wal) empties it.
//!
//! Sources: <https://www.sqlite.org/fileformat2.html#b_tree_pages>, <https://www.sqlite.org/vfs.html>
//! and, for a shim that changes pages as they are written, <https://www.sqlite.org/cksumvfs.html>.
#![allow(unsafe_code, reason = "SQLite's VFS is an interface of C")]

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::{CStr, c_int, c_void};
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use libsqlite3_sys::{
    SQLITE_CANTOPEN, SQLITE_IOERR_WRITE, SQLITE_OK, SQLITE_OPEN_MAIN_DB, sqlite3_file,
    sqlite3_filename, sqlite3_initialize, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs,
    sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::error::{Error, Result};

const NAME: &CStr = c"samtycke";
/// A page that is none of a b-tree begins with another page's number (pointer maps, which do not, come
/// with `auto_vacuum` only). None of these numbers begins with a byte that begins a b-tree's page. At
/// 4 KiB a page they are 128 GiB.
pub const MAX_PAGES: u32 = 0x01ff_ffff;

const INTERIOR_INDEX: u8 = 2;
const INTERIOR_TABLE: u8 = 5;
const LEAF_INDEX: u8 = 10;
const LEAF_TABLE: u8 = 13;
/// The file's header stands before the first page's own.
const FILE_HEADER: usize = 100;

type Open = unsafe extern "C" fn(
    *mut sqlite3_vfs,
    sqlite3_filename,
    *mut sqlite3_file,
    c_int,
    *mut c_int,
) -> c_int;
type Write = unsafe extern "C" fn(*mut sqlite3_file, *const c_void, c_int, sqlite3_int64) -> c_int;

static SYSTEM_OPEN: OnceLock<Open> = OnceLock::new();

/// A file's methods with ours among them. A file points to its first field, and [`write`] finds the
/// second from there.
#[repr(C)]
struct Methods {
    shown: sqlite3_io_methods,
    system_write: Write,
}

/// The name of the VFS for a database's connections; registers it at the first call.
///
/// # Errors
/// When SQLite can not begin to work or has no VFS for this system.
pub fn vfs() -> Result<&'static str> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    if !REGISTERED.get_or_init(|| register().is_some()) {
        return Err(Error::internal("SQLite has no VFS for this system"));
    }
    NAME.to_str().map_err(Error::internal)
}

fn register() -> Option<()> {
    // SAFETY: finding and registering a VFS are SQLite's own, made for any thread. The system's VFS is
    // never freed, and a copy of it works as it does: its methods read only what is copied. The copy
    // is leaked, since SQLite keeps it for good.
    unsafe {
        if sqlite3_initialize() != SQLITE_OK {
            return None;
        }
        let mut vfs = *sqlite3_vfs_find(std::ptr::null()).as_ref()?;
        SYSTEM_OPEN.set(vfs.xOpen?).ok()?;
        vfs.zName = NAME.as_ptr();
        vfs.xOpen = Some(open);
        (sqlite3_vfs_register(Box::leak(Box::new(vfs)), 0) == SQLITE_OK).then_some(())
    }
}

/// Opens a file as the system does; a database's own gets [`write`].
unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    opened: *mut c_int,
) -> c_int {
    let Some(system_open) = SYSTEM_OPEN.get() else {
        return SQLITE_CANTOPEN;
    };
    // SAFETY: SQLite's own arguments go on as they came; afterwards the file is SQLite's until closed,
    // and its methods are a static table of the system's VFS.
    unsafe {
        let result = system_open(vfs, name, file, flags, opened);
        if result == SQLITE_OK && flags & SQLITE_OPEN_MAIN_DB != 0 {
            match with_our_write((*file).pMethods) {
                Some(methods) => (*file).pMethods = &raw const methods.shown,
                None => return SQLITE_CANTOPEN,
            }
        }
        result
    }
}

/// The system has a table of methods for each kind of file system; each gets one copy, kept for good.
///
/// # Safety
/// `system` is null or a table that is never freed.
unsafe fn with_our_write(system: *const sqlite3_io_methods) -> Option<&'static Methods> {
    static TABLES: Mutex<Option<HashMap<usize, &'static Methods>>> = Mutex::new(None);
    // SAFETY: the caller's promise.
    let methods = unsafe { system.as_ref() }?;
    let system_write = methods.xWrite?;
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    let known = tables.get_or_insert_default();
    Some(known.entry(system.addr()).or_insert_with(|| {
        let mut shown = *methods;
        shown.xWrite = Some(write);
        Box::leak(Box::new(Methods {
            shown,
            system_write,
        }))
    }))
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    content: *const c_void,
    length: c_int,
    offset: sqlite3_int64,
) -> c_int {
    let Ok(size) = usize::try_from(length) else {
        return SQLITE_IOERR_WRITE;
    };
    // SAFETY: only files `open` gave our methods to come here, so the table is the first field of a
    // `Methods`; and SQLite hands over `length` bytes to read.
    unsafe {
        let methods = (*file).pMethods.cast::<Methods>();
        let written = std::slice::from_raw_parts(content.cast::<u8>(), size);
        let clean = without_leftovers(written, offset == 0);
        ((*methods).system_write)(file, clean.as_ptr().cast(), length, offset)
    }
}

/// The page with nothing in its unallocated space.
fn without_leftovers(page: &[u8], first: bool) -> Cow<'_, [u8]> {
    match unallocated(page, first) {
        Some(space) if page[space.clone()].iter().any(|byte| *byte != 0) => {
            let mut clean = page.to_vec();
            clean[space].fill(0);
            Cow::Owned(clean)
        }
        _ => Cow::Borrowed(page),
    }
}

/// Where a b-tree's page holds nothing, by its header. None for any other page, and for bytes that are
/// no whole page.
fn unallocated(page: &[u8], first: bool) -> Option<Range<usize>> {
    if page.len() < 512 || !page.len().is_power_of_two() {
        return None;
    }
    let header = page.get(if first { FILE_HEADER } else { 0 }..)?;
    let header_length = match *header.first()? {
        INTERIOR_INDEX | INTERIOR_TABLE => 12,
        LEAF_INDEX | LEAF_TABLE => 8,
        _ => return None,
    };
    let number = |at: usize| {
        Some(usize::from(u16::from_be_bytes([
            *header.get(at)?,
            *header.get(at + 1)?,
        ])))
    };
    let begin = page.len() - header.len() + header_length + 2 * number(3)?;
    // Zero stands for 65,536, which two bytes can not hold.
    let end = match number(5)? {
        0 => 65_536,
        end => end,
    };
    (begin <= end && end <= page.len()).then_some(begin..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A leaf of a table with one cell of four bytes at its end, and something left before it.
    fn leaf() -> Vec<u8> {
        let mut page = vec![7; 512];
        page[..10].copy_from_slice(&[LEAF_TABLE, 0, 0, 0, 1, 1, 252, 0, 1, 252]);
        page
    }

    #[test]
    fn what_lies_between_pointers_and_cells_goes() {
        let clean = without_leftovers(&leaf(), false).into_owned();
        assert_eq!(clean[..10], leaf()[..10]);
        assert!(clean[10..508].iter().all(|byte| *byte == 0));
        assert_eq!(clean[508..], [7; 4]);
    }

    #[test]
    fn the_first_page_begins_after_the_files_header() {
        let mut page = vec![7; 1024];
        page[100..112].copy_from_slice(&[INTERIOR_INDEX, 0, 0, 0, 0, 3, 254, 0, 0, 0, 0, 9]);
        let clean = without_leftovers(&page, true).into_owned();
        assert_eq!(clean[..112], page[..112]);
        assert!(clean[112..1022].iter().all(|byte| *byte == 0));
        assert_eq!(clean[1022..], [7; 2]);
    }

    #[test]
    fn other_pages_stay_as_they_are() {
        let mut overflow = leaf();
        overflow[0] = 0;
        let mut crossed = leaf();
        crossed[5..7].copy_from_slice(&[0, 9]);
        let mut beyond = leaf();
        beyond[5..7].copy_from_slice(&[2, 1]);
        for page in [overflow, crossed, beyond, leaf()[..500].to_vec()] {
            assert_eq!(without_leftovers(&page, false), page);
        }
    }

    #[test]
    fn no_page_number_begins_like_a_page_of_a_tree() {
        let first_byte = MAX_PAGES.to_be_bytes()[0];
        assert!(first_byte < INTERIOR_INDEX);
    }
}
