//! The review file as a workbook: a sheet to decide on, the taxonomy to choose codes from, a page of how-to, and a hidden
//! sheet with the facts of the run. Every text is written as a string, so that nothing of it is a formula or a link.

use std::borrow::Cow;
use std::io::Write as _;

use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatFormula, ConditionalFormatType, DataValidation,
    DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError,
    Workbook, Worksheet, XlsxError,
};

use super::columns::rounded;
use super::excel::{MOST_ROWS, clipped, failed};
use super::review::{Entry, ReviewFile};
use super::{Target, WriteError, without_apostrophe};
use crate::decide::Candidate;
use crate::review::{CODE_AND_TITLE, FACTS_SHEET, Mark, REVIEW_SHEET, visible};
use crate::taxonomy::{Shape, Taxonomy};

/// The columns of the sheet, with their widths in characters.
const COLUMNS: [(&str, f64); 18] = [
    ("rows", 7.0),
    ("title", 38.0),
    ("context", 16.0),
    ("department", 20.0),
    ("grade", 10.0),
    ("manager", 20.0),
    ("suggestion", 44.0),
    ("score", 9.0),
    ("margin", 8.0),
    ("why", 60.0),
    ("alternative 2", 36.0),
    ("alternative 3", 36.0),
    ("alternative 4", 36.0),
    ("alternative 5", 36.0),
    ("decision", 11.0),
    ("code", 16.0),
    ("note", 30.0),
    ("id", 26.0),
];

const SCORE: u16 = 7;
const MARGIN: u16 = 8;
const ALTERNATIVES: u16 = 10;
const DECISION: u16 = 14;
const CODE: u16 = 15;
const NOTE: u16 = 16;
const MARK: u16 = 17;

/// The height of a line, in points.
const LINE: f64 = 15.0;

/// A row is no higher, so that a title of a page does not fill the screen.
const MOST_LINES: u32 = 8;

/// The answers that a person can choose.
const ANSWERS: [&str; 8] = ["accept", "2", "3", "4", "5", "none", "reject", "skip"];

const TAXONOMY_SHEET: &str = "Taxonomy";

const HOW_TO: [&str; 12] = [
    "Each row of the sheet Review is a job title that needs a person, those that settle most first.",
    "Answer in the column decision; everything else is there to help, and the order of the rows is yours.",
    "accept: the suggestion is right. With a code in the column code, that code is right.",
    "2, 3, 4 or 5: that alternative is right.",
    "none: no role of the taxonomy fits. It will not be asked about again.",
    "reject: not the suggestion. It will not be offered again; the next best will be, in the next sheet.",
    "skip, or nothing: not now. The title comes again.",
    "A code from the sheet Taxonomy in the column code is an answer by itself. Filter that sheet to find it.",
    "context says where an answer holds: in that department only, or everywhere where it is empty.",
    "score is how likely the suggestion is, 0 to 1; margin is its lead over the next kind of work.",
    "note is for you and for those who come after you; it is kept with the answer.",
    "Then save the workbook and run: canon apply SHEET.xlsx --decisions decisions.csv",
];

impl ReviewFile {
    /// Writes the workbook. `facts` are names and values for the hidden sheet. The taxonomy's date stands for the time of
    /// writing, so that the same review gives the same bytes.
    ///
    /// # Errors
    /// When the destination refuses it, or a sheet cannot hold it.
    pub fn write_workbook(
        self,
        mut target: Target,
        taxonomy: &Taxonomy,
        facts: &[(String, String)],
    ) -> Result<(), WriteError> {
        let name = target.name().to_owned();
        let entries = self.into_entries();
        if entries.len() >= MOST_ROWS as usize {
            return Err(WriteError::TooManyRows { name, most: MOST_ROWS });
        }
        let bytes = workbook(&entries, taxonomy, facts).map_err(|e| failed(&name, &e))?;
        target.write_all(&bytes).map_err(|e| target.error(e))?;
        target.commit()
    }
}

