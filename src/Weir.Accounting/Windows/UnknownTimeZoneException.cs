namespace Weir.Accounting;

/// <summary>There is no such time zone on this machine: a wrong name, or no time zone database.</summary>
public sealed class UnknownTimeZoneException(string name, Exception? cause = null)
    : Exception($"There is no time zone \"{name}\". Names are those of the IANA database, such as Europe/Berlin, America/Sao_Paulo or UTC; on Linux the package tzdata has it.", cause)
{
    /// <summary>The name that was looked for.</summary>
    public string Name { get; } = name;
}
