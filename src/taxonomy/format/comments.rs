//! Comments that a file may keep: at its head, and above a table header.

/// The comments of a file.
pub(super) struct Comments {
    /// At the head, with the blank line that parts it from the first key.
    pub head: String,
    /// Header, code of the table where it has one, and the lines above it.
    tables: Vec<(String, String, String)>,
}

impl Comments {
    /// Collects the comments, or gives the line of one that stands elsewhere.
    pub fn of(text: &str) -> Result<Comments, usize> {
        let lines: Vec<&str> = text.lines().collect();
        let mut comments = Comments { head: String::new(), tables: Vec::new() };
        let mut block: Vec<&str> = Vec::new();
        let mut block_start = 0;
        let mut seen_key = false;
        for (i, line) in lines.iter().enumerate() {
            let line = line.trim();
            if line.starts_with('#') {
                if block.is_empty() {
                    block_start = i + 1;
                }
                block.push(line);
                continue;
            }
            if has_comment(line) {
                return Err(i + 1);
            }
            if line.is_empty() || block.is_empty() {
                seen_key |= !line.is_empty();
                continue;
            }
            let above: String = block.drain(..).map(|l| format!("{l}\n")).collect();
            if !seen_key && !line.starts_with('[') {
                comments.head = format!("{above}\n");
            } else if line.starts_with('[') && line.ends_with(']') {
                comments.tables.push((line.to_owned(), code_below(&lines[i + 1..]), above));
            } else {
                return Err(block_start);
            }
            seen_key = true;
        }
        if block.is_empty() { Ok(comments) } else { Err(block_start) }
    }

    /// The lines above a table.
    pub fn above(&self, header: &str, code: &str) -> &str {
        let found = self.tables.iter().find(|(h, c, _)| h == header && (c == code || code.is_empty()));
        found.map_or("", |(_, _, lines)| lines.as_str())
    }
}

fn code_below(lines: &[&str]) -> String {
    let own = lines.iter().map(|l| l.trim()).take_while(|l| !l.starts_with('['));
    let code = own.filter_map(|l| l.strip_prefix("code")?.trim_start().strip_prefix('=')).next();
    code.map_or_else(String::new, |c| c.trim().trim_matches('"').to_owned())
}

/// Whether a comment follows something else on a line: a `#` outside of quotes.
fn has_comment(line: &str) -> bool {
    let (mut quote, mut escaped) = (None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), c) if c == open && !escaped => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => return true,
            _ => {}
        }
        escaped = false;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_inside_quotes_are_no_comments() {
        assert!(!has_comment(r##"aliases = ["c# developer", "a \" # b"]"##));
        assert!(has_comment(r#"code = "ABC" # why"#));
    }
}
