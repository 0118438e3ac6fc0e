namespace Weir.TestKit.Processes;

/// <summary>How to start Weir as a process of its own.</summary>
public sealed class LaunchSettings
{
    /// <summary>The folder of the database; it outlives the process.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What the process runs with besides; nothing of the test's own settings is passed on.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Arguments after <c>weir</c>; none is <c>serve</c>.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The assembly to run: by default the one that lies beside the tests.</summary>
    public string Assembly { get; init; } = Path.Combine(AppContext.BaseDirectory, "weir.dll");

    /// <summary>
    /// Programs before <c>dotnet</c> that set something for the process and then become it, such as <c>setpriv … --</c>; none as a rule.
    /// </summary>
    public string[] Through { get; init; } = [];

    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(30);
}
