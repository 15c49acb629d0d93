//! QR codes as SVG in millimetres, ready to print.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

/// The empty border that a reader needs, in modules.
const QUIET: usize = 4;

/// A text as a QR code, one millimetre a module, with its quiet zone; none where it is too long for one.
///
/// Black on white whatever is around it, and level M: a poster gets scratches. The library's own SVG has neither
/// a size in print nor one path.
pub fn svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let size = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let dark = code[row][column..].iter().take_while(|it| it.value()).count();
            if dark > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                write!(path, "M{x} {y}h{dark}v1h-{dark}z").expect("a String takes whatever is written");
            }
            column += dark.max(1);
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}mm\" height=\"{size}mm\" \
         viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_as_large_as_its_modules_and_its_quiet_zone() {
        // Such an address takes version 4: 33 modules, and four on either side.
        let svg = svg("https://survey.example.org/s/tiny?source=poster").unwrap();
        assert!(svg.contains("width=\"41mm\" height=\"41mm\" viewBox=\"0 0 41 41\""), "{svg}");
        // The first finder pattern: seven dark ones, four modules from the corner.
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "{svg}");
        assert!(super::svg(&"x".repeat(3_000)).is_none());
    }
}
