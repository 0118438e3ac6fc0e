namespace Weir.Settings;

/// <summary>All settings that this process runs with.</summary>
/// <param name="Settings">By what they are about.</param>
/// <param name="Remarks">What was written and has no effect, a sentence each.</param>
internal sealed record SettingsAnswer(List<SettingAnswer> Settings, IReadOnlyList<string> Remarks)
{
    public static SettingsAnswer Of(WeirSettings settings) => new([.. settings.InForce.Select(SettingAnswer.Of)], settings.Remarks);
}
