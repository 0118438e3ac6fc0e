namespace Weir.TestKit.Upstreams;

/// <summary>An act at a point. Each cue of a script is taken once per answer.</summary>
public sealed record Cue(Point At, Act Do);
