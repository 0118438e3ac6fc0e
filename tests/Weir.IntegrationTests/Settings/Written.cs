using Weir.Settings;

namespace Weir.IntegrationTests.Settings;

/// <summary>Settings as if written in the environment.</summary>
internal static class Written
{
    public static WeirSettings Bind(params IEnumerable<(string Name, string Value)> variables) => SettingsBinding.Bind(Sources(variables));

    public static IReadOnlyList<string> Problems(params IEnumerable<(string Name, string Value)> variables) =>
        Xunit.Assert.Throws<SettingsException>(() => Bind(variables)).Problems;

    public static SettingSources Sources(params IEnumerable<(string Name, string Value)> variables)
    {
        var sources = new SettingSources();
        sources.AddVariables(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
        return sources;
    }
}
