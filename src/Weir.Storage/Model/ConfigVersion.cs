namespace Weir.Storage.Model;

/// <summary>One row, bumped by every administrative write; each process polls it and drops its caches when it changed.</summary>
public sealed class ConfigVersion
{
    public int Id { get; set; }

    public long Version { get; set; }
}
