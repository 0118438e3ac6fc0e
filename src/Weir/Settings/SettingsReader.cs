using System.Globalization;
using System.Net;

namespace Weir.Settings;

/// <summary>
/// Takes settings out of what was written, each in its type and its limits. It collects every problem instead of stopping at the first, and
/// knows what nobody asked for, so that a misspelt name is not silently ignored.
/// </summary>
internal sealed class SettingsReader(IReadOnlyDictionary<string, WrittenSetting> written)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public string? Text(string setting) => Find(setting)?.Value;

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string setting, T fallback)
        where T : struct, Enum
    {
        if (Find(setting) is not { } found)
        {
            return fallback;
        }

        if (Enum.TryParse<T>(found.Value, ignoreCase: true, out var choice) && Enum.IsDefined(choice) && !char.IsAsciiDigit(found.Value[0]))
        {
            return choice;
        }

        var choices = string.Join(" or ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));
        return Refuse(found, $"write {choices}", fallback);
    }

    public long Number(string setting, long fallback, long least, long most)
    {
        if (Find(setting) is not { } found)
        {
            return fallback;
        }

        return long.TryParse(found.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Refuse(found, $"write a whole number from {least} to {most}, for example {fallback}", fallback);
    }

    public TimeSpan Seconds(string setting, long fallback, long least, long most) => TimeSpan.FromSeconds(Number(setting, fallback, least, most));

    /// <summary>An address to listen on. <c>*</c> is every address.</summary>
    public IPAddress Address(string setting, IPAddress fallback)
    {
        if (Find(setting) is not { } found)
        {
            return fallback;
        }

        return found.Value switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            var text when IPAddress.TryParse(text.Trim('[', ']'), out var address) => address,
            _ => Refuse(found, "write the address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 for the whole network", fallback),
        };
    }

    /// <summary>The address of a server, without the <c>/v1</c> that some programs want at its end and without a slash.</summary>
    public Uri? BaseUrl(string setting, string example)
    {
        if (Find(setting) is not { } found)
        {
            return null;
        }

        var text = found.Value.TrimEnd('/');
        text = text.EndsWith("/v1", StringComparison.Ordinal) ? text[..^3].TrimEnd('/') : text;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.Host.Length > 0 && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0)
        {
            return url;
        }

        return Refuse<Uri?>(found, $"write a web address without user name and query, for example {example}", null);
    }

    /// <summary>A secret that goes into an HTTP header. It is never shown.</summary>
    public string? HeaderSecret(string setting, string example)
    {
        if (Find(setting) is not { } found)
        {
            return null;
        }

        var secret = found.Value.Trim();
        if (secret.Length > 0 && secret.All(c => c is > ' ' and <= '~'))
        {
            return secret;
        }

        _problems.Add($"{found.Name} has a space, a line break or another character that no key has: write the key alone, it looks like {example}.");
        return null;
    }

    /// <summary>The entries of a list, as prefixes of their settings: <c>Weir:Models:0:</c>, ….</summary>
    public IEnumerable<string> Entries(string list) => written.Keys
        .Where(key => key.StartsWith(list + ":", StringComparison.OrdinalIgnoreCase))
        .Select(key => key[..(key.AsSpan(list.Length + 1).IndexOf(':') is var end and >= 0 ? list.Length + 1 + end : key.Length)] + ":")
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .OrderBy(prefix => prefix.Length).ThenBy(prefix => prefix, StringComparer.OrdinalIgnoreCase);

    public T Refuse<T>(WrittenSetting found, string remedy, T fallback)
    {
        _problems.Add($"{found.Name} is \"{found.Value}\": {remedy}.");
        return fallback;
    }

    public void Refuse(string problem) => _problems.Add(problem);

    /// <summary>How a setting is called in messages: as it was written, else by the name that variables have.</summary>
    public string NameOf(string setting) => written.TryGetValue(setting, out var found) ? found.Name : setting.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Call last: whatever stands in Weir's section and was not asked for is a mistake.</summary>
    public void RefuseUnknown()
    {
        foreach (var (setting, found) in written.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (setting.StartsWith(PlainVariables.Section, StringComparison.OrdinalIgnoreCase) && !_known.Contains(setting))
            {
                _problems.Add($"{found.Name} is no setting of Weir: docs/configuration.md lists them all. Correct the name or remove it.");
            }
        }
    }

    private WrittenSetting? Find(string setting)
    {
        _known.Add(setting);
        return written.GetValueOrDefault(setting);
    }
}
