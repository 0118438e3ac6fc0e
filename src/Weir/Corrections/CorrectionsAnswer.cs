using System.Text.Json.Serialization;

namespace Weir.Corrections;

/// <summary>Corrections by administrators, newest first.</summary>
/// <param name="Corrections">One page.</param>
/// <param name="Next">For <c>?before=</c>, to get the page after this one; left out when there is none.</param>
internal sealed record CorrectionsAnswer(
    IReadOnlyList<CorrectionLine> Corrections,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
