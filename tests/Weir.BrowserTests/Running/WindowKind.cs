namespace Weir.BrowserTests.Running;

/// <summary>What a person's browser is like.</summary>
public sealed record WindowKind
{
    /// <summary>In CSS pixels: 390 is a phone, 1440 a laptop.</summary>
    public int Width { get; init; } = 1440;

    public bool IsDark { get; init; }

    /// <summary>IANA name of the person's time zone.</summary>
    public string Zone { get; init; } = "Europe/Berlin";
}
