using Weir.Web.Controls;

namespace Weir.Settings;

/// <summary>Every setting in force, by what it is about, with where it was written. Nothing can be changed here.</summary>
public sealed partial class SettingsPage
{
    private Loading<SettingsAnswer> _settings = null!;
    private string? _search;

    protected override void OnInitialized() => _settings = AskAsAdministrator(scope => Task.FromResult(SettingsAnswer.Of(scope.Get<WeirSettings>())));

    protected override Task LoadAsync() => _settings.ReloadAsync();

    private static string Place(SettingAnswer setting) => setting.Source switch
    {
        "appsettings" => "appsettings.json",
        "dotenv" => ".env",
        "environment" => "environment",
        _ => "command line",
    };

    private bool Fits(SettingAnswer setting) =>
        string.IsNullOrWhiteSpace(_search)
        || setting.PlainNames.Append(setting.Key).Append(setting.Help).Append(setting.Value ?? "").Any(text => text.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase));
}
