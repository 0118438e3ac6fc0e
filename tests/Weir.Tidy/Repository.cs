namespace Weir.Tidy;

/// <summary>The files of the repository, found from the solution upwards of where the tests run. Build outputs aren't among them.</summary>
internal static class Repository
{
    private static readonly string[] Outputs = ["bin", "obj", "node_modules", "artifacts", "data", "TestResults", ".git"];

    public static string Root { get; } = FindRoot();

    /// <summary>All C# that people write: migrations are generated.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files("*.cs").Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal)).Select(path => new SourceFile(path))];

    /// <summary>Paths from the root, with <c>/</c>.</summary>
    public static IEnumerable<string> Files(string pattern) => Walk(Root)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Where(inner => !Outputs.Contains(Path.GetFileName(inner)))
            .SelectMany(Walk)
            .Prepend(folder);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Weir.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No Weir.slnx above the tests.");
        }

        return folder;
    }
}
