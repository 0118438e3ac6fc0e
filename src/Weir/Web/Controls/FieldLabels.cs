namespace Weir.Web.Controls;

/// <summary>Refusals name fields as bodies of requests do; on a page they are called as the form calls them.</summary>
internal static class FieldLabels
{
    /// <param name="sentence">Why something was refused.</param>
    /// <param name="labels">What the form calls each field.</param>
    public static string? In(string? sentence, params ReadOnlySpan<(string Field, string Label)> labels)
    {
        foreach (var (field, label) in labels)
        {
            sentence = sentence?.Replace($"\"{field}\"", $"“{label}”", StringComparison.Ordinal);
        }

        return sentence;
    }
}
