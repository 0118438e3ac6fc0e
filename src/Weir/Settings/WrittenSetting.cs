namespace Weir.Settings;

/// <summary>A setting as the operator wrote it. A class and not a record: a record's <c>ToString</c> would print a key.</summary>
/// <param name="value">What it was set to.</param>
/// <param name="name">How it was called where it was written, for messages: <c>PORT</c>, say, or <c>Weir:Port in appsettings.json</c>.</param>
/// <param name="place">Where that is.</param>
internal sealed class WrittenSetting(string value, string name, SettingPlace place)
{
    public string Value { get; } = value;

    public string Name { get; } = name;

    public SettingPlace Place { get; } = place;
}
