namespace Weir.Sessions;

/// <summary>
/// What a <c>User-Agent</c> says of browser and system, in words by which people recognise their devices. It says what the client claims, and where that
/// is unclear no more than is known.
/// </summary>
internal static class DeviceName
{
    public const string Unknown = "Unknown device";

    /// <summary>
    /// The first that is found counts: nearly all claim to be Mozilla, and most to be Chrome or Safari besides
    /// (<c>Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0</c>).
    /// </summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"),
        ("OPR/", "Opera"), ("Opera/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];

    /// <summary>Android claims to be Linux too, and an iPhone like Mac OS X.</summary>
    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return Unknown;
        }

        if (!userAgent.StartsWith("Mozilla/", StringComparison.Ordinal) && !userAgent.StartsWith("Opera/", StringComparison.Ordinal))
        {
            return Program(userAgent);
        }

        return (Find(Browsers, userAgent), Find(Systems, userAgent)) switch
        {
            (null, null) => Unknown,
            (null, { } system) => $"Browser on {system}",
            ({ } browser, null) => browser,
            var (browser, system) => $"{browser} on {system}",
        };
    }

    private static string? Find((string Mark, string Name)[] known, string userAgent) =>
        Array.Find(known, entry => userAgent.Contains(entry.Mark, StringComparison.Ordinal)).Name;

    /// <summary>What programs send: <c>curl/8.14.1</c>, <c>python-requests/2.32.5</c>.</summary>
    private static string Program(string userAgent)
    {
        var name = userAgent.Split('/', ' ')[0];
        return name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? name : Unknown;
    }
}
