//! Text that was damaged on its way, back to what was typed: HTML entities, tags, and UTF-8 that was read as
//! Windows-1252 ("â€™" for an apostrophe).
//!
//! Only what is certain is repaired. A character that is lost (U+FFFD) stays lost.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// Damage may be done twice, by two programs; nobody has seen more than three times.
const MOST_ROUNDS: usize = 3;

/// Tags that editors put around titles. Others are left alone, since `<` may be meant.
const TAGS: &[&str] = &[
    "a", "b", "big", "br", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol",
    "p", "pre", "small", "span", "strong", "sub", "sup", "table", "td", "th", "tr", "tt", "u", "ul",
];

/// The text as it was typed; borrowed when there is nothing to repair, as nearly always.
#[must_use]
pub fn repair(text: &str) -> Cow<'_, str> {
    let mut repaired = Cow::Borrowed(text);
    for _ in 0..MOST_ROUNDS {
        match once(&repaired) {
            Some(next) => repaired = Cow::Owned(next),
            None => break,
        }
    }
    repaired
}

fn once(text: &str) -> Option<String> {
    let has = |byte: u8| text.as_bytes().contains(&byte);
    let mut current = Cow::Borrowed(text);
    if has(b'&')
        && has(b';')
        && let Cow::Owned(decoded) = html_escape::decode_html_entities(&current)
    {
        current = Cow::Owned(decoded);
    }
    if current.contains('<')
        && current.contains('>')
        && let Some(plain) = without_tags(&current)
    {
        current = Cow::Owned(plain);
    }
    if !current.is_ascii()
        && let Some(read) = reread(&current)
    {
        current = Cow::Owned(read);
    }
    match current {
        Cow::Owned(repaired) if repaired != text => Some(repaired),
        _ => None,
    }
}

/// Each known tag becomes a blank.
fn without_tags(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(open) = rest.find('<') {
        let Some(length) = rest[open..].find('>') else { break };
        let inside = rest[open + 1..open + length].trim_matches('/');
        let name = inside.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
        out.push_str(&rest[..open]);
        if TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
            out.push(' ');
            found = true;
        } else {
            out.push_str(&rest[open..=open + length]);
        }
        rest = &rest[open + length + 1..];
    }
    out.push_str(rest);
    found.then_some(out)
}

/// UTF-8 that was read as Windows-1252 or Latin-1, read again as what it is. Each stretch of characters beyond ASCII
/// is one case: its bytes must be UTF-8 from end to end, and what they say must be something that people write.
/// A stretch that may have been meant as it stands is read again only beside one that cannot.
fn reread(text: &str) -> Option<String> {
    let mut pieces: Vec<(&str, &str, Option<String>)> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let length = rest[start..].find(|c: char| c.is_ascii()).unwrap_or(rest.len() - start);
        let (stretch, after) = rest[start..].split_at(length);
        pieces.push((&rest[..start], stretch, read_again(stretch)));
        rest = after;
    }
    if !pieces.iter().any(|(_, stretch, read)| read.is_some() && !may_be_meant(stretch)) {
        return None;
    }
    let read = pieces.iter().map(|(before, stretch, read)| format!("{before}{}", read.as_deref().unwrap_or(stretch)));
    Some(read.chain([rest.to_owned()]).collect())
}

/// A capital before a letter or a closing sign: "Ÿ" or "”" behind "Ä" may be typed so.
fn may_be_meant(stretch: &str) -> bool {
    let pairs: Vec<char> = stretch.chars().collect();
    pairs.chunks(2).all(|pair| {
        matches!(
            pair,
            [
                'Ä' | 'Å',
                'Š' | 'Œ'
                    | 'Ž'
                    | 'š'
                    | 'œ'
                    | 'ž'
                    | 'Ÿ'
                    | 'ƒ'
                    | '‘'
                    | '’'
                    | '“'
                    | '”'
                    | '–'
                    | '—'
                    | '…'
                    | '€'
            ]
        )
    })
}

fn read_again(stretch: &str) -> Option<String> {
    let bytes: Vec<u8> = stretch.chars().map(byte_of).collect::<Option<_>>()?;
    let read = String::from_utf8(bytes).ok()?;
    let letters = read.chars().filter(|c| c.is_alphabetic()).count();
    // "É“" (an accented capital before a closing quote) happens to be UTF-8 of a letter that nobody writes.
    read.chars().all(|c| is_common(c) || letters >= 3 && c.is_alphabetic()).then_some(read)
}

/// The byte that Windows-1252, or else Latin-1, has for a character.
fn byte_of(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return (byte >= 0x80).then_some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        [byte] if !unmappable => Some(byte),
        _ => None,
    }
}

/// Letters of European languages, punctuation, currencies and pictures.
fn is_common(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{2010}'..='\u{2044}' | '\u{20a0}'..='\u{20bf}'
        | '\u{2122}' | '\u{2190}'..='\u{21ff}' | '\u{25a0}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_repaired() {
        for (damaged, typed) in [
            ("Workersâ€™ Compensation", "Workers’ Compensation"),
            ("IT â€“ Director", "IT – Director"),
            ("GeschÃ¤ftsfÃ¼hrer", "Geschäftsführer"),
            ("IngÃ©nieur Ã\u{a0} Paris", "Ingénieur à Paris"),
            ("MÃƒÂ¼ller", "Müller"),
            ("Gesch\u{c3}\u{a4}ft â\u{80}\u{93} Ost", "Geschäft – Ost"),
            ("Ð˜Ð½Ð¶ÐµÐ½ÐµÑ€", "Инженер"),
            ("ðŸš€ Developer", "🚀 Developer"),
            ("au&#223;en &amp; innen", "außen & innen"),
            ("K&#xF6;chin", "Köchin"),
            ("R&amp;amp;D Engineer", "R&D Engineer"),
            ("Caf&eacute;&nbsp;Manager", "Café\u{a0}Manager"),
            ("Trainee <p>in M&uuml;nchen</p>", "Trainee  in München "),
            ("Cook<br/>Cleaner", "Cook Cleaner"),
        ] {
            assert_eq!(repair(damaged), typed, "{damaged}");
        }
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in [
            "Geschäftsführer – Süd",
            "Chef de CAFÉ”",
            "Ingénieur À la Carte",
            "AT&T R&D; Q&A",
            "Nurse <3 years",
            "Developer <Java>",
            "営業 Manager",
            "matri\u{fffd}ter",
            "Ärztin “Ü“",
            "P&L &copy Manager",
            "KLÄž Ä” Ä’s",
        ] {
            assert!(matches!(repair(text), Cow::Borrowed(_)), "{text} {}", repair(text));
        }
    }
}
