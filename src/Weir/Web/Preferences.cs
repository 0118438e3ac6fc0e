namespace Weir.Web;

/// <summary>What a browser says of its person, in cookies that <c>weir.js</c> keeps: so that the first paint already fits them.</summary>
/// <param name="Theme">What they chose.</param>
/// <param name="IsDark">What that is on their system.</param>
/// <param name="Zone">The IANA name of their time zone.</param>
public sealed record Preferences(ThemeChoice Theme, bool IsDark, string Zone)
{
    public const string ThemeCookie = "weir-theme";

    public const string DarkCookie = "weir-dark";

    public const string ZoneCookie = "weir-zone";

    public static Preferences Of(HttpRequest request)
    {
        var theme = request.Cookies[ThemeCookie] switch
        {
            "light" => ThemeChoice.Light,
            "dark" => ThemeChoice.Dark,
            _ => ThemeChoice.System,
        };
        var isDark = theme == ThemeChoice.System ? request.Cookies[DarkCookie] == "1" : theme == ThemeChoice.Dark;
        var zone = request.Cookies[ZoneCookie];
        return new(theme, isDark, zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : "UTC");
    }
}
