using System.Collections;

namespace Weir.Settings;

/// <summary>
/// Gathers what was written where. The command line counts over the environment, that over a <c>.env</c> file in the working directory,
/// that over <c>appsettings.json</c> there. An empty value counts as none, since that is what an unset variable becomes in a compose file.
/// </summary>
internal sealed class SettingSources
{
    private const string AppSettings = "appsettings.json";

    private readonly Dictionary<string, WrittenSetting> _written = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    /// <summary>Every setting by its full name, <c>Weir:Port</c> say.</summary>
    public IReadOnlyDictionary<string, WrittenSetting> Written => _written;

    /// <summary>Why Weir cannot start with what was written.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the files of a folder and the environment of this process.</summary>
    public static SettingSources Load(string folder)
    {
        var sources = new SettingSources();
        sources.AddJson(Path.Combine(folder, AppSettings));
        var dotEnv = Path.Combine(folder, DotEnvFile.Name);
        if (File.Exists(dotEnv))
        {
            sources.AddDotEnv(File.ReadLines(dotEnv));
        }

        sources.AddVariables(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));
        return sources;
    }

    public void AddJson(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            var json = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false).Build();
            foreach (var (key, value) in json.AsEnumerable())
            {
                Add(key, value ?? "", $"{key} in {AppSettings}", SettingPlace.AppSettings);
            }
        }
        catch (InvalidDataException broken)
        {
            _problems.Add($"{AppSettings} cannot be read: {broken.InnerException?.Message ?? broken.Message}");
        }
    }

    public void AddDotEnv(IEnumerable<string> lines) => AddVariables(DotEnvFile.Parse(lines, _problems), SettingPlace.DotEnv);

    /// <param name="variables">Environment variables, or lines of a file that mean the same.</param>
    /// <param name="place">Where they were written.</param>
    public void AddVariables(IEnumerable<KeyValuePair<string, string>> variables, SettingPlace place = SettingPlace.Environment)
    {
        var suffix = place == SettingPlace.DotEnv ? $" in {DotEnvFile.Name}" : "";
        var all = variables.Where(variable => variable.Value.Length > 0).ToList();
        foreach (var (name, setting) in PlainVariables.Settings)
        {
            Add(setting, all.LastOrDefault(variable => variable.Key == name).Value ?? "", name + suffix, place);
        }

        // After the plain names: who writes Weir__Port beside PORT means this program.
        foreach (var (name, value) in all.Where(variable => variable.Key.Contains("__", StringComparison.Ordinal)))
        {
            Add(name.Replace("__", ":", StringComparison.Ordinal), value, name + suffix, place);
        }
    }

    /// <summary>An option of the command line.</summary>
    public void AddOption(string setting, string? value, string name) => Add(setting, value ?? "", name, SettingPlace.CommandLine);

    /// <summary>The same for the frameworks, which read their log levels from it.</summary>
    public IConfiguration ToConfiguration() => new ConfigurationBuilder()
        .AddInMemoryCollection(_written.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value.Value)))
        .Build();

    private void Add(string setting, string value, string name, SettingPlace place)
    {
        if (value.Length > 0)
        {
            _written[setting] = new(value, name, place);
        }
    }
}
