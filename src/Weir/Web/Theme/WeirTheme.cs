using MudBlazor;

namespace Weir.Web.Theme;

/// <summary>Colours and letters of the pages. Text has a contrast of 4.5 to 1 or more on every ground that it stands on.</summary>
internal static class WeirTheme
{
    private static readonly string[] Letters = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Ubuntu", "Cantarell", "Noto Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5a7a",
            PrimaryContrastText = "#ffffff",
            Secondary = "#4b5c6b",
            Tertiary = "#7a4b0b",
            Info = "#0b5a7a",
            Success = "#1b6b3a",
            Warning = "#8a5300",
            Error = "#b3261e",
            Background = "#fbfcfd",
            BackgroundGray = "#f2f5f7",
            Surface = "#ffffff",
            DrawerBackground = "#f2f5f7",
            DrawerText = "#1c2833",
            DrawerIcon = "#4b5c6b",
            AppbarBackground = "#f2f5f7",
            AppbarText = "#1c2833",
            TextPrimary = "#1c2833",
            TextSecondary = "#51616f",
            TextDisabled = "#6b7885",
            ActionDefault = "#4b5c6b",
            ActionDisabled = "#8c98a3",
            Divider = "#dfe5ea",
            DividerLight = "#e9eef2",
            LinesDefault = "#dfe5ea",
            LinesInputs = "#7d8a96",
            TableLines = "#e4e9ed",
            TableHover = "#f2f5f7",
            OverlayDark = "rgba(16,24,32,.45)",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#6cc3e2",
            PrimaryContrastText = "#06202b",
            Secondary = "#a3b3c1",
            Tertiary = "#e0b070",
            Info = "#6cc3e2",
            Success = "#6fcf97",
            Warning = "#f0b35a",
            Error = "#ff8a80",
            ErrorContrastText = "#2b0906",
            SuccessContrastText = "#06210f",
            WarningContrastText = "#2a1a00",
            Black = "#0f161d",
            Background = "#10171e",
            BackgroundGray = "#0c1218",
            Surface = "#17212b",
            DrawerBackground = "#0c1218",
            DrawerText = "#dbe4ec",
            DrawerIcon = "#a3b3c1",
            AppbarBackground = "#0c1218",
            AppbarText = "#e6edf3",
            TextPrimary = "#e6edf3",
            TextSecondary = "#a8b7c4",
            TextDisabled = "#8494a2",
            ActionDefault = "#a8b7c4",
            ActionDisabled = "#63727f",
            ActionDisabledBackground = "#22303c",
            Divider = "#26333f",
            DividerLight = "#1e2a35",
            LinesDefault = "#26333f",
            LinesInputs = "#6b7d8d",
            TableLines = "#22303c",
            TableHover = "#1b2733",
            OverlayDark = "rgba(0,0,0,.6)",
        },
        LayoutProperties = new() { DefaultBorderRadius = "8px", DrawerWidthLeft = "232px", AppbarHeight = "56px" },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Letters, FontSize = ".9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Letters, FontSize = ".9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Letters, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Letters, FontSize = ".875rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = Letters, FontSize = ".8125rem", LetterSpacing = "normal" },
        },
    };
}
