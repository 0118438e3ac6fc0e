namespace Weir.Web;

/// <summary>What a browser says of its person, in cookies that <c>preferences.js</c> keeps: so that the first paint already fits them.</summary>
/// <param name="IsDark">Whether they like it dark, by choice or as their system is.</param>
/// <param name="Zone">The IANA name of their time zone.</param>
public sealed record Preferences(bool IsDark, string Zone)
{
    public const string ThemeCookie = "weir-theme";

    public const string DarkCookie = "weir-dark";

    public const string ZoneCookie = "weir-zone";

    public static Preferences Of(HttpRequest request)
    {
        var isDark = request.Cookies[ThemeCookie] switch
        {
            "light" => false,
            "dark" => true,
            _ => request.Cookies[DarkCookie] == "1",
        };
        var zone = request.Cookies[ZoneCookie];
        return new(isDark, zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : "UTC");
    }
}
