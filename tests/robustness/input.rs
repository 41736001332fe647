//! Odd input.

use predicates::prelude::*;

use crate::{Office, error, titles};

/// The lines of a result without its header.
fn rows(stdout: &[u8]) -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new().from_reader(stdout).records().map(Result::unwrap).collect()
}

#[test]
fn a_line_of_ten_megabytes_is_one_row() {
    let line = "nurse ".repeat(10 * 1024 * 1024 / 6);
    let office = Office::with("long.txt", format!("Staff Accountant\n{line}\nCISO\n"));
    let run = office.canon(&["match", "long.txt"]).assert().success().stderr(predicate::str::starts_with("3 rows"));
    let rows = rows(&run.get_output().stdout);
    assert_eq!(rows.len(), 3);
    assert_eq!(&rows[1][0], line);
    assert_eq!((&rows[1][4], &rows[0][4]), ("unmatched", "accepted"));
}

#[test]
fn a_line_of_ten_megabytes_without_a_blank_is_one_row() {
    let office = Office::with("long.csv", format!("id,Job Title\n1,{}\n2,CISO\n", "x".repeat(10 * 1024 * 1024)));
    let run = office.canon(&["match", "long.csv", "-q"]).assert().success().stderr("");
    let rows = rows(&run.get_output().stdout);
    assert_eq!((rows.len(), &rows[0][5], &rows[1][2]), (2, "unmatched", "SEI.GEN.E4"));
}

#[test]
fn nul_bytes_are_kept_and_reported() {
    let office = Office::with("nul.csv", b"id,Job Title\n1,Registered\0 Nurse\n2,CISO\n3,Cook\n4,Welder\n");
    let run = office.canon(&["match", "nul.csv"]).assert().success();
    let rows = rows(&run.get_output().stdout);
    assert_eq!((rows.len(), &rows[0][1]), (4, "Registered\0 Nurse"));
    run.stderr(predicate::str::contains(
        "warning: nul.csv: line 2: NUL characters in the text (1 in all); they were kept",
    ));
}

#[test]
fn binary_files_are_named_for_what_they_are() {
    let noise: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let cases: [(&[u8], &str); 4] = [
        (&noise, "neither text nor a workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "is a"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
        (b"PK\x03\x04\x14\0\0\0\x08\0broken archive", "is a zip archive"),
    ];
    for (bytes, said) in cases {
        let office = Office::with("people.xlsx", bytes);
        let text = error(&mut office.canon(&["match", "people.xlsx", "-o", "out.csv"]));
        assert!(text.contains("people.xlsx") && text.contains(said), "{text}");
        assert_eq!(office.files(), ["people.xlsx"]);
    }
}

#[test]
fn a_workbook_that_was_cut_off_is_damaged() {
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hr/workday_workers.xlsx")).unwrap();
    let office = Office::with("people.xlsx", &whole[..whole.len() / 2]);
    let text = error(&mut office.canon(&["match", "people.xlsx", "-o", "out.csv"]));
    assert!(text.contains("people.xlsx is damaged or no workbook"), "{text}");
    assert_eq!(office.files(), ["people.xlsx"]);
}

#[test]
fn a_workbook_that_would_burst_is_refused_before_it_does() {
    for name in ["workday_workers.xlsx", "libreoffice.ods"] {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hr/").to_owned() + name;
        let mut bytes = std::fs::read(file).unwrap();
        // The size that the archive states for the first file in it.
        let entry = bytes.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&4_100_000_000u32.to_le_bytes());
        let office = Office::with(name, &bytes);
        let text = error(&mut office.canon(&["match", name, "-o", "out.csv"]));
        assert!(text.contains(&format!("{name} unpacks to more than 4000 MB")), "{text}");
        assert!(text.contains("save the sheet as CSV"), "{text}");
        assert_eq!(office.files(), [name]);
    }
}

#[test]
fn any_bytes_end_with_a_result_or_a_message() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    for (round, start) in
        [&b""[..], b"Job Title\n", b"\xff\xfe", b"{\"title\":\"", b"PK\x03\x04", b"a,b\n\""].iter().enumerate()
    {
        let bytes: Vec<u8> = start.iter().copied().chain((0..3000).map(|_| byte())).collect();
        let office = Office::with("any.csv", &bytes);
        let output = office.canon(&["match", "any.csv", "-s", "1"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 2)), "round {round}: {:?} {text}", output.status);
        assert!(!text.contains("panicked") && !text.is_empty(), "round {round}: {text}");
    }
}

#[test]
fn an_empty_standard_input_is_an_error_that_says_so() {
    let text = error(Office::new().canon(&["match"]).write_stdin(""));
    assert!(text.contains("standard input is empty"), "{text}");
}

#[test]
fn a_header_without_rows_gives_a_header_without_rows() {
    let office = Office::with("none.csv", "Employee ID,Job Title\n");
    let run = office.canon(&["match", "none.csv", "-o", "out.csv", "-r", "review.csv"]).assert().success();
    run.stderr(predicate::str::starts_with("0 rows, 0 distinct titles"));
    let header = std::fs::read_to_string(office.path("out.csv")).unwrap();
    assert!(header.starts_with("Employee ID,Job Title,canon_code,") && header.lines().count() == 1, "{header}");
    assert_eq!(std::fs::read_to_string(office.path("review.csv")).unwrap().lines().count(), 1);
}

#[test]
fn a_folder_in_place_of_a_file_is_named() {
    let office = Office::new();
    std::fs::create_dir(office.path("people.csv")).unwrap();
    assert!(error(&mut office.canon(&["match", "people.csv"])).contains("people.csv is a folder"));
}

#[test]
fn titles_that_a_terminal_would_obey_are_shown_escaped() {
    let office = Office::with("\u{1b}[31mred.csv", "id,Job Title\n1,Nurse\n");
    let text = error(&mut office.canon(&["match", "\u{1b}[31mred.csv", "-s", "\u{1b}]0;x\u{7}"]));
    assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{text:?}");
    let run = office.canon(&["explain", "Nurse \u{1b}[31m\u{202e}red"]).assert().success();
    let shown = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
}

#[test]
fn more_threads_than_anybody_has_are_no_problem() {
    let run = Office::new().canon(&["match", "-q", "-j", "100000"]).write_stdin(titles(8)).assert().success();
    assert_eq!(rows(&run.get_output().stdout).len(), 8);
}

#[test]
fn lines_are_counted_in_a_file_of_windows_whose_header_has_a_line_end_of_its_own() {
    let office =
        Office::with("list.csv", "id,\"Job\nTitle\"\r\n1,Nurse\r\n2,Cook,extra\r\n3,\"We\nlder\"\r\n4,Clerk,more\r\n");
    let done = office.canon(&["match", "list.csv", "-o", "x.csv"]).assert().success();
    let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    for line in ["list.csv:4: 3 cells", "list.csv:7: 3 cells"] {
        assert!(said.contains(line), "{said}");
    }
}
