using MudBlazor;

namespace Antenna.Dashboard.Components.Look;

/// <summary>
/// The one place where colours are chosen. <em>Primary</em> is the accent for masked, after; <em>secondary</em> the neutral
/// for original, before; <em>error</em> the red for what needs a person. They differ in lightness as well as in hue, so
/// that they stay apart to colour-blind eyes and in print, and reach 4.5 to 1 on every surface that text stands on.
/// </summary>
internal static class AntennaTheme
{
    private static readonly string[] Sans = ["Inter", "system-ui", "sans-serif"];

    // Before the theme, which is made of them.
    private static readonly PaletteLight Light = new()
    {
        Primary = "#0a6b66",
        PrimaryContrastText = "#ffffff",
        Secondary = "#5d6670",
        SecondaryContrastText = "#ffffff",
        Tertiary = "#8a6a1f",
        TertiaryContrastText = "#ffffff",
        Info = "#2f5f8f",
        Success = "#0a6b66",
        Warning = "#8a5a00",
        WarningContrastText = "#ffffff",
        Error = "#b3261e",
        Background = "#f6f5f1",
        BackgroundGray = "#eeece6",
        Surface = "#ffffff",
        AppbarBackground = "#ffffff",
        AppbarText = "#1c2024",
        DrawerBackground = "#f6f5f1",
        DrawerText = "#3b424a",
        DrawerIcon = "#5d6670",
        TextPrimary = "#1c2024",
        TextSecondary = "#545c66",
        TextDisabled = "#70777f",
        ActionDefault = "#545c66",
        ActionDisabled = "#8b9299",
        LinesDefault = "#dedbd3",
        LinesInputs = "#a6a79f",
        TableLines = "#e6e3dc",
        TableHover = "#f2f0ea",
        Divider = "#e2dfd8",
    };

    private static readonly PaletteDark Dark = new()
    {
        Primary = "#5ec9be",
        PrimaryContrastText = "#06201e",
        Secondary = "#a4aeb8",
        SecondaryContrastText = "#14181b",
        Tertiary = "#d9b765",
        TertiaryContrastText = "#1d1704",
        Info = "#8ab8e6",
        Success = "#5ec9be",
        Warning = "#e2b45c",
        WarningContrastText = "#1d1704",
        Error = "#ff9a90",
        ErrorContrastText = "#2b0805",
        Background = "#121517",
        BackgroundGray = "#181c1f",
        Surface = "#1a1e21",
        AppbarBackground = "#1a1e21",
        AppbarText = "#e7e9ea",
        DrawerBackground = "#121517",
        DrawerText = "#c3c9cf",
        DrawerIcon = "#a4aeb8",
        TextPrimary = "#e7e9ea",
        TextSecondary = "#a9b1b9",
        TextDisabled = "#868e96",
        ActionDefault = "#a9b1b9",
        ActionDisabled = "#6b737b",
        LinesDefault = "#2d3338",
        LinesInputs = "#59626a",
        TableLines = "#272c31",
        TableHover = "#20262a",
        Divider = "#2a3035",
    };

    private static readonly Typography Type = new()
    {
        Default = new DefaultTypography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        H1 = new H1Typography { FontFamily = Sans, FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" },
        H2 = new H2Typography { FontFamily = Sans, FontSize = "1.125rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-0.005em" },
        H3 = new H3Typography { FontFamily = Sans, FontSize = "0.9375rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "normal" },
        Body1 = new Body1Typography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        Body2 = new Body2Typography { FontFamily = Sans, FontSize = "0.8125rem", LineHeight = "1.4", LetterSpacing = "normal" },
        Caption = new CaptionTypography { FontFamily = Sans, FontSize = "0.75rem", LineHeight = "1.35", LetterSpacing = "normal" },
        Button = new ButtonTypography { FontFamily = Sans, FontSize = "0.8125rem", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
    };

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = Light,
        PaletteDark = Dark,
        Typography = Type,
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "208px", AppbarHeight = "48px" },
    };
}
