namespace Weir.Settings;

/// <summary>
/// Reads a <c>.env</c> file: a <c>NAME=value</c> a line, optionally after <c>export</c>; <c>#</c> begins a comment; single quotes keep a value
/// to the letter, double quotes know <c>\n</c>, <c>\r</c>, <c>\t</c>, <c>\"</c>, <c>\$</c> and <c>\\</c>, and keep any other backslash.
/// </summary>
internal static class DotEnvFile
{
    public const string Name = ".env";

    private const string Export = "export ";

    /// <param name="lines">The file.</param>
    /// <param name="problems">Gets one sentence for every line that cannot be read.</param>
    public static IEnumerable<KeyValuePair<string, string>> Parse(IEnumerable<string> lines, ICollection<string> problems)
    {
        var number = 0;
        foreach (var written in lines)
        {
            number++;
            var line = written.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            line = line.StartsWith(Export, StringComparison.Ordinal) ? line[Export.Length..].TrimStart() : line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? line[..equals].TrimEnd() : "";
            // The value may be a secret: the message shows none of it.
            if (name.Length == 0 || name.Any(char.IsWhiteSpace) || Unquote(line[(equals + 1)..].Trim()) is not { } value)
            {
                problems.Add($"{Name}, line {number} cannot be read: write NAME=value, for example PORT=3000. A quote that is opened must be closed on the same line.");
                continue;
            }

            yield return new(name, value);
        }
    }

    /// <summary>The value without quotes and comment; null when a quote isn't closed or something follows it.</summary>
    private static string? Unquote(string value)
    {
        if (value is not (['"', ..] or ['\'', ..]))
        {
            var comment = value.IndexOf(" #", StringComparison.Ordinal);
            return value.StartsWith('#') ? "" : comment < 0 ? value : value[..comment].TrimEnd();
        }

        var quote = value[0];
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == quote)
            {
                var rest = value.AsSpan(i + 1).TrimStart();
                return rest.IsEmpty || rest[0] == '#' ? text.ToString() : null;
            }

            if (quote == '"' && value[i] == '\\' && i + 1 < value.Length && Unescape(value[i + 1]) is { } meant)
            {
                text.Append(meant);
                i++;
            }
            else
            {
                text.Append(value[i]);
            }
        }

        return null;
    }

    /// <summary>Null where the backslash means itself, as in a shell.</summary>
    private static char? Unescape(char escaped) => escaped switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' or '\\' or '$' => escaped,
        _ => null,
    };
}
