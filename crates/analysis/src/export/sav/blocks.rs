//! Data of a .zsav: compressed blocks in an unnamed file, since what stands before them says where they end.

use std::io::{self, Seek, Write};

use flate2::{Compress, Compression, FlushCompress, Status};
use tempfile::SpooledTempFile;

use super::bytecode::BIAS;

/// Bytes of a block before it is compressed; the only number ever seen.
pub(super) const BLOCK: usize = 0x3f_f000;

/// Bytes that are kept in memory before they go to disk.
const IN_MEMORY: usize = 4 << 20;

/// Bytes of the header, and of each entry of the trailer.
const ENTRY: usize = 24;

/// Blocks so far.
pub(super) struct Blocks {
    file: SpooledTempFile,
    block: usize,
    /// What makes no block yet.
    rest: Vec<u8>,
    /// Bytes of each block, whole and compressed.
    sizes: Vec<(usize, usize)>,
}

impl Blocks {
    /// None yet; `block` bytes make one.
    pub fn new(block: usize) -> Blocks {
        Blocks { file: SpooledTempFile::new(IN_MEMORY), block, rest: Vec::new(), sizes: Vec::new() }
    }

    /// Takes some more data.
    pub fn write(&mut self, mut data: &[u8]) -> io::Result<()> {
        while self.rest.len() + data.len() >= self.block {
            let (head, tail) = data.split_at(self.block - self.rest.len());
            self.rest.extend(head);
            self.flush()?;
            data = tail;
        }
        self.rest.extend(data);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let block = compressed(&self.rest, self.compressed())?;
        self.file.write_all(&block)?;
        self.sizes.push((self.rest.len(), block.len()));
        self.rest.clear();
        Ok(())
    }

    /// Bytes of all blocks.
    fn compressed(&self) -> usize {
        self.sizes.iter().map(|it| it.1).sum()
    }

    /// Writes header, blocks and trailer to a file in which `before` bytes stand.
    pub fn end(mut self, to: &mut impl Write, before: usize) -> io::Result<()> {
        if !self.rest.is_empty() {
            self.flush()?;
        }
        let header = [before, before + ENTRY + self.compressed(), ENTRY * (1 + self.sizes.len())];
        header.iter().try_for_each(|it| to.write_all(&(*it as i64).to_le_bytes()))?;
        self.file.rewind()?;
        io::copy(&mut self.file, to)?;
        to.write_all(&trailer(self.block, &self.sizes, before))
    }
}

/// Where each block stands: in this file, and in one that is not compressed so.
pub(super) fn trailer(block: usize, sizes: &[(usize, usize)], before: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend((-BIAS as i64).to_le_bytes());
    bytes.extend(0_i64.to_le_bytes());
    bytes.extend((block as i32).to_le_bytes());
    bytes.extend((sizes.len() as i32).to_le_bytes());
    let (mut whole_at, mut at) = (before, before + ENTRY);
    for (whole, compressed) in sizes {
        bytes.extend((whole_at as i64).to_le_bytes());
        bytes.extend((at as i64).to_le_bytes());
        bytes.extend((*whole as i32).to_le_bytes());
        bytes.extend((*compressed as i32).to_le_bytes());
        whole_at += whole;
        at += compressed;
    }
    bytes
}

/// PSPP reads so many bytes at a time, counted from the first block.
pub(super) const READ: usize = 4096;

/// Bytes of a block until something comes out of it: two of zlib's header, five of a stored piece's, and one.
pub(super) const SILENT: usize = 8;

/// Bytes that are stored as they are, at the beginning of each block.
const STORED: usize = 64;

/// A piece of nothing, as zlib stores it.
const NOTHING: [u8; 5] = [0, 0, 0, 0xff, 0xff];

/// A block (RFC 1950) of which `at` bytes stand before it.
///
/// PSPP (1.6.2, and by their source later ones) gives up where a read ends before anything came out of a block. That
/// happens to every thirtieth that begins with the tables of its codes, as the library would write it. So each
/// begins with a stored piece, and ends such that no read ends in the head of the next one.
fn compressed(block: &[u8], at: usize) -> io::Result<Vec<u8>> {
    let (head, tail) = block.split_at(block.len().min(STORED));
    let length = head.len() as u16;
    let mut out = vec![0x78, 0x01, 0];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(head);
    let mut deflate = Compress::new(Compression::new(6), false);
    compress(&mut deflate, tail, FlushCompress::Sync, &mut out)?;
    let mut end = Vec::new();
    compress(&mut deflate, &[], FlushCompress::Finish, &mut end)?;
    end.extend(adler32(block).to_be_bytes());
    while (at + out.len() + end.len()) % READ > READ - SILENT {
        out.extend(NOTHING);
    }
    out.append(&mut end);
    Ok(out)
}

/// The sum at the end of a block. The library makes it only where it makes the head.
fn adler32(bytes: &[u8]) -> u32 {
    const PRIME: u32 = 65_521;
    let (mut low, mut high) = (1_u32, 0_u32);
    // So many fit before 32 bits are full.
    for chunk in bytes.chunks(5552) {
        for byte in chunk {
            low += u32::from(*byte);
            high += low;
        }
        low %= PRIME;
        high %= PRIME;
    }
    high << 16 | low
}

fn compress(
    deflate: &mut Compress,
    mut from: &[u8],
    flush: FlushCompress,
    to: &mut Vec<u8>,
) -> io::Result<()> {
    loop {
        to.reserve(1 << 16);
        let before = deflate.total_in();
        let status = deflate.compress_vec(from, to, flush)?;
        from = &from[(deflate.total_in() - before) as usize..];
        // Room that is left says that nothing waits to be written.
        let is_flushed = from.is_empty() && to.len() < to.capacity();
        if status == Status::StreamEnd || is_flushed && flush == FlushCompress::Sync {
            return Ok(());
        }
    }
}
