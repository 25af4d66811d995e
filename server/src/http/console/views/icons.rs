//! Stroke icons on a 24-unit grid. They always stand beside words, so they are hidden from readers.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Overview,
    People,
    Text,
    Tasks,
    Erase,
    Settings,
    SignOut,
    Search,
    Plus,
    Check,
    Clock,
    Cross,
    Lock,
    Envelope,
    Slash,
    Dotted,
    Bounce,
    Person,
    Eye,
    Pen,
    Download,
    Arrow,
    Shield,
    Paper,
    Warning,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Overview => "M4 20V11M10 20V4M16 20v-6M21 20H3",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.4-3.6 2.9-6 6.5-6s6.1 2.4 6.5 6M16 4.4a3.5 3.5 0 0 1 0 6.3M17.5 14.2c2.4.7 3.8 2.8 4 5.8"
            }
            Self::Text => "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7",
            Self::Tasks => "M9 6h11M9 12h11M9 18h11M3.5 6l1 1 2-2M3.5 12l1 1 2-2M3.5 18l1 1 2-2",
            Self::Erase => "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5",
            Self::Settings => "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4",
            Self::SignOut => "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
            Self::Cross => "M6 6l12 12M18 6 6 18",
            Self::Lock => "M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3",
            Self::Envelope => "M3 6h18v13H3zM3.5 6.5 12 13l8.5-6.5",
            Self::Slash => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.8 18.2 18.2 5.8",
            Self::Dotted => {
                "M12 3h.01M16.5 4.2h.01M19.8 7.5h.01M21 12h.01M19.8 16.5h.01M16.5 19.8h.01M12 21h.01M7.5 19.8h.01M4.2 16.5h.01M3 12h.01M4.2 7.5h.01M7.5 4.2h.01"
            }
            Self::Bounce => "M20 6l-7 7-3-3-6 6M4 11v5h5",
            Self::Person => {
                "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 21c.5-4 3.3-6.5 7.5-6.5s7 2.5 7.5 6.5"
            }
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z"
            }
            Self::Pen => "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5",
            Self::Download => "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4 20h16",
            Self::Arrow => "M5 12h14M13 6l6 6-6 6",
            Self::Shield => {
                "M12 3l7.5 3v5.5c0 4.6-3 8-7.5 9.5-4.5-1.5-7.5-4.9-7.5-9.5V6zM8.5 12l2.5 2.5 4.5-5"
            }
            Self::Paper => "M5 3h14v18l-3.5-2-3.5 2-3.5-2L5 21zM8.5 8h7M8.5 12h7",
            Self::Warning => "M12 4 2.5 20h19zM12 10v4.5M12 17.3h.01",
        }
    }
}

pub fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=icon.path()></path>
        </svg>
    }
    .into_any()
}
