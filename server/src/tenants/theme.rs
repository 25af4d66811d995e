//! The widget's colours on a site: three are chosen, the others follow, and all can be read.
//!
//! The measure is WCAG 2.2: text against what it stands on 4.5:1 (1.4.3), controls 3:1 (1.4.11).

use samtycke_shared::api::Theme;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, field_error};

const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// What an admin chooses, each as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    pub accent: String,
    pub text: String,
    pub background: String,
}

impl Default for Colours {
    /// The widget's own.
    fn default() -> Self {
        Self {
            accent: "#1f5f4f".to_owned(),
            text: "#1d2a2c".to_owned(),
            background: "#ffffff".to_owned(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb([u8; 3]);

const WHITE: Rgb = Rgb([0xff; 3]);
const BLACK: Rgb = Rgb([0; 3]);
/// The widget's reds for mistakes, on light and on dark.
const REDS: [Rgb; 2] = [Rgb([0xa8, 0x26, 0x1c]), Rgb([0xff, 0xa7, 0x9c])];

impl Colours {
    /// The whole palette.
    ///
    /// # Errors
    /// `Invalid` for what is no colour, and for two that can not be told apart, with their ratio.
    pub fn theme(&self) -> Result<Theme> {
        let (accent, ink, surface) = self.read()?;
        let mut errors = Vec::new();
        for (field, colour, least) in [("text", ink, TEXT), ("accent", accent, CONTROL)] {
            let ratio = contrast(colour, surface);
            if ratio < least {
                let message = format!(
                    "{} on {} has the contrast {}:1; at least {least}:1 is needed",
                    colour.hex(),
                    surface.hex(),
                    shown(ratio)
                );
                errors.push(field_error(field, "contrast", message));
            }
        }
        if errors.is_empty() {
            Ok(palette(accent, ink, surface))
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// Text on background, and accent on background; for people to see.
    pub fn ratios(&self) -> Option<[String; 2]> {
        let (accent, ink, surface) = self.read().ok()?;
        Some([ink, accent].map(|colour| shown(contrast(colour, surface))))
    }

    fn read(&self) -> Result<(Rgb, Rgb, Rgb)> {
        let read = |field: &str, text: &str| {
            Rgb::parse(text)
                .ok_or_else(|| field_error(field, "invalid", "must be a colour such as #1f5f4f"))
        };
        let fields = (
            read("accent", &self.accent),
            read("text", &self.text),
            read("background", &self.background),
        );
        match fields {
            (Ok(accent), Ok(text), Ok(background)) => Ok((accent, text, background)),
            (accent, text, background) => {
                let errors = [accent.err(), text.err(), background.err()];
                Err(Error::Invalid(errors.into_iter().flatten().collect()))
            }
        }
    }
}

/// Every other colour of the widget, each as far from the background as its use demands.
fn palette(accent: Rgb, ink: Rgb, surface: Rgb) -> Theme {
    let readable =
        |colour: Rgb, on: &[Rgb]| on.iter().all(|under| contrast(colour, *under) >= TEXT);
    let tinted = surface.towards(ink, 0.04);
    let tint = if readable(ink, &[tinted]) {
        tinted
    } else {
        surface
    };
    let under = [surface, tint];
    let link = if readable(accent, &under) {
        accent
    } else {
        ink
    };
    let error = REDS.into_iter().find(|red| readable(*red, &under));
    let on_accent = if contrast(WHITE, accent) >= contrast(BLACK, accent) {
        WHITE
    } else {
        BLACK
    };
    let scheme = if surface.luminance() < ink.luminance() {
        "dark"
    } else {
        "light"
    };
    Theme {
        accent: accent.hex(),
        on_accent: on_accent.hex(),
        link: link.hex(),
        ink: ink.hex(),
        surface: surface.hex(),
        tint: tint.hex(),
        line: surface.towards(ink, 0.18).hex(),
        field: first_towards(surface, ink, 0.4, |colour| {
            contrast(colour, surface) >= CONTROL
        })
        .hex(),
        quiet: first_towards(surface, ink, 0.6, |colour| readable(colour, &under)).hex(),
        error: error.unwrap_or(ink).hex(),
        scheme: scheme.to_owned(),
    }
}

/// The palest mixture that will do, from this share of `to` up; `to` itself at the latest.
fn first_towards(from: Rgb, to: Rgb, share: f64, will_do: impl Fn(Rgb) -> bool) -> Rgb {
    const STEPS: u8 = 20;
    (0..=STEPS)
        .map(|step| {
            from.towards(
                to,
                share + (1.0 - share) * f64::from(step) / f64::from(STEPS),
            )
        })
        .find(|colour| will_do(*colour))
        .unwrap_or(to)
}

/// WCAG 2.2, contrast ratio: 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Rounded down: 4.49 must not look like 4.5.
fn shown(ratio: f64) -> String {
    format!("{:.2}", (ratio * 100.0).floor() / 100.0)
}

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// WCAG 2.2, relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn towards(self, to: Self, share: f64) -> Self {
        let mix = |from: u8, to: u8| {
            let mixed = f64::from(from) + (f64::from(to) - f64::from(from)) * share;
            // Between two bytes, so itself one.
            mixed.round() as u8
        };
        let ([a, b, c], [x, y, z]) = (self.0, to.0);
        Self([mix(a, x), mix(b, y), mix(c, z)])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn colours(accent: &str, text: &str, background: &str) -> Colours {
        Colours {
            accent: accent.into(),
            text: text.into(),
            background: background.into(),
        }
    }

    fn fields(colours: &Colours) -> Vec<(String, String)> {
        match colours.theme() {
            Err(Error::Invalid(errors)) => errors
                .into_iter()
                .map(|error| (error.field, error.message))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn rgb(text: &str) -> Rgb {
        Rgb::parse(text).unwrap()
    }

    #[test]
    fn the_ratio_is_wcags() {
        let known = [
            ("#000000", "#ffffff", 21.0),
            ("#777777", "#ffffff", 4.478),
            ("#767676", "#ffffff", 4.542),
            ("#ff0000", "#ffffff", 3.998),
            ("#123456", "#123456", 1.0),
        ];
        for (one, other, ratio) in known {
            let found = contrast(rgb(one), rgb(other));
            assert!((found - ratio).abs() < 0.001, "{one} {other}: {found}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_refused_with_its_ratio() {
        assert_eq!(fields(&Colours::default()), vec![]);
        let pale = fields(&colours("#1f5f4f", "#777777", "#ffffff"));
        assert_eq!(pale[0].0, "text");
        assert!(pale[0].1.contains("4.47:1"), "{}", pale[0].1);
        let yellow = fields(&colours("#ffee00", "#000000", "#ffffff"));
        assert_eq!(yellow[0].0, "accent");
        let odd = fields(&colours("green", "#12", "#gggggg"));
        let odd: Vec<_> = odd.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(odd, ["accent", "text", "background"]);
    }

    #[test]
    fn an_orange_button_is_fine_but_links_are_not_orange() {
        let theme = colours("#e8590c", "#1d2a2c", "#ffffff").theme().unwrap();
        assert_eq!(
            (theme.accent.as_str(), theme.link.as_str()),
            ("#e8590c", "#1d2a2c")
        );
        assert_eq!(theme.scheme, "light");
    }

    proptest! {
        /// Whatever is let through can be read, in every place of the widget.
        #[test]
        fn a_theme_that_passes_can_be_read(accent: [u8; 3], text: [u8; 3], background: [u8; 3]) {
            let chosen = [accent, text, background].map(|colour| Rgb(colour).hex());
            let [accent, text, background] = &chosen;
            let Ok(theme) = colours(accent, text, background).theme() else { return Ok(()) };
            for (colour, on, least) in [
                (&theme.ink, &theme.surface, TEXT),
                (&theme.ink, &theme.tint, TEXT),
                (&theme.link, &theme.surface, TEXT),
                (&theme.quiet, &theme.surface, TEXT),
                (&theme.error, &theme.surface, TEXT),
                (&theme.on_accent, &theme.accent, TEXT),
                (&theme.accent, &theme.surface, CONTROL),
                (&theme.field, &theme.surface, CONTROL),
            ] {
                prop_assert!(contrast(rgb(colour), rgb(on)) >= least, "{colour} on {on}: {theme:?}");
            }
        }
    }
}
