//! The looks of the screen: the colours of the rest of the program, and marks that tell the same without them.

use ratatui::style::{Color, Modifier, Style};

/// Styles by what they mean.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    colours: bool,
}

impl Theme {
    /// With colours or without.
    pub const fn new(colours: bool) -> Theme {
        Theme { colours }
    }

    /// As `--color`, `NO_COLOR` and the terminal want it.
    pub fn of_terminal() -> Theme {
        let choice = anstream::AutoStream::choice(&std::io::stdout());
        Theme::new(choice != anstream::ColorChoice::Never)
    }

    /// Whether there are colours.
    pub fn has_colours(self) -> bool {
        self.colours
    }

    fn colour(self, colour: Color) -> Style {
        if self.colours { Style::new().fg(colour) } else { Style::new() }
    }

    /// The title that is asked about.
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Codes.
    pub fn code(self) -> Style {
        self.colour(Color::Cyan)
    }

    /// What is highlighted, beside its mark.
    pub fn highlighted(self) -> Style {
        self.colour(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// Names of parts.
    pub fn heading(self) -> Style {
        self.colour(Color::Green).add_modifier(Modifier::BOLD)
    }

    /// What is not read first.
    pub fn faint(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What went well.
    pub fn done(self) -> Style {
        self.colour(Color::Green)
    }

    /// What should be looked at.
    pub fn warning(self) -> Style {
        self.colour(Color::Yellow).add_modifier(Modifier::BOLD)
    }
}
