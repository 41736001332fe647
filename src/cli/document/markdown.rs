//! A report as Markdown, for a repository or a wiki. Titles are untrusted: nothing in them is taken for markup.

use super::Document;
use crate::cli::sanitize::sanitize;

/// The report as Markdown with tables.
pub fn render(document: &Document) -> String {
    let mut out = format!("# {}\n\n", inert(&document.title));
    for line in &document.intro {
        out.push_str(&format!("- {}\n", inert(line)));
    }
    for section in &document.sections {
        out.push_str(&format!("\n## {}\n", inert(&section.heading)));
        for note in &section.notes {
            out.push_str(&format!("\n{}\n", inert(note)));
        }
        if let Some(grid) = &section.table {
            let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
            out.push('\n');
            out.push_str(&line(grid.header.iter().map(|h| inert(h)).collect()));
            let rules: Vec<&str> =
                (0..grid.header.len()).map(|n| if grid.numbers.contains(&n) { "---:" } else { "---" }).collect();
            out.push_str(&format!("|{}|\n", rules.join("|")));
            for row in &grid.rows {
                out.push_str(&line(row.iter().map(|cell| inert(cell)).collect()));
            }
        }
        if let Some(snippet) = &section.snippet {
            out.push_str(&format!("\n```rust\n{snippet}\n```\n"));
        }
        for item in &section.items {
            out.push_str(&format!("\n### {}\n", inert(&item.heading)));
            for note in &item.notes {
                out.push_str(&format!("\n{}\n", inert(note)));
            }
        }
    }
    out
}

/// Text that stays text: everything that Markdown or HTML would act on is escaped.
fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = sanitize(text);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // Inside a word it is none.
            '_' if out.ends_with(char::is_alphanumeric) && chars.peek().is_some_and(|c| c.is_alphanumeric()) => {
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
            // A bare address would become a link.
            ':' => out.push_str(if out.ends_with("http") || out.ends_with("https") { "&#58;" } else { ":" }),
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn markup_in_a_title_stays_text() {
        assert_eq!(
            inert("<b>a|b</b> [x](https://y) `z` a_b _c_"),
            "&lt;b&gt;a\\|b&lt;/b&gt; \\[x\\](https&#58;//y) \\`z\\` a_b \\_c\\_"
        );
    }
}
