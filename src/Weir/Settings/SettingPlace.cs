namespace Weir.Settings;

/// <summary>Where a setting was written; a later one counts over an earlier.</summary>
internal enum SettingPlace
{
    /// <summary>Nowhere: the default holds.</summary>
    Default,

    /// <summary><c>appsettings.json</c> in the working directory.</summary>
    AppSettings,

    /// <summary><c>.env</c> there.</summary>
    DotEnv,

    /// <summary>A variable of the environment.</summary>
    Environment,

    /// <summary>An option of the command line.</summary>
    CommandLine,
}
