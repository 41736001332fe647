//! The reading side as a whole: every fixture of `fixtures/hr`, inputs made up on the spot, and laws for any bytes.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;

struct Reading {
    table: Table,
    rows: Vec<Row>,
}

impl Reading {
    fn of(table: Result<Table, ReadError>) -> Result<Self, ReadError> {
        let mut table = table?;
        let mut rows = Vec::new();
        let mut row = Row::new();
        while table.read_row(&mut row)? {
            rows.push(row.clone());
        }
        Ok(Self { table, rows })
    }

    fn titles(&self) -> Vec<&str> {
        let title = self.table.layout().title.index;
        self.rows.iter().map(|row| row.get(Some(title))).collect()
    }

    fn named(&self, column: &Option<ColumnFound>) -> Option<String> {
        column.as_ref().map(|found| found.name.clone())
    }

    fn lines(&self) -> Vec<u64> {
        self.rows.iter().map(|row| row.line).collect()
    }

    fn encoding(&self) -> (&str, EncodingEvidence) {
        let found = self.table.layout().encoding.as_ref().unwrap();
        (found.name, found.how)
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hr").join(name)
}

fn read(name: &str) -> Reading {
    read_with(name, &ReadOptions::default())
}

fn read_with(name: &str, options: &ReadOptions) -> Reading {
    Reading::of(open(&Input::Path(fixture(name)), options)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn stream(bytes: &[u8], options: &ReadOptions) -> Result<Reading, ReadError> {
    Reading::of(open_stream("standard input", Box::new(Cursor::new(bytes.to_vec())), options))
}

fn file(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    Reading::of(open(&Input::Path(path), options))
}

fn title(choice: &str) -> ReadOptions {
    let columns = ColumnChoices { title: Some(choice.parse().unwrap()), ..Default::default() };
    ReadOptions { columns, ..Default::default() }
}

/// File, title column, its evidence, rows, first title, last title.
#[test]
fn every_fixture_gives_its_titles() {
    use ColumnEvidence::{Content, Header, Only};
    let expected = [
        ("bamboohr_employees.csv", "Job Title", Header, 594, "Front Desk Agent", "Teacher Aide"),
        ("workday_workers.xlsx", "Business Title", Header, 60, "Senior Director, Clinical Operations", ""),
        ("successfactors_users.csv", "TITLE", Header, 48, "Ingénieur logiciel", ""),
        ("excel_german.csv", "Stellenbezeichnung", Header, 52, "Sachbearbeiterin Buchhaltung", ""),
        ("excel_unicode_text.txt", "Position Title", Header, 30, "Civil Engineer", "Electrician – Journeyman"),
        ("utf16_no_bom.csv", "Position Title", Header, 24, "Civil Engineer", "Crane Operator"),
        ("handmade_list.txt", "title", Only, 52, "REGISTERED NURSE", "Cashier"),
        ("handmade_totals.xlsx", "Job Title", Header, 14, "Executive Chef", ""),
        ("pipe_payroll.txt", "JOB_TITLE", Header, 16, "WELDER", "GENERAL MANAGER"),
        ("duplicate_headers.csv", "Title", Header, 7, "Charge Nurse", "Account Manager"),
        ("ragged.csv", "Job Title", Header, 8, "Accountant", "Actuary"),
        ("embedded_newlines.csv", "Job Title", Header, 5, "Nurse Manager", "Cook"),
        ("salutation_title.csv", "Position", Header, 9, "Site Manager", "Plumber"),
        ("no_header.csv", "column_3", Content, 14, "Registered Nurse", "Custodian"),
        ("people.jsonl", "jobTitle", Header, 10, "Senior Backend Engineer", "Legal Counsel"),
        ("legacy.xls", "Job Title", Header, 12, "Lecturer", "Finance Officer"),
        ("libreoffice.ods", "Funktion", Header, 9, "Bibliothekarin", "Polizistin"),
        ("header_only.csv", "Job Title", Header, 0, "", ""),
        ("utf8_bom.csv", "Job Title", Header, 5, "Café Manager", "Bell Captain"),
        ("french_utf8.csv", "Intitulé du poste", Header, 18, "Infirmière diplômée d’État", "Agent d’entretien"),
    ];
    for (name, column, how, rows, first, last) in expected {
        let reading = read(name);
        let found = &reading.table.layout().title;
        assert_eq!((found.name.as_str(), found.how), (column, how), "{name}");
        assert_eq!(reading.rows.len(), rows, "{name}");
        assert_eq!(reading.titles().first().copied().unwrap_or_default(), first, "{name}");
        if !last.is_empty() {
            assert_eq!(reading.titles().last().copied(), Some(last), "{name}");
        }
    }
    let listed =
        fs::read_dir(fixture("")).unwrap().filter(|file| file.as_ref().unwrap().path().extension().unwrap() != "md");
    assert_eq!(listed.count(), expected.len() + 1, "a fixture has no line above (empty.csv is tested below)");
}

#[test]
fn a_workday_report_has_a_preamble_and_rich_context() {
    let reading = read("workday_workers.xlsx");
    let layout = reading.table.layout();
    assert_eq!(
        (layout.sheet.as_deref(), layout.skipped_rows, layout.header_rows),
        (Some("Workers by Organization"), 5, 1)
    );
    assert_eq!(reading.named(&layout.department).as_deref(), Some("Supervisory Organization"));
    assert_eq!(reading.named(&layout.family).as_deref(), Some("Job Family"));
    assert_eq!(reading.named(&layout.grade).as_deref(), Some("Compensation Grade"), "has codes, not words");
    assert_eq!(reading.named(&layout.manager).as_deref(), Some("Manager"));
    assert_eq!(reading.named(&layout.id).as_deref(), Some("Employee ID"));
    assert_eq!(reading.rows[0].line, 7);
    assert!(reading.rows[0].cells[9].starts_with("20") && reading.rows[0].cells[9].len() == 10, "a date in ISO form");
    assert_eq!(reading.titles()[33], "", "a blank title stays blank");
    assert_eq!(sheet_names(&fixture("workday_workers.xlsx")).unwrap(), ["Workers by Organization", "About"]);
}

#[test]
fn successfactors_has_two_header_rows_in_windows_1252() {
    let reading = read("successfactors_users.csv");
    let layout = reading.table.layout();
    assert_eq!((layout.header_rows, reading.rows[0].line), (2, 3));
    assert_eq!(reading.encoding(), ("windows-1252", EncodingEvidence::Guessed));
    assert_eq!(reading.titles()[4], "Leiter Qualitätssicherung");
    assert_eq!(reading.rows[3].cells.get(1), Some("00005003"), "leading zeros stay");
    assert_eq!(reading.named(&layout.department).as_deref(), Some("DEPARTMENT"));
}

#[test]
fn encodings_and_delimiters_are_found() {
    let expected = [
        ("bamboohr_employees.csv", "UTF-8", EncodingEvidence::ValidUtf8, Some(b',')),
        ("excel_german.csv", "windows-1252", EncodingEvidence::Guessed, Some(b';')),
        ("excel_unicode_text.txt", "UTF-16LE", EncodingEvidence::Bom, Some(b'\t')),
        ("utf16_no_bom.csv", "UTF-16LE", EncodingEvidence::NulPattern, Some(b',')),
        ("pipe_payroll.txt", "UTF-8", EncodingEvidence::Ascii, Some(b'|')),
        ("utf8_bom.csv", "UTF-8", EncodingEvidence::Bom, Some(b',')),
        ("french_utf8.csv", "UTF-8", EncodingEvidence::ValidUtf8, Some(b';')),
        ("handmade_list.txt", "UTF-8", EncodingEvidence::ValidUtf8, None),
    ];
    for (name, encoding, how, delimiter) in expected {
        let reading = read(name);
        assert_eq!((reading.encoding(), reading.table.layout().delimiter), ((encoding, how), delimiter), "{name}");
    }
    assert_eq!(read("utf8_bom.csv").table.headers()[0], "Job Title", "the mark is no part of the header");
    assert_eq!(read("excel_german.csv").titles()[12], "Elektroniker für Betriebstechnik");
}

#[test]
fn a_list_keeps_every_line_as_it_is() {
    let reading = read("handmade_list.txt");
    assert_eq!(reading.titles()[4], "Sous\u{a0}Chef");
    assert_eq!(reading.titles()[5], "Line Cook  ");
    assert_eq!(reading.titles()[15], "\"Office Manager\"");
    assert_eq!((reading.titles()[31], reading.rows[31].line), ("", 32));
    assert_eq!(reading.table.headers(), ["title"]);
}

#[test]
fn a_totals_row_is_a_row_and_a_merged_cell_has_its_text_once() {
    let reading = read("handmade_totals.xlsx");
    let layout = reading.table.layout();
    assert_eq!(
        reading.rows.last().map(|row| (row.get(Some(0)), row.get(Some(1)), row.get(Some(2)))),
        Some(("Total", "", "61"))
    );
    assert_eq!((reading.rows[0].get(Some(0)), reading.rows[1].get(Some(0))), ("Kitchen", ""));
    assert_eq!(layout.skipped_rows, 2);
    assert_eq!(layout.warnings, [ReadWarning::BlankLines { line: 15, count: 1 }]);
}

#[test]
fn the_second_of_two_equal_headers_can_be_chosen() {
    let reading = read("duplicate_headers.csv");
    assert_eq!(reading.table.layout().title.index, 4, "the first `Title` holds salutations");
    assert_eq!(reading.table.headers(), ["ID", "Name", "Title", "Department", "Title", "Notes", "Notes"]);
    assert_eq!(read_with("duplicate_headers.csv", &title("title[2]")).titles()[0], "Charge Nurse");
    assert_eq!(read_with("duplicate_headers.csv", &title("Title")).titles()[0], "Ms");
}

#[test]
fn ragged_rows_are_kept_and_marked() {
    let reading = read("ragged.csv");
    let issues: Vec<_> = reading.rows.iter().map(|row| row.issue.clone()).collect();
    let short = |cells| Some(RowIssue::Short { cells, expected: 5 });
    let long = |cells| Some(RowIssue::Long { cells, expected: 5 });
    assert_eq!(issues, [None, short(3), long(6), None, long(7), None, short(2), None]);
    assert_eq!((reading.rows[6].cells.len(), reading.rows[2].get(Some(5))), (5, "Leeds"), "filled up; nothing cut off");
    assert_eq!(reading.lines(), [2, 3, 4, 5, 7, 8, 9, 10]);
    assert_eq!(reading.table.layout().warnings, [ReadWarning::BlankLines { line: 6, count: 1 }]);
}

#[test]
fn line_breaks_in_cells_are_kept_and_lines_counted() {
    let reading = read("embedded_newlines.csv");
    assert_eq!(reading.titles()[1], "Lab\r\nTechnician");
    assert_eq!(reading.lines(), [2, 5, 7, 9, 11]);
    assert!(reading.table.layout().warnings.is_empty());
}

#[test]
fn json_records_stay_whole() {
    let reading = read("people.jsonl");
    assert_eq!(
        reading.table.headers(),
        ["id", "name", "jobTitle", "department", "level", "remote", "manager", "skills", "quota"]
    );
    let first = &reading.rows[0];
    assert_eq!((first.get(Some(0)), first.get(Some(5)), first.get(Some(7))), ("1", "true", "[\"rust\",\"sql\"]"));
    assert_eq!(reading.rows[3].get(Some(4)), "", "null");
    assert_eq!(reading.rows[6].get(Some(8)), "1200000.5");
    assert!(first.json.as_ref().unwrap()["manager"]["name"].is_string());
}

#[test]
fn old_and_open_workbooks_read_alike() {
    let reading = read("legacy.xls");
    assert_eq!(reading.rows[0].cells.iter().skip(2).collect::<Vec<_>>()[2..], ["2010-02-03", "FALSE"]);
    assert_eq!(reading.rows[0].get(Some(0)), "1200", "no .0");
    assert_eq!(read("libreoffice.ods").rows[1].get(Some(4)), "100");
}

#[test]
fn nothing_in_a_file_is_an_error_and_a_header_alone_is_not() {
    let error = open(&Input::Path(fixture("empty.csv")), &ReadOptions::default()).err().unwrap();
    assert!(matches!(error, ReadError::Empty { .. }));
    for bytes in [&b"\n\n"[..], b"\xEF\xBB\xBF", b"  \r\n"] {
        let error = file("x.csv", bytes, &ReadOptions::default()).err().unwrap();
        assert!(matches!(error, ReadError::Empty { .. }), "{error}");
    }
    assert_eq!(read("header_only.csv").rows.len(), 0);
}

#[test]
fn a_stream_is_a_list_until_columns_are_named() {
    let list = stream(b"title\nDirector, Sales\r\n\nCook", &ReadOptions::default()).unwrap();
    assert_eq!(list.titles(), ["title", "Director, Sales", "", "Cook"]);
    assert_eq!(list.table.layout().title.how, ColumnEvidence::Only);
    let pasted = stream(b"Cook\t3\nWelder\t12\n", &ReadOptions::default()).unwrap();
    assert_eq!(pasted.titles(), ["Cook", "Welder"]);
    let csv = stream(b"id,job\n1,Cook\n", &title("job")).unwrap();
    assert_eq!((csv.titles(), csv.lines()), (vec!["Cook"], vec![2]));
    let json = stream(b"{\"job\":\"Cook\"}\n", &title("job")).unwrap();
    assert_eq!((json.titles(), json.table.layout().format), (vec!["Cook"], InputFormat::JsonLines));
    let given = ReadOptions { format: Some(InputFormat::Csv), ..Default::default() };
    assert_eq!(stream(b"id;Job Title\n1;Cook\n", &given).unwrap().titles(), ["Cook"]);
    let workbook = fs::read(fixture("workday_workers.xlsx")).unwrap();
    assert_eq!(stream(&workbook, &ReadOptions::default()).unwrap().rows.len(), 60);
}

#[test]
fn a_file_with_one_column_is_a_list_with_or_without_header() {
    let with = file("a.csv", b"Job Title\nDirector, Sales\nCook\nWelder\nNurse\n", &ReadOptions::default()).unwrap();
    assert_eq!((with.titles().len(), with.titles()[0]), (4, "Director, Sales"));
    assert_eq!((with.table.headers()[0].as_str(), with.lines()[0]), ("Job Title", 2));
    let without = file("a.csv", b"Cook\nWelder\n", &ReadOptions::default()).unwrap();
    assert_eq!((without.titles(), without.table.headers()[0].as_str()), (vec!["Cook", "Welder"], "title"));
    let quoted = file("a.csv", b"Job Title\n\"Director, Sales\"\nCook\n", &ReadOptions::default()).unwrap();
    assert_eq!(quoted.titles(), ["Director, Sales", "Cook"]);
}

#[test]
fn a_list_of_inverted_titles_is_no_table() {
    let list = file("a.txt", b"Director, Sales\nManager, IT\nVP, Finance\n", &ReadOptions::default()).unwrap();
    assert_eq!(list.titles(), ["Director, Sales", "Manager, IT", "VP, Finance"]);
}

#[test]
fn excels_declaration_of_the_separator_is_obeyed() {
    let reading = file("a.csv", b"sep=;\r\nID;Job Title\r\n1;Cook\r\n", &ReadOptions::default()).unwrap();
    assert_eq!((reading.titles(), reading.lines()), (vec!["Cook"], vec![3]));
    assert_eq!((reading.table.layout().delimiter, reading.table.layout().skipped_rows), (Some(b';'), 1));
}

#[test]
fn a_preamble_in_a_csv_is_passed_over() {
    let text = b"Active Workers,,,\nRun by: HRIS,,,\n\nEmployee ID,Worker,Job Title,Location\n1,Ann,Cook,Oslo\n2,Bo,Welder,Bergen\n";
    let reading = file("a.csv", text, &ReadOptions::default()).unwrap();
    assert_eq!((reading.titles(), reading.lines()), (vec!["Cook", "Welder"], vec![5, 6]));
    assert_eq!(reading.table.layout().skipped_rows, 3);
}

#[test]
fn header_skipping_and_delimiter_can_be_given() {
    let text = b"junk\nid,job title\n1,Cook\n";
    let options = ReadOptions { header: HeaderChoice::Row(2), ..title("job title") };
    assert_eq!(file("a.csv", text, &options).unwrap().titles(), ["Cook"]);
    let options = ReadOptions { skip_lines: 2, header: HeaderChoice::None, ..title("2") };
    let reading = file("a.csv", text, &options).unwrap();
    assert_eq!((reading.titles(), reading.lines()), (vec!["Cook"], vec![3]));
    let options = ReadOptions { header: HeaderChoice::Row(9), ..title("2") };
    let error = file("a.csv", text, &options).err().unwrap().to_string();
    assert!(error.contains("no row in line 9"), "{error}");
    let options = ReadOptions { delimiter: DelimiterChoice::Is(b':'), ..Default::default() };
    assert_eq!(file("a.csv", b"id:Job Title\n1:Cook, hot\n", &options).unwrap().titles(), ["Cook, hot"]);
    let options = ReadOptions { encoding: EncodingChoice::Named(encoding_rs::MACINTOSH), ..Default::default() };
    assert_eq!(file("a.csv", b"id,Job Title\n1,Caf\x8E\n", &options).unwrap().titles(), ["Café"]);
}

#[test]
fn sheets_are_chosen_by_name_and_number() {
    let choose = |choice: &str| {
        let options = ReadOptions { sheet: Some(choice.parse().unwrap()), ..Default::default() };
        Reading::of(open(&Input::Path(fixture("workday_workers.xlsx")), &options))
    };
    assert_eq!(choose("workers by organization").unwrap().rows.len(), 60);
    assert_eq!(choose("-2").unwrap().rows.len(), 60);
    assert_eq!(choose("2").unwrap().table.layout().sheet.as_deref(), Some("About"));
    let error = choose("Workers by Organisation").err().unwrap().to_string();
    assert!(error.contains("Did you mean --sheet \"Workers by Organization\"?"), "{error}");
    assert!(matches!(choose("7"), Err(ReadError::NoSheet { .. })));
}

/// A workbook of sheets, whose rows are written with `|` between cells.
fn workbook(sheets: &[(&str, &[&str])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(rows.iter()) {
            for (column, cell) in (0..).zip(cells.split('|')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_list_in_a_sheet_is_a_list_and_a_cover_sheet_is_none() {
    let notes: &[&str] = &["People report", "made for the board"];
    let table: &[&str] = &["", "|ID|Job Title", "|1|Cook", "", "|2|Welder"];
    let bytes = workbook(&[("Cover", notes), ("Data", table), ("More", &["Job Title|x", "Baker|y"])]);
    let reading = file("a.xlsx", &bytes, &ReadOptions::default()).unwrap();
    assert_eq!((reading.table.layout().sheet.as_deref(), reading.titles()), (Some("Data"), vec!["Cook", "Welder"]));
    assert_eq!(reading.table.headers(), ["ID", "Job Title"], "the empty column to the left is no column");
    assert_eq!(reading.lines(), [3, 5]);
    let others = ReadWarning::OtherSheets { names: vec!["More".into()] };
    assert_eq!(reading.table.layout().warnings, [others, ReadWarning::BlankLines { line: 4, count: 1 }]);

    let reading = file("a.xlsx", &workbook(&[("Sheet1", &["Nurse", "Cook"])]), &ReadOptions::default()).unwrap();
    assert_eq!((reading.titles(), reading.table.layout().title.how), (vec!["Nurse", "Cook"], ColumnEvidence::Only));

    let keys: &[&str] = &["STATUS|USERID|TITLE", "Status|User ID|Title", "active|1|Cook"];
    let reading = file("a.xlsx", &workbook(&[("Users", keys)]), &ReadOptions::default()).unwrap();
    assert_eq!((reading.titles(), reading.table.layout().header_rows), (vec!["Cook"], 2));

    let cities: &[&str] = &["Name|City", "Ann Berg|Oslo", "Bo Dahl|Bergen"];
    let error =
        file("a.xlsx", &workbook(&[("Cover", notes), ("People", cities)]), &ReadOptions::default()).err().unwrap();
    assert!(error.to_string().contains("a.xlsx, sheet People looks like job titles. It has: Name, City."), "{error}");
    let error = file("a.xlsx", &workbook(&[("Empty", &[])]), &ReadOptions::default()).err().unwrap();
    assert!(matches!(error, ReadError::Empty { .. }));
}

#[test]
fn one_stray_cell_does_not_make_a_million_rows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Job Title").unwrap();
    sheet.write_string(0, 1, "Dept").unwrap();
    sheet.write_string(1, 0, "Cook").unwrap();
    sheet.write_string(1_048_575, 16_383, "stray").unwrap();
    let reading = file("a.xlsx", &book.save_to_buffer().unwrap(), &ReadOptions::default()).unwrap();
    assert_eq!((reading.titles(), reading.table.headers().len()), (vec!["Cook", ""], 2));
}

#[test]
fn files_that_are_no_tables_are_named() {
    let error = |name: &str, bytes: &[u8]| file(name, bytes, &ReadOptions::default()).err().unwrap().to_string();
    assert!(error("a.csv", b"%PDF-1.7 ...").contains("is a PDF; export the table"));
    assert!(error("a.csv", b"\x1F\x8B\x08\0\0\0").contains("gzip"));
    assert!(error("a.csv", b"PK\x03\x04 readme.txt").contains("a zip archive; unpack it"));
    assert!(error("a.csv", &[0; 512]).contains("neither text nor a workbook"));
    assert!(error("a.xls", b"<html><table><tr><td>Job Title").contains("web page"));
    assert!(error("a.xlsx", b"PK\x03\x04 xl/workbook.xml").contains("damaged or no workbook"));
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(error("a.xlsx", &locked).contains("protected by a password"));
    assert!(error("a.csv", b"Name,City\nAnn Berg,Oslo\nBo Dahl,Bergen\n").contains("It has: Name, City."));
}

#[test]
fn a_text_under_the_name_of_a_workbook_is_read_as_text() {
    let reading = file("a.xls", b"ID\tJob Title\n1\tCook\n2\tWelder\n", &ReadOptions::default()).unwrap();
    assert_eq!(reading.titles(), ["Cook", "Welder"]);
    assert!(matches!(reading.table.layout().warnings[0], ReadWarning::NotWhatItsNameSays { .. }));
    let workbook = fs::read(fixture("legacy.xls")).unwrap();
    assert_eq!(file("a.csv", &workbook, &ReadOptions::default()).unwrap().rows.len(), 12);
}

#[test]
fn bad_json_is_an_error_with_its_place() {
    let error = |bytes: &[u8]| file("a.jsonl", bytes, &ReadOptions::default()).err().unwrap().to_string();
    assert!(error(b"{\"title\":\"Cook\"}\n{\"title\": oops}\n").contains("line 2, column 11"));
    assert!(error(b"[{\"title\":\"Cook\"}]").contains("jq -c"));
    assert!(error(b"7\n").contains("7 is not an object"));
}

#[test]
fn keys_that_come_late_are_kept_in_the_record() {
    let mut text = "{\"title\":\"Cook\"}\n".repeat(1200);
    text.push_str("\n{\"title\":\"Welder\",\"shift\":\"night\"}\n");
    let reading = file("a.jsonl", text.as_bytes(), &ReadOptions::default()).unwrap();
    let last = reading.rows.last().unwrap();
    assert_eq!(last.issue, Some(RowIssue::ExtraKeys { keys: vec!["shift".into()] }));
    assert_eq!((last.cells.len(), last.line), (1, 1202));
    assert_eq!(last.json.as_ref().unwrap()["shift"], "night");
    assert_eq!(reading.table.layout().warnings, [ReadWarning::BlankLines { line: 1201, count: 1 }]);
}

#[test]
fn an_unclosed_quotation_mark_is_reported_where_it_opens() {
    let mut text = "id,Job Title,Dept\n1,Cook,Kitchen\n2,\"Welder,Shop\n".to_owned();
    text.push_str(&"3,Nurse,Ward\n".repeat(300));
    let reading = file("a.csv", text.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(reading.table.layout().warnings, [ReadWarning::UnclosedQuote { line: 3 }]);
    assert!(reading.titles()[1].ends_with("3,Nurse,Ward\n"));
    let short = file("a.csv", b"id,Job Title\n1,Cook\n2,\"Welder\n3,Nurse\n", &ReadOptions::default()).unwrap();
    assert_eq!(short.table.layout().warnings, [ReadWarning::UnclosedQuote { line: 3 }]);
}

#[test]
fn damage_behind_the_sample_is_mended_and_reported() {
    let mut bytes = b"id,Job Title\n".to_vec();
    bytes.extend(b"1,Registered Nurse\n".repeat(80_000));
    bytes.extend(b"2,K\xF6chin\n3,\0Cook\n");
    let reading = file("a.csv", &bytes, &ReadOptions::default()).unwrap();
    assert_eq!(reading.titles()[80_000..], ["Köchin", "\0Cook"]);
    let expected = [ReadWarning::NotUtf8 { line: 80_002, count: 1 }, ReadWarning::NulBytes { line: 80_003, count: 1 }];
    assert_eq!(reading.table.layout().warnings, expected);
    assert_eq!(reading.table.bytes_read(), reading.table.bytes_total().unwrap());
}

#[test]
fn a_very_long_line_is_one_cell() {
    let line = "nurse ".repeat(2_000_000);
    let reading = stream(line.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!((reading.rows.len(), reading.titles()[0].len()), (1, line.len()));
    let csv = format!("id,Job Title\n1,{line}\n2,Cook\n");
    let reading = file("a.csv", csv.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!((reading.rows.len(), reading.titles()[0].len()), (2, line.len()));
    assert!(reading.table.layout().warnings.is_empty());
}

#[test]
fn lines_of_old_macs_are_lines() {
    let reading = file("a.csv", b"id,Job Title\r1,Cook\r2,Welder\r", &ReadOptions::default()).unwrap();
    assert_eq!((reading.titles(), reading.lines()), (vec!["Cook", "Welder"], vec![2, 3]));
    assert_eq!(stream(b"Cook\rWelder\r", &ReadOptions::default()).unwrap().titles(), ["Cook", "Welder"]);
}

/// A reader that gives one byte at a time.
struct Trickle(Cursor<Vec<u8>>);

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = buffer.len().min(1);
        self.0.read(&mut buffer[..size])
    }
}

fn any_options() -> impl Strategy<Value = ReadOptions> {
    let format = prop::option::of(prop_oneof![
        Just(InputFormat::Csv),
        Just(InputFormat::JsonLines),
        Just(InputFormat::Excel),
        Just(InputFormat::Lines)
    ]);
    let header =
        prop_oneof![Just(HeaderChoice::Auto), Just(HeaderChoice::None), (1_usize..4).prop_map(HeaderChoice::Row)];
    let delimiter = prop_oneof![Just(DelimiterChoice::Auto), Just(DelimiterChoice::Is(b';'))];
    let column = prop::option::of((1_usize..4).prop_map(ColumnChoice::Number));
    (format, header, delimiter, column, 0_usize..4).prop_map(|(format, header, delimiter, title, skip_lines)| {
        ReadOptions {
            format,
            header,
            delimiter,
            skip_lines,
            columns: ColumnChoices { title, ..Default::default() },
            ..Default::default()
        }
    })
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let table = "[a-zé;,\t|\"\r\n{}:\\[\\]0-9 \u{0}]{0,300}".prop_map(String::into_bytes);
    static STARTS: [&[u8]; 9] = [
        b"",
        b"PK\x03\x04xl/",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"\xFF\xFE",
        b"\xFE\xFF",
        b"\xEF\xBB\xBF",
        b"sep=;\n",
        b"Job Title,ID\n",
        b"{\"title\":1}\n",
    ];
    (prop::sample::select(&STARTS[..]), prop_oneof![table, prop::collection::vec(any::<u8>(), 0..600)])
        .prop_map(|(start, rest)| [start, &rest].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in any_bytes(), options in any_options()) {
        let _ = stream(&bytes, &options);
    }

    #[test]
    fn it_does_not_matter_how_the_bytes_arrive(bytes in any_bytes(), options in any_options()) {
        let whole = stream(&bytes, &options);
        let trickled = Reading::of(open_stream("standard input", Box::new(Trickle(Cursor::new(bytes))), &options));
        match (whole, trickled) {
            (Ok(whole), Ok(trickled)) => {
                prop_assert_eq!(whole.lines(), trickled.lines());
                prop_assert_eq!(whole.titles(), trickled.titles());
            }
            (whole, trickled) => prop_assert_eq!(whole.err().map(|e| e.to_string()), trickled.err().map(|e| e.to_string())),
        }
    }

    #[test]
    fn every_line_of_a_list_is_a_row(lines in prop::collection::vec("[ -~é–ß技]{0,20}", 1..30)) {
        let text = lines.join("\n") + "\n";
        let options = ReadOptions { format: Some(InputFormat::Lines), ..Default::default() };
        prop_assume!(magic::magic(text.as_bytes()) == Magic::Unknown && !text.to_lowercase().starts_with("sep="));
        let reading = stream(text.as_bytes(), &options).unwrap();
        prop_assert_eq!(reading.titles(), lines);
    }
}
