using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Weir.Upstreams;

namespace Weir.Settings;

/// <summary>
/// Takes settings out of what was written, each in its type and its limits. It collects every problem instead of stopping at the first, and
/// knows what nobody asked for, so that a misspelt name is not silently ignored.
/// </summary>
internal sealed class SettingsReader(IReadOnlyDictionary<string, WrittenSetting> written)
{
    /// <summary>What was asked for, with its default.</summary>
    private readonly Dictionary<string, string?> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public string? Text(string setting) => Find(setting)?.Value;

    public string Text(string setting, string fallback) => Find(setting, fallback)?.Value ?? fallback;

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string setting, T fallback)
        where T : struct, Enum
    {
        if (Find(setting, fallback.ToString().ToLowerInvariant()) is not { } found)
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

    /// <summary>One of the words of a vocabulary; null when nothing, or nothing good, is written.</summary>
    public T? Choice<T>(string setting, Vocabulary<T> words)
        where T : struct, Enum
    {
        if (Find(setting) is not { } found)
        {
            return null;
        }

        return words.TryRead(found.Value, out var choice) ? choice : Refuse<T?>(found, $"write {words.Choices}", default(T));
    }

    public bool Flag(string setting, bool fallback) => Find(setting, fallback ? "true" : "false") switch
    {
        null => fallback,
        { Value: "1" } => true,
        { Value: "0" } => false,
        { Value: var text } when bool.TryParse(text, out var flag) => flag,
        var found => Refuse(found, "write true or false", fallback),
    };

    /// <summary>A list of words, with commas between them or as a list of JSON; each with the setting it stands in.</summary>
    public IEnumerable<(string Setting, string Word)> Words(string list) => Entries(list)
        .Select(entry => entry.TrimEnd(':'))
        .Prepend(list)
        .SelectMany(setting => (Text(setting) ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(word => (setting, word)));

    public long Number(string setting, long fallback, long least, long most)
    {
        if (Find(setting, fallback.ToString(CultureInfo.InvariantCulture)) is not { } found)
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
        if (Find(setting, fallback.ToString()) is not { } found)
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

    /// <summary>A secret that goes into an HTTP header. It is never shown.</summary>
    public string? HeaderSecret(string setting, string example)
    {
        if (Find(setting) is not { } found)
        {
            return null;
        }

        var secret = found.Value.Trim();
        if (UpstreamRules.IsKey(secret))
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

    /// <summary>The same for a setting that was found before.</summary>
    public T Wrong<T>(string setting, string remedy, T fallback) => Refuse(written[setting], remedy, fallback);

    public T Missing<T>(string setting, string remedy, T fallback)
    {
        _problems.Add($"{NameOf(setting)} is missing: {remedy}.");
        return fallback;
    }

    public void Refuse(string problem) => _problems.Add(problem);

    public bool IsWritten(string setting) => written.ContainsKey(setting);

    /// <summary>How the first setting of a section was called where it was written; null when none was.</summary>
    public string? FirstUnder(string section) => written
        .Where(entry => entry.Key.StartsWith(section, StringComparison.OrdinalIgnoreCase))
        .OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
        .FirstOrDefault().Value?.Name;

    /// <summary>How a setting is called in messages: as it was written, else by the name that variables have.</summary>
    public string NameOf(string setting) => written.TryGetValue(setting, out var found) ? found.Name : setting.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Call last: whatever stands in Weir's section and was not asked for is a mistake.</summary>
    public void RefuseUnknown()
    {
        foreach (var (setting, found) in written.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (setting.StartsWith(PlainVariables.Section, StringComparison.OrdinalIgnoreCase) && !_known.ContainsKey(setting))
            {
                _problems.Add($"{found.Name} is no setting of Weir: docs/configuration.md lists them all. Correct the name or remove it.");
            }
        }
    }

    /// <summary>All that was asked for, as it holds, in the order of <see cref="SettingHelp.All"/>; then the log levels, which the frameworks read.</summary>
    public ImmutableArray<SettingInForce> InForce() =>
    [
        .. _known.Keys
            .Where(setting => written.ContainsKey(setting) || SettingHelp.IsListedUnwritten(setting))
            .Select(setting => (Setting: setting, Help: SettingHelp.Find(setting)))
            .OrderBy(known => known.Help is null ? int.MaxValue : SettingHelp.All.IndexOf(known.Help))
            .Select(known => InForce(known.Setting, known.Help?.Group ?? "", known.Help?.Help ?? "")),
        .. written.Keys.Where(setting => setting.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(setting => InForce(setting, SettingHelp.Logs, "A log level, as in any ASP.NET Core program.")),
    ];

    private SettingInForce InForce(string setting, string group, string help)
    {
        var found = written.GetValueOrDefault(setting);
        var isSecret = SettingHelp.IsSecret(setting);
        return new()
        {
            Key = setting.Replace(":", "__", StringComparison.Ordinal),
            PlainNames = [.. PlainVariables.Settings.Where(plain => string.Equals(plain.Setting, setting, StringComparison.OrdinalIgnoreCase)).Select(plain => plain.Name).Reverse()],
            IsSecret = isSecret,
            IsSet = found is not null,
            Value = isSecret ? null : found?.Value ?? _known.GetValueOrDefault(setting),
            Place = found?.Place ?? SettingPlace.Default,
            WrittenAs = found?.Name,
            Group = group,
            Help = help,
        };
    }

    private WrittenSetting? Find(string setting, string? usual = null)
    {
        _known[setting] = usual ?? _known.GetValueOrDefault(setting);
        return written.GetValueOrDefault(setting);
    }
}
