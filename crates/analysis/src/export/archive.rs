//! A zip that is written as it goes: files, one after the other, compressed; nothing is read back.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use survey::Moment;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::export::utc;

/// A zip that is being written; what is written to it goes into the last [`Archive::file`].
///
/// Dropped without [`Archive::end`] it has no directory, so that nobody takes it for whole.
pub struct Archive<W: Write> {
    // Before the writer, so that it is dropped first.
    guard: Guard,
    zip: ZipWriter<StreamWriter<Sink<W>>>,
    made_at: DateTime,
}

impl<W: Write> Archive<W> {
    /// One without files, all of which will say that they were made at `made_at`, in UTC.
    pub fn begin(to: W, made_at: Moment) -> Archive<W> {
        let is_over = Arc::new(AtomicBool::new(false));
        let sink = Sink { to, is_over: Arc::clone(&is_over) };
        Archive { guard: Guard(is_over), zip: ZipWriter::new_stream(sink), made_at: date(made_at) }
    }

    /// Ends the file before and begins one of this name.
    pub fn file(&mut self, name: &str) -> io::Result<()> {
        // Nobody knows beforehand whether it will be larger than 4 GB.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(self.made_at)
            .large_file(true);
        Ok(self.zip.start_file(name, options)?)
    }

    /// Writes the directory, and gives the sink back.
    pub fn end(self) -> io::Result<W> {
        let Archive { guard, zip, .. } = self;
        let sink = zip.finish()?.into_inner();
        drop(guard);
        Ok(sink.to)
    }
}

impl<W: Write> Write for Archive<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

/// The writer of the library writes its directory even when it is dropped: from then on nothing is taken.
struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

struct Sink<W> {
    to: W,
    is_over: Arc<AtomicBool>,
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_over.load(Ordering::Relaxed) { Ok(bytes.len()) } else { self.to.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_over.load(Ordering::Relaxed) { Ok(()) } else { self.to.flush() }
    }
}

/// To two seconds, which is all that a zip knows.
fn date(moment: Moment) -> DateTime {
    let time = utc(moment);
    let date = DateTime::from_date_and_time(
        time.year().unsigned_abs(),
        time.month().unsigned_abs(),
        time.day().unsigned_abs(),
        time.hour().unsigned_abs(),
        time.minute().unsigned_abs(),
        time.second().unsigned_abs(),
    );
    date.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(to: &mut Vec<u8>) -> Archive<&mut Vec<u8>> {
        let mut archive = Archive::begin(to, Moment(1_768_206_600_250));
        archive.file("a.txt").unwrap();
        archive.write_all(b"one").unwrap();
        archive.file("b.txt").unwrap();
        archive
    }

    #[test]
    fn an_archive_that_is_not_ended_has_no_directory() {
        let (mut whole, mut cut) = (Vec::new(), Vec::new());
        begun(&mut whole).end().unwrap();
        drop(begun(&mut cut));
        assert!(zip::ZipArchive::new(io::Cursor::new(&cut)).is_err());
        let mut read = zip::ZipArchive::new(io::Cursor::new(&whole)).unwrap();
        assert_eq!(read.file_names().map(Result::unwrap).collect::<Vec<_>>(), ["a.txt", "b.txt"]);
        let file = read.by_name("a.txt").unwrap();
        assert_eq!(file.last_modified().unwrap().to_string(), "2026-01-12 08:30:00");
        assert_eq!(io::read_to_string(file).unwrap(), "one");
    }
}
