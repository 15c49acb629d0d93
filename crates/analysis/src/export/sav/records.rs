//! Bytes of records: whole numbers and texts as the format has them, little end first.

/// The kinds of record with a size, a count and data: all are of type 7.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    MachineIntegers = 3,
    MachineFloats = 4,
    Sets = 7,
    Display = 11,
    LongNames = 13,
    VeryLongStrings = 14,
    Cases = 16,
    FileAttributes = 17,
    VariableAttributes = 18,
    Encoding = 20,
    LongLabels = 21,
    LongMissing = 22,
}

/// A file's first bytes, record by record.
#[derive(Default)]
pub(super) struct Records(pub Vec<u8>);

impl Records {
    /// Of 32 bits.
    pub fn int(&mut self, number: i32) {
        self.0.extend(number.to_le_bytes());
    }

    /// A length or a count.
    pub fn count(&mut self, number: usize) {
        self.int(i32::try_from(number).expect("a dictionary is smaller than 2 GB"));
    }

    /// Of 64 bits.
    pub fn float(&mut self, number: f64) {
        self.0.extend(number.to_le_bytes());
    }

    /// A text filled up with blanks to so many bytes.
    pub fn filled(&mut self, text: &str, bytes: usize) {
        self.0.extend(text.bytes().chain(std::iter::repeat(b' ')).take(bytes));
    }

    /// The number of its bytes, then a text.
    pub fn counted(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend(text.as_bytes());
    }

    /// A record of type 7 out of elements of so many bytes; none where there is nothing to say.
    pub fn extension(&mut self, kind: Kind, size: usize, data: &[u8]) {
        if data.is_empty() {
            return;
        }
        [7, kind as i32, size as i32].into_iter().for_each(|it| self.int(it));
        self.count(data.len() / size);
        self.0.extend(data);
    }
}
