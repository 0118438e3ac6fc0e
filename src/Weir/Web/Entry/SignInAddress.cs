namespace Weir.Web.Entry;

/// <summary>Where people sign in, and where they go on from there: a page of this server, never another host.</summary>
internal static class SignInAddress
{
    public const string Path = "/sign-in";

    public static string ThenTo(string pathAndQuery) =>
        pathAndQuery is "/" or "" ? Path : $"{Path}?return={Uri.EscapeDataString(pathAndQuery)}";

    /// <summary>The address to go on to. Whatever could be read as another host, or as no page, is the home page.</summary>
    public static string Onward(string? wanted) =>
        wanted is ['/', ..] && wanted is not ['/', '/' or '\\', ..] && !wanted.Any(char.IsControl) && !wanted.Contains('\\') ? wanted : "/";
}
