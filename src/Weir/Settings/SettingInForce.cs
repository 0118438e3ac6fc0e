namespace Weir.Settings;

/// <summary>A setting that this process runs with. Of a secret it is known only whether it is there.</summary>
internal sealed record SettingInForce
{
    /// <summary>As a variable is called: <c>Weir__Port</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The shorter names that it has too: <c>PORT</c>.</summary>
    public required IReadOnlyList<string> PlainNames { get; init; }

    public required bool IsSecret { get; init; }

    /// <summary>True when it was written, in a place that counts.</summary>
    public required bool IsSet { get; init; }

    /// <summary>What was written, else the default; null for a secret, and where there is no default.</summary>
    public required string? Value { get; init; }

    public required SettingPlace Place { get; init; }

    /// <summary>How it was called there: <c>PORT in .env</c>; null for a default.</summary>
    public required string? WrittenAs { get; init; }

    /// <summary>What it is about: <c>Server</c>, say.</summary>
    public required string Group { get; init; }

    /// <summary>What it means, in a sentence.</summary>
    public required string Help { get; init; }
}
