namespace Weir.Settings;

/// <summary>A setting as administrators see it.</summary>
/// <param name="Key">As a variable is called: <c>Weir__Port</c>.</param>
/// <param name="PlainNames">The shorter names that it has too: <c>PORT</c>.</param>
/// <param name="Group">What it is about.</param>
/// <param name="Help">What it means.</param>
/// <param name="IsSecret">True for what is never shown.</param>
/// <param name="IsSet">True when it was written; else its default holds.</param>
/// <param name="Value">What holds; null for a secret, and where there is no default.</param>
/// <param name="Source"><c>default</c>, <c>appsettings</c>, <c>dotenv</c>, <c>environment</c> or <c>command_line</c>.</param>
/// <param name="WrittenAs">How it was called there: <c>PORT in .env</c>; null for a default.</param>
internal sealed record SettingAnswer(
    string Key,
    IReadOnlyList<string> PlainNames,
    string Group,
    string Help,
    bool IsSecret,
    bool IsSet,
    string? Value,
    string Source,
    string? WrittenAs)
{
    public static SettingAnswer Of(SettingInForce setting) => new(
        setting.Key,
        setting.PlainNames,
        setting.Group,
        setting.Help,
        setting.IsSecret,
        setting.IsSet,
        setting.Value,
        setting.Place switch
        {
            SettingPlace.Default => "default",
            SettingPlace.AppSettings => "appsettings",
            SettingPlace.DotEnv => "dotenv",
            SettingPlace.Environment => "environment",
            _ => "command_line",
        },
        setting.WrittenAs);
}