fn workbook(entries: &[Entry], taxonomy: &Taxonomy, facts: &[(String, String)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let written =
        ExcelDateTime::parse_from_str(&taxonomy.version.date).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    workbook.set_properties(&DocProperties::new().set_title("Titles to decide").set_creation_datetime(&written));
    let mut catalogue = Worksheet::new();
    let last_code = write_taxonomy(&mut catalogue, taxonomy)?;
    let mut review = Worksheet::new();
    write_review(&mut review, entries, last_code)?;
    let mut how_to = Worksheet::new();
    how_to.set_name("How to")?.set_column_width(0, 110)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, line) in (0u32..).zip(HOW_TO) {
        how_to.write_string_with_format(row, 0, line, &wrapped)?;
    }
    let mut hidden = Worksheet::new();
    hidden.set_name(FACTS_SHEET)?.set_column_width(0, 24)?.set_column_width(1, 70)?.set_hidden(true);
    for (row, (fact, value)) in (0u32..).zip(facts) {
        hidden.write_string(row, 0, clipped(&visible(fact)))?.write_string(row, 1, clipped(&visible(value)))?;
    }
    for sheet in [review, catalogue, how_to, hidden] {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

fn header() -> Format {
    Format::new().set_bold().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin)
}

fn write_review(sheet: &mut Worksheet, entries: &[Entry], last_code: u32) -> Result<(), XlsxError> {
    let top = Format::new().set_align(FormatAlign::Top);
    // Apart from the number before it.
    let wrapped = top.clone().set_text_wrap().set_indent(1);
    let score = top.clone().set_num_format("0.00");
    // What is typed into a cell of text stays as it is typed: no code becomes a date or loses its zeros.
    let typed = top.clone().set_num_format("@");
    let typed_note = wrapped.clone().set_num_format("@");
    let last_column = COLUMNS.len() as u16 - 1;
    let last_row = u32::try_from(entries.len()).unwrap_or(MOST_ROWS).max(1);
    sheet.set_name(REVIEW_SHEET)?.set_freeze_panes(1, 2)?.set_repeat_rows(0, 0)?;
    // Eighteen columns on one page nobody could read.
    sheet.set_landscape().set_repeat_columns(0, 1)?.set_print_fit_to_pages(3, 0);
    for (at, (name, width)) in (0u16..).zip(COLUMNS) {
        sheet.set_column_width(at, width)?.write_string_with_format(0, at, name, &header())?;
    }
    for (column, format) in [(DECISION, &typed), (CODE, &typed), (NOTE, &typed_note)] {
        sheet.set_column_format(column, format)?;
    }
    for (row, entry) in (1u32..).zip(entries) {
        sheet.write_number_with_format(row, 0, entry.rows as f64, &top)?;
        let [title, context] = [&entry.title, &entry.context].map(|text| readable(text));
        let seen =
            [&entry.departments, &entry.grades, &entry.managers].map(|seen| visible(&seen.join(" · ")).into_owned());
        let texts: [&str; 5] = [&title, &context, &seen[0], &seen[1], &seen[2]];
        for (column, text) in (1u16..).zip(texts) {
            write_text(sheet, row, column, text, &wrapped)?;
        }
        let outcome = &entry.outcome;
        if let Some(best) = &outcome.best {
            write_text(sheet, row, 6, &code_and_title(best), &wrapped)?;
            sheet.write_number_with_format(row, SCORE, rounded(best.score), &score)?;
            if let Some(next) = outcome.alternatives.iter().find(|next| next.role.focus != best.role.focus) {
                let margin = rounded(best.role_score - next.role_score);
                sheet.write_number_with_format(row, MARGIN, margin, &score)?;
            }
        }
        write_text(sheet, row, 9, &visible(&outcome.reason), &wrapped)?;
        let codes = entry.codes();
        for (column, next) in (ALTERNATIVES..DECISION).zip(&outcome.alternatives) {
            write_text(sheet, row, column, &code_and_title(next), &wrapped)?;
        }
        for (column, format) in [(DECISION, &typed), (CODE, &typed), (NOTE, &typed_note)] {
            sheet.write_blank(row, column, format)?;
        }
        let mut lines =
            texts.iter().zip(&COLUMNS[1..]).map(|(text, (_, width))| lines(text, *width)).max().unwrap_or(1);
        lines = lines.max(self::lines(&outcome.reason, COLUMNS[9].1));
        if let Some(candidate) = &outcome.best {
            lines = lines.max(self::lines(&code_and_title(candidate), COLUMNS[6].1));
        }
        for (candidate, (_, width)) in outcome.alternatives.iter().zip(&COLUMNS[usize::from(ALTERNATIVES)..]).take(4) {
            lines = lines.max(self::lines(&code_and_title(candidate), *width));
        }
        sheet.set_row_height(row, LINE * f64::from(lines.min(MOST_LINES)))?;
        // As a reader sees the cells, who takes an apostrophe in front of a formula for ours.
        let mark = Mark::of(without_apostrophe(&title), without_apostrophe(&context), codes.into_iter());
        sheet.write_string_with_format(row, MARK, mark.as_str(), &top)?;
    }
    // The marks, too: who sorts by the filter must not part them from their rows.
    sheet.autofilter(0, 0, last_row, last_column)?.set_column_hidden(MARK)?;
    sheet.ignore_error_range(1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    validate(sheet, last_row, last_code)?;
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 1)
        .set_fill_color(Color::RGB(0x009F_C5E8))
        // The newer style is an extension that not every program keeps.
        .use_classic_style();
    sheet.add_conditional_format(1, SCORE, last_row, SCORE, &bar)?;
    let grey = Format::new().set_font_color(Color::RGB(0x0080_8080)).set_background_color(Color::RGB(0x00EE_EEEE));
    let decided = ConditionalFormatFormula::new().set_rule(r#"=OR($O2<>"",$P2<>"")"#).set_format(grey);
    sheet.add_conditional_format(1, 0, last_row, last_column, &decided)?;
    Ok(())
}

/// Lists to choose from. That of the codes is a range, since a list inside a rule holds 255 characters only.
fn validate(sheet: &mut Worksheet, last_row: u32, last_code: u32) -> Result<(), XlsxError> {
    let decision = DataValidation::new()
        .allow_list_strings(&ANSWERS)?
        .set_input_title("Decision")?
        .set_input_message(
            "accept: the suggestion (or the code) is right\n2 to 5: that alternative\nnone: no role fits\n\
             reject: not the suggestion\nskip: not now",
        )?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("No such decision")?
        .set_error_message("Use accept, 2, 3, 4, 5, none, reject or skip.")?;
    sheet.add_data_validation(1, DECISION, last_row, DECISION, &decision)?;
    let range = format!("={TAXONOMY_SHEET}!$A$2:$A${}", last_code + 1);
    let code = DataValidation::new()
        .allow_list_formula(Formula::new(range))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("No such code")?
        .set_error_message("Choose a code from the sheet Taxonomy.")?;
    sheet.add_data_validation(1, CODE, last_row, CODE, &code)?;
    Ok(())
}

/// Writes all roles, and says how many there are.
fn write_taxonomy(sheet: &mut Worksheet, taxonomy: &Taxonomy) -> Result<u32, XlsxError> {
    let columns = [("code", 16.0), ("title", 52.0), ("function", 34.0), ("focus", 34.0), ("level", 80.0)];
    sheet.set_name(TAXONOMY_SHEET)?.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    for (at, (name, width)) in (0u16..).zip(columns) {
        sheet.set_column_width(at, width)?.write_string_with_format(0, at, name, &header())?;
    }
    let mut last = 0;
    for (at, focus) in taxonomy.foci.iter().enumerate() {
        let levels = match taxonomy.shape {
            Shape::Ladder => taxonomy.levels_of(at).into_iter().map(Some).collect(),
            Shape::List => focus.roles.iter().map(|role| role.level).collect::<Vec<_>>(),
        };
        for level in levels {
            if last + 1 >= MOST_ROWS {
                return Ok(last);
            }
            last += 1;
            let role = taxonomy.role(at, level);
            let definition = role.level.map(|level| {
                let definition = taxonomy.ladder.definition(level);
                format!("{level} {}: {}", definition.name, definition.description)
            });
            let function = &taxonomy.functions[focus.function].name;
            let texts = [&role.code, &role.title, function, &focus.name, &definition.unwrap_or_default()];
            for (column, text) in (0u16..).zip(texts) {
                if !text.is_empty() {
                    sheet.write_string(last, column, clipped(&visible(text)))?;
                }
            }
        }
    }
    let last_row = last.max(1);
    sheet.autofilter(0, 0, last_row, 4)?;
    sheet.ignore_error_range(1, 0, last_row, 4, IgnoreError::NumberStoredAsText)?;
    Ok(last_row)
}

/// How many lines a text takes in a column of this width. Not every program finds the height of a row by itself.
fn lines(text: &str, width: f64) -> u32 {
    // Letters are narrower than the digits that a width counts, about as much as words that go to the next line take.
    let fits = (width - 2.0).max(1.0);
    text.lines().map(|line| (line.chars().count() as f64 / fits).ceil().max(1.0) as u32).sum::<u32>().max(1)
}

/// The text as [`FilledSheet`](crate::review::FilledSheet) reads it back. A cell of text needs no apostrophe, but a reader
/// takes one in front of a formula for that of a review file.
fn readable(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if without_apostrophe(&shown) == shown { shown } else { format!("'{shown}").into() }
}

fn code_and_title(candidate: &Candidate) -> String {
    format!("{}{CODE_AND_TITLE}{}", candidate.role.code, candidate.role.title)
}

fn write_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    if !text.is_empty() {
        sheet.write_string_with_format(row, column, clipped(text), format)?;
    }
    Ok(())
}
