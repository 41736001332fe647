//! SOC codes of any length, to see how far two of them agree.

use std::fmt;

/// How many digits of a SOC 2018 code are compared: major group, minor group, broad and detailed occupation.
pub const SOC_DIGITS: [usize; 4] = [2, 3, 5, 6];

/// A SOC code by its significant digits: `15-1212` has six, `15-1210` five, `15-1200` four and `15-0000` two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocCode(String);

impl SocCode {
    /// Reads a code of two to six digits. The hyphen may be missing, and O*NET's two decimals are left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<SocCode> {
        let text = text.trim();
        let code = match text.split_once('.') {
            Some((code, decimals)) if !decimals.is_empty() && decimals.bytes().all(|b| b.is_ascii_digit()) => code,
            Some(_) => return None,
            None => text,
        };
        let (major, rest) = match code.split_once('-') {
            Some((major, rest)) => (major, rest),
            None => (code.get(..2)?, code.get(2..)?),
        };
        if major.len() != 2 || rest.len() > 4 || !rest.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // The 23 major groups have the odd numbers from 11 to 55.
        major.parse::<u8>().ok().filter(|m| (11..=55).contains(m) && m % 2 == 1)?;
        Some(SocCode(format!("{major}{}", rest.trim_end_matches('0'))))
    }

    /// How many digits say something, 2–6.
    #[must_use]
    pub fn digits(&self) -> usize {
        self.0.len()
    }

    /// Whether another code has the same first digits. One that has fewer does not.
    #[must_use]
    pub fn agrees(&self, other: &SocCode, digits: usize) -> bool {
        match (self.0.get(..digits), other.0.get(..digits)) {
            (Some(own), Some(others)) => own == others,
            _ => false,
        }
    }

    /// The group of that many digits, or the code itself where it has fewer.
    #[must_use]
    pub fn group(&self, digits: usize) -> SocCode {
        SocCode(self.0.chars().take(digits).collect())
    }
}

impl fmt::Display for SocCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, rest) = self.0.split_at(2);
        write!(f, "{major}-{rest:0<4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Option<usize> {
        SocCode::parse(text).map(|code| code.digits())
    }

    #[test]
    fn codes_of_any_length_are_read() {
        assert_eq!(["15-1212", "151212", "15-1212.00", "15-1210"].map(digits), [Some(6), Some(6), Some(6), Some(5)]);
        assert_eq!(["15-0000", "15", "15-1", "15-1200"].map(digits), [Some(2), Some(2), Some(3), Some(4)]);
        assert_eq!(["16-1212", "1", "15-12123", "15-12a2", "", "15.", "é5-12"].map(digits), [None; 7]);
    }

    #[test]
    fn codes_agree_as_far_as_both_go() {
        let code = |text| SocCode::parse(text).unwrap();
        assert!(code("15-1212").agrees(&code("15-1252"), 3));
        assert!(!code("15-1212").agrees(&code("15-2011"), 3));
        assert!(!code("15-1212").agrees(&code("15-0000"), 3));
        assert_eq!(code("15-1212").group(3).to_string(), "15-1000");
    }
}
