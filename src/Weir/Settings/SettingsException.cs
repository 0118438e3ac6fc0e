namespace Weir.Settings;

/// <summary>What was written cannot be run with. It names every problem at once.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
