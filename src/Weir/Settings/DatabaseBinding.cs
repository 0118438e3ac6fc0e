using Weir.Storage.Postgres;

namespace Weir.Settings;

/// <summary>Reads where the database is. What was written is never shown: there is a password in it.</summary>
internal static class DatabaseBinding
{
    public const string Url = "Weir:DatabaseUrl";

    /// <returns>Null when nothing, or nothing good, is written.</returns>
    public static PostgresAddress? Read(SettingsReader read)
    {
        if (read.Text(Url) is not { } text)
        {
            return null;
        }

        if (!PostgresAddress.TryRead(text, out var address, out var problem))
        {
            read.Refuse($"{read.NameOf(Url)} cannot be used. {problem}");
        }

        return address;
    }
}
