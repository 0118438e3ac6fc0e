using System.Globalization;
using Npgsql;

namespace Weir.Storage.Postgres;

/// <summary>
/// Reads <c>postgresql://user:password@host:port,host:port/database?option=value&amp;…</c>. By hand: <see cref="Uri"/> knows no list of
/// hosts, and shows the whole of what it can't read.
/// </summary>
internal static class UrlReader
{
    /// <summary>Options as libpq calls them, where Npgsql calls them otherwise.</summary>
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["connect_timeout"] = "Timeout",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["target_session_attrs"] = "Target Session Attributes",
        ["gssencmode"] = "GSS Encryption Mode",
        ["krbsrvname"] = "Kerberos Service Name",
        ["keepalives_idle"] = "Tcp Keepalive Time",
        ["keepalives_interval"] = "Tcp Keepalive Interval",
        ["keepalives"] = "Tcp Keepalive",
    };

    /// <returns>Null when all was read; else what is wrong.</returns>
    public static string? Read(string url, NpgsqlConnectionStringBuilder into)
    {
        var (scheme, rest) = Cut(url, "://");
        if (scheme.ToLowerInvariant() is not ("postgres" or "postgresql"))
        {
            return $"It must begin with postgres:// or postgresql://. {PostgresAddress.Example}";
        }

        var authorityEnd = rest.AsSpan().IndexOfAny('/', '?');
        var authority = authorityEnd < 0 ? rest : rest[..authorityEnd];
        var (path, query) = Cut(authorityEnd < 0 ? "" : rest[authorityEnd..], "?");
        if ((path + query).Contains('@', StringComparison.Ordinal))
        {
            // postgres://weir:pass/word@db/weir: the password ends too early.
            return "There is an @ after the server's name. In a user name, a password or an option the characters @ : / ? # % must be written as %40 %3A %2F %3F %23 %25.";
        }

        var at = authority.LastIndexOf('@');
        ReadUser(authority[..Math.Max(at, 0)], into);
        if (path.Length > 1)
        {
            into.Database = Uri.UnescapeDataString(path[1..]);
        }

        return ReadHosts(authority[(at + 1)..], into) ?? ReadOptions(query, into);
    }

    private static void ReadUser(string text, NpgsqlConnectionStringBuilder into)
    {
        var (user, password) = Cut(text, ":");
        if (user.Length > 0)
        {
            into.Username = Uri.UnescapeDataString(user);
        }

        if (password.Length > 0)
        {
            into.Password = Uri.UnescapeDataString(password);
        }
    }

    private static string? ReadHosts(string text, NpgsqlConnectionStringBuilder into)
    {
        if (text.Length == 0)
        {
            // An option may still say it.
            return null;
        }

        var hosts = text.Split(',');
        if (hosts.Length > 1)
        {
            // Npgsql reads such a list as libpq does.
            into.Host = Uri.UnescapeDataString(text);
            return null;
        }

        // [::1]:5432
        var portStart = text.IndexOf(':', Math.Max(0, text.LastIndexOf(']')));
        var host = portStart < 0 ? text : text[..portStart];
        into.Host = Uri.UnescapeDataString(host.Trim('[', ']'));
        if (portStart < 0 || portStart == text.Length - 1)
        {
            return null;
        }

        if (!int.TryParse(text.AsSpan(portStart + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            return $"The port is not a number from 1 to 65535. {PostgresAddress.Example}";
        }

        into.Port = port;
        return null;
    }

    private static string? ReadOptions(string query, NpgsqlConnectionStringBuilder into)
    {
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(option, "=");
            name = Uri.UnescapeDataString(name);
            value = Uri.UnescapeDataString(value);
            // verify-full is VerifyFull.
            var isWord = name.Equals("sslmode", StringComparison.OrdinalIgnoreCase);
            var keyword = Keywords.GetValueOrDefault(name) ?? name.Replace('_', ' ');
            try
            {
                into[keyword] = isWord ? value.Replace("-", "", StringComparison.Ordinal) : value;
            }
            catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                return into.ContainsKey(keyword)
                    ? $"The option {name} has a value that it can't have. sslmode=require would work."
                    : $"The option {name} is unknown: neither libpq nor Npgsql has it. sslmode=require would work.";
            }
        }

        return null;
    }

    private static (string Before, string After) Cut(string text, string at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + at.Length)..]);
    }
}
