//! A calibration plot as SVG: what was said on one axis, what happened on the other.

use std::fmt::Write as _;

#[cfg(test)]
mod tests;

/// Side of the square in which it is drawn, in units of the picture.
const SIDE: f64 = 360.0;
/// Room for the axes.
const MARGIN: f64 = 48.0;
/// Colours of the forecasters, in order; the first is ours.
const COLOURS: [&str; 6] = ["#0b5394", "#b45f06", "#38761d", "#741b47", "#666666", "#990000"];

/// One forecaster's line: pairs of the probability said and the share that came true.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Who.
    pub name: String,
    /// Said and happened, both 0 to 1.
    pub points: Vec<(f64, f64)>,
}

/// Draws lines; a forecaster who says 90 % when it is 90 % lies on the diagonal.
pub fn draw(title: &str, lines: &[Line]) -> String {
    let mut svg = String::new();
    let (width, height) = (SIDE + 2.0 * MARGIN + 150.0, SIDE + 2.0 * MARGIN);
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">"#
    );
    let _ = write!(svg, r##"<rect width="100%" height="100%" fill="#ffffff"/>"##);
    let _ = write!(svg, r#"<text x="{MARGIN}" y="28" font-size="14">{}</text>"#, escaped(title));
    axes(&mut svg);
    for (at, line) in lines.iter().enumerate() {
        draw_line(&mut svg, at, line);
    }
    svg.push_str("</svg>\n");
    svg
}

fn place(said: f64, happened: f64) -> (f64, f64) {
    (MARGIN + said * SIDE, MARGIN + (1.0 - happened) * SIDE)
}

fn axes(svg: &mut String) {
    let grey = "#cccccc";
    for tenth in 0..=10 {
        let share = f64::from(tenth) / 10.0;
        let ((x, bottom), (left, y)) = (place(share, 0.0), place(0.0, share));
        let (right, top) = (MARGIN + SIDE, MARGIN);
        let _ = write!(
            svg,
            r#"<path d="M{x:.1} {bottom}V{top}M{left} {y:.1}H{right}" stroke="{grey}" stroke-width="0.5"/>"#
        );
        if tenth % 2 == 0 {
            let percent = tenth * 10;
            let _ = write!(
                svg,
                r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle">{percent}</text><text x="{:.1}" y="{:.1}" text-anchor="end">{percent}</text>"#,
                bottom + 16.0,
                left - 6.0,
                y + 4.0
            );
        }
    }
    let ((x0, y0), (x1, y1)) = (place(0.0, 0.0), place(1.0, 1.0));
    let _ = write!(
        svg,
        r##"<path d="M{x0} {y0}L{x1} {y1}" stroke="#888888" stroke-dasharray="4 3"/>"##
    );
    let middle = MARGIN + SIDE / 2.0;
    let _ = write!(
        svg,
        r#"<text x="{middle}" y="{:.1}" text-anchor="middle">said to have arrived by then, %</text>"#,
        y0 + 36.0
    );
    let _ = write!(
        svg,
        r#"<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">arrived by then, %</text>"#
    );
}

fn draw_line(svg: &mut String, number: usize, line: &Line) {
    let colour = COLOURS[number % COLOURS.len()];
    let mut path = String::new();
    for (at, &(said, happened)) in line.points.iter().enumerate() {
        let (x, y) = place(said.clamp(0.0, 1.0), happened.clamp(0.0, 1.0));
        let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
        let _ = write!(svg, r#"<circle cx="{x:.1}" cy="{y:.1}" r="3" fill="{colour}"/>"#);
    }
    let _ = write!(svg, r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>"#);
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let y = MARGIN + 12.0 + 18.0 * number as f64;
    let _ = write!(
        svg,
        r#"<text x="{:.1}" y="{y:.1}" fill="{colour}">{}</text>"#,
        MARGIN + SIDE + 10.0,
        escaped(&line.name)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
