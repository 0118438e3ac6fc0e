using Weir.Hosting;

namespace Weir.Databases;

/// <summary>
/// The mark in a data folder whose installation goes on in PostgreSQL: served from here as well, it would count the same budgets a second time.
/// </summary>
internal static class MovedAway
{
    private const string Name = "moved-to-postgresql.txt";

    public static void Mark(string folder, string target)
    {
        var path = Path.Combine(folder, Name);
        File.Delete(path);
        using var writer = new StreamWriter(DataFolder.CreateFile(path));
        writer.WriteLine(target);
    }

    /// <exception cref="DataFolderException">It is marked.</exception>
    public static void Refuse(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (File.Exists(path))
        {
            throw new DataFolderException(
                $"What lies in {folder} was copied to the PostgreSQL database {File.ReadAllText(path).Trim()} and goes on there: set DATABASE_URL to it. To serve from here all the same, as it was then, remove {path}.");
        }
    }
}
