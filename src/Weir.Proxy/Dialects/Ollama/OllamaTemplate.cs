using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads a prompt template that a request brings along, <c>{{ if .System }}{{ .System }} {{ end }}{{ .Prompt }}</c>. It is a program in Go's template
/// language and can make any length of text out of a few bytes, so one that is more than this form is held to fill the context window.
/// </summary>
internal static partial class OllamaTemplate
{
    public static string? Read(ref JsonScanner reader, RequestPeek peek)
    {
        var problem = OllamaTexts.ReadText(ref reader, peek);
        if (problem is null && reader.TokenType == JsonTokenType.String)
        {
            peek.HasOpaqueDocuments |= !IsPlain(reader.GetString());
        }

        return problem;
    }

    /// <summary>True when it writes each text of the request once at the most.</summary>
    internal static bool IsPlain(string template)
    {
        var rest = Plain().Replace(template, "");
        var written = Written().Matches(template);
        return !rest.Contains("{{", StringComparison.Ordinal) && written.Select(action => action.Groups[1].Value).Distinct().Count() == written.Count;
    }

    /// <summary>Conditions, and fields that are written as they are.</summary>
    [GeneratedRegex(@"\{\{-?\s*(?:if\s+(?:not\s+)?\.\w+|else(?:\s+if\s+\.\w+)?|end|\.(?:System|Prompt|Response|Suffix))\s*-?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\{\{-?\s*\.(\w+)\s*-?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
