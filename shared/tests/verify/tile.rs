//! C2SP tlog-tiles: paths and contents, and a reader of tiles that is not ours.

use std::str::FromStr;

use samtycke_shared::proof::ProofError;
use samtycke_shared::proof::tile::{Kind, Tile, encode_entries, parse_entries};
use samtycke_shared::tree::Hash;
use tlog_tiles::tlog;

use crate::support::{Log, numbered_leaf};

#[test]
fn paths_of_the_specification() {
    let paths = [
        ("tile/0/000", Kind::Hashes(0), 0, 256),
        ("tile/0/x001/x234/067", Kind::Hashes(0), 1_234_067, 256),
        ("tile/2/999.p/1", Kind::Hashes(2), 999, 1),
        ("tile/7/x001/000.p/255", Kind::Hashes(7), 1000, 255),
        (
            "tile/entries/x001/x234/067.p/112",
            Kind::Entries,
            1_234_067,
            112,
        ),
    ];
    for (path, kind, index, width) in paths {
        let tile = Tile::new(kind, index, width).expect("exists");
        assert_eq!(tile.to_string(), path);
        assert_eq!(Tile::from_str(path), Ok(tile));
    }
}

#[test]
fn a_path_has_one_spelling() {
    let bad = [
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/x01/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x1000/000",
        "tile/00/000",
        "tile/8/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000/",
        "tile/0/",
        "tile/0",
        "tile/",
        "/tile/0/000",
        "0/000",
        "tile/0/+01",
        "tile/0/../000",
        "tile/0/x18/x446/x744/x073/x709/x551/616",
        "",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ];
    for path in bad {
        assert_eq!(Tile::from_str(path), Err(ProofError::Malformed), "{path}");
    }
    assert!(Tile::new(Kind::Entries, 1 << 56, 1).is_err());
}

/// The example of the specification: a tree of 70,000 leaves.
#[test]
fn a_tile_is_there_once_all_of_it_is() {
    let within = |path: &str| Tile::from_str(path).expect("a path").is_within(70_000);
    for path in [
        "tile/0/272",
        "tile/0/273.p/112",
        "tile/0/273.p/1",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
        "tile/entries/273.p/112",
    ] {
        assert!(within(path), "{path}");
    }
    for path in [
        "tile/0/273",
        "tile/0/273.p/113",
        "tile/0/274.p/1",
        "tile/1/001.p/18",
        "tile/1/001",
        "tile/2/000.p/2",
        "tile/3/000.p/1",
        "tile/7/000.p/1",
        "tile/entries/273.p/113",
    ] {
        assert!(!within(path), "{path}");
    }
}

#[test]
fn bundles_survive_a_round_trip() {
    let long = vec![7; 65_535];
    let entries: [&[u8]; 4] = [b"", b"a", &[0; 32], &long];
    let bundle = encode_entries(&entries).expect("short enough");
    assert_eq!(bundle[..5], [0, 0, 0, 1, b'a']);
    assert_eq!(parse_entries(&bundle), Ok(entries.to_vec()));
    assert_eq!(parse_entries(&[]), Ok(vec![]));
    for end in 1..38 {
        let whole = [2, 5, 39].contains(&end);
        assert_eq!(parse_entries(&bundle[..end]).is_ok(), whole, "{end}");
    }
    assert!(encode_entries(&[vec![0; 65_536]]).is_err());
}

/// Serves our tiles, by our paths, to the other implementation, which checks them against the
/// root before it believes them.
struct Tiles<'a> {
    log: &'a Log,
    flip: bool,
}

impl tlog_tiles::TileReader for Tiles<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog::Error> {
        Ok(tiles.iter().map(|tile| self.read(*tile)).collect())
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

impl Tiles<'_> {
    fn read(&self, theirs: tlog_tiles::Tile) -> Vec<u8> {
        let path = theirs.path().replacen("tile/8/", "tile/", 1);
        let tile = Tile::from_str(&path).expect("the same path, without the height");
        assert!(tile.is_within(self.log.size), "{path}");
        let mut bytes: Vec<u8> = tile.nodes().flat_map(|n| self.log.nodes[&n]).collect();
        bytes[40 % usize::from(tile.width())] ^= u8::from(self.flip);
        bytes
    }
}

#[test]
fn tlog_tiles_proves_from_our_tiles() {
    let leaves: Vec<Hash> = (0..70_000).map(numbered_leaf).collect();
    let log = Log::of(&leaves);
    let root = tlog::Hash(log.root);
    let tiles = Tiles {
        log: &log,
        flip: false,
    };
    let reader = tlog_tiles::TileHashReader::new(log.size, root, &tiles);
    for index in [0, 255, 256, 65_535, 65_536, 69_999] {
        let proof = tlog::prove_record(log.size, index, &reader).expect("tiles fit the root");
        let leaf = tlog::Hash(leaves[index as usize]);
        assert!(tlog::check_record(&proof, log.size, root, index, leaf).is_ok());
    }
    let altered = Tiles {
        log: &log,
        flip: true,
    };
    let reader = tlog_tiles::TileHashReader::new(log.size, root, &altered);
    assert!(tlog::prove_record(log.size, 255, &reader).is_err());
}
