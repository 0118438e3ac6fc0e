using System.Text.RegularExpressions;

namespace Weir.Upstreams;

/// <summary>What an upstream may be called and set to, in settings as by endpoints.</summary>
internal static partial class UpstreamRules
{
    public const int LongestName = 64;

    public const string NameRemedy = "write letters, digits, dots, dashes and underscores, at most 64, for example gpu-box";

    public const int LongestConnect = 600;

    /// <summary>A day: the longest that a stream may be silent.</summary>
    public const int LongestWait = 24 * 60 * 60;

    public const int MostConcurrent = 100_000;

    public const long MostSurcharge = 10_000_000;

    /// <summary>An API key of a vendor has about a hundred characters; a signed one may have some thousand.</summary>
    private const int LongestKey = 8_192;

    /// <summary>Names stand in paths and in usage. One that looks like an id could be taken for another's, and Weir's own demonstration has one already.</summary>
    public static bool IsName(string name) =>
        name.Length <= LongestName && Plain().IsMatch(name) && !Guid.TryParse(name, out _) && !SameName(name, "simulated");

    /// <summary>True when a header can carry the key.</summary>
    public static bool IsKey(string key) => key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and <= '~');

    public static bool SameName(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Plain();
}
