//! Bytecode compression: one byte for a small whole number, a blank or nothing; eight more for anything else.
//!
//! "Data Record" of the format's description: eight codes, then the eight bytes of each of them that is 253.

/// Added to a number to give its code.
pub(super) const BIAS: f64 = 100.0;

const END: u8 = 252;
const WHOLE: u8 = 253;
const BLANKS: u8 = 254;
const NOTHING: u8 = 255;

/// Eight bytes of a text that is filled up.
const BLANK: [u8; 8] = *b"        ";

/// Elements of eight bytes, compressed; what is done stands in `out`.
#[derive(Default)]
pub(super) struct Bytecode {
    pub out: Vec<u8>,
    codes: [u8; 8],
    used: usize,
    whole: Vec<u8>,
}

impl Bytecode {
    /// A number; what is none is system-missing.
    pub fn number(&mut self, number: f64) {
        let code = number + BIAS;
        if (1.0..=251.0).contains(&code) && code.fract() == 0.0 {
            self.push(code as u8);
        } else if number.is_finite() {
            self.whole(number.to_le_bytes());
        } else {
            self.push(NOTHING);
        }
    }

    /// System-missing.
    pub fn nothing(&mut self) {
        self.push(NOTHING);
    }

    /// Bytes of a text, filled up with blanks to so many elements.
    pub fn text(&mut self, bytes: &[u8], elements: usize) {
        let mut written = 0;
        for chunk in bytes.chunks(8) {
            let mut element = BLANK;
            element[..chunk.len()].copy_from_slice(chunk);
            if element == BLANK {
                self.push(BLANKS)
            } else {
                self.whole(element)
            }
            written += 1;
        }
        (written..elements).for_each(|_| self.push(BLANKS));
    }

    /// Says that there are no more cases.
    pub fn end(&mut self) {
        self.push(END);
        // Code 0 is skipped by whoever reads.
        while self.used > 0 {
            self.push(0);
        }
    }

    fn whole(&mut self, element: [u8; 8]) {
        // Before the code: the eighth code writes them all.
        self.whole.extend(element);
        self.push(WHOLE);
    }

    fn push(&mut self, code: u8) {
        self.codes[self.used] = code;
        self.used += 1;
        if self.used == 8 {
            self.out.extend(self.codes);
            self.out.append(&mut self.whole);
            self.used = 0;
        }
    }
}
