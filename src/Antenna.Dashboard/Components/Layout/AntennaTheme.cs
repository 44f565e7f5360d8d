using MudBlazor;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>The product's colours and letters. Fonts are those of the system: nothing is loaded from elsewhere.</summary>
public static class AntennaTheme
{
    private static readonly string[] SystemFonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Instance { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2e5a44",
            Secondary = "#7a4f1d",
            AppbarBackground = "#2e5a44",
            Background = "#fafaf8",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8fc7a8",
            PrimaryContrastText = "#10201a",
            Secondary = "#e0b27a",
            AppbarBackground = "#1b2a23",
            Background = "#141816",
            Surface = "#1c221f",
        },
        Typography = new() { Default = new DefaultTypography { FontFamily = SystemFonts } },
    };
}
