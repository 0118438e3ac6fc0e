using Weir.Secrets;

namespace Weir.Settings;

/// <summary>Reads the master key, itself or from a file as secrets of containers come. It is never shown.</summary>
internal static class MasterKeyBinding
{
    private const string Key = "Weir:MasterKey";

    private const string KeyFile = "Weir:MasterKeyFile";

    /// <summary>More is no key but another file.</summary>
    private const long LargestFile = 4_096;

    /// <param name="read">What was written.</param>
    /// <param name="isNeeded">True when the key ring lies where it would be read with everything else.</param>
    public static MasterKey? Read(SettingsReader read, bool isNeeded)
    {
        var (text, file) = (read.Text(Key), read.Text(KeyFile));
        if (text is not null && file is not null)
        {
            read.Refuse($"{read.NameOf(Key)} and {read.NameOf(KeyFile)} are both set: set one of them.");
            return null;
        }

        text ??= file is null ? null : FromFile(read, file);
        if (text is null)
        {
            if (isNeeded && file is null)
            {
                read.Refuse($"WEIR_MASTER_KEY is missing: with {read.NameOf(DatabaseBinding.Url)} it wraps the key ring, which lies in the database. For it {MasterKey.Remedy}, the same for every process on that database.");
            }

            return null;
        }

        var key = MasterKey.TryRead(text);
        if (key is null)
        {
            read.Refuse($"{read.NameOf(file is null ? Key : KeyFile)} is too weak: {MasterKey.Remedy}.");
        }

        return key;
    }

    private static string? FromFile(SettingsReader read, string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestFile
                ? File.ReadAllText(path)
                : read.Wrong<string?>(KeyFile, $"that file is too large for a key; {MasterKey.Remedy} into a file of its own", null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return read.Wrong<string?>(KeyFile, $"it cannot be read ({failure.Message.TrimEnd('.')}); write the path of a file that holds the key", null);
        }
    }
}
