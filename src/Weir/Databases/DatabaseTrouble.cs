using System.Data.Common;
using Weir.Settings;

namespace Weir.Databases;

/// <summary>What keeps a database from being used, said to an operator who can mend it.</summary>
internal static class DatabaseTrouble
{
    /// <exception cref="SettingsException">The database said no, or nothing.</exception>
    public static async Task<T> ExplainedAsync<T>(WeirSettings settings, Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (DbException failure)
        {
            throw new SettingsException([$"The database {settings.DatabaseName} cannot be used: {Cause(failure)}. {Remedy(settings)}"]);
        }
    }

    /// <summary>"Failed to connect to 127.0.0.1:5432" says less than what is inside of it.</summary>
    private static string Cause(Exception failure) =>
        (failure.InnerException is { } inner ? $"{failure.Message.TrimEnd('.')} ({inner.Message.TrimEnd('.')})" : failure.Message.TrimEnd('.')).ReplaceLineEndings(" ");

    private static string Remedy(WeirSettings settings) => settings.Database is null
        ? "Give this user access to the file, or set WEIR_DATA to another folder."
        : "See that the server runs and can be reached from here, that the database exists, and that the user and password of DATABASE_URL may create tables in it.";
}
