namespace Weir.Upstreams;

/// <summary>What a form knows of a kind of upstream before anybody has typed.</summary>
/// <param name="Kind">As endpoints write it.</param>
/// <param name="Label">As people call it.</param>
/// <param name="Hint">When to choose it.</param>
/// <param name="Name">What most call theirs.</param>
/// <param name="Address">Where it usually is; null where it can be anywhere.</param>
/// <param name="AddressExample">What an address looks like.</param>
/// <param name="KeyHint">Where its key comes from.</param>
internal sealed record UpstreamPreset(string Kind, string Label, string Hint, string Name, string? Address, string AddressExample, string KeyHint);
