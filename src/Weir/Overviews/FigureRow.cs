using Weir.Usage;

namespace Weir.Overviews;

/// <summary>A line of a table of figures.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Address">Where its requests are listed.</param>
/// <param name="Figures">Added up.</param>
public sealed record FigureRow(string Name, string Address, UsageFigures Figures);
