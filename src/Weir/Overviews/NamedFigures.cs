using Weir.Usage;

namespace Weir.Overviews;

/// <summary>What was used of a model or at an upstream.</summary>
/// <param name="Name">The model as callers named it, or the upstream.</param>
/// <param name="Figures">Added up.</param>
internal sealed record NamedFigures(string Name, UsageFigures Figures);
