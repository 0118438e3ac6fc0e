using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Weir.Tidy;

public sealed partial class DocumentTests
{
    private static readonly string[] Documents = [.. Repository.Files("*.md")];

    /// <summary>What the first visitor of the repository looks for.</summary>
    [Fact]
    public void House_HasItsDocuments() => Rule.Holds(
        ((string[])["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md"]).Where(name => !File.Exists(Path.Combine(Repository.Root, name))),
        "These documents belong to the house.");

    [Fact]
    public void Links_LeadSomewhere() => Rule.Holds(
        from document in Documents
        from target in Link().Matches(Fence().Replace(Repository.Read(document), "")).Select(match => match.Groups[1].Value)
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        where !Exists(document, target)
        select $"{document}: {target}",
        "A link within the repository leads nowhere. Mend its path or its #anchor.");

    [Fact]
    public void NamesInProse_Exist()
    {
        var identifiers = Repository.Sources
            .SelectMany(file => file.Syntax.DescendantTokens())
            .Where(word => word.IsKind(SyntaxKind.IdentifierToken))
            .Select(word => word.Text)
            .Concat(Repository.Files("*.csproj").Concat(Repository.Files("*.razor")).Select(path => Path.GetFileNameWithoutExtension(path)))
            .ToHashSet();

        Rule.Holds(
            from document in Documents
            where document is "ARCHITECTURE.md" or "CONTRIBUTING.md"
            from name in CodeName().Matches(Fence().Replace(Repository.Read(document), "")).Select(match => match.Groups[1].Value)
            where !identifiers.Contains(name)
            select $"{document}: {name}",
            "The prose names something that is not in the code (any more). Name what is there.");
    }

    private static bool Exists(string document, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0
            ? Path.Combine(Repository.Root, document)
            : Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, Uri.UnescapeDataString(parts[0]));
        if (parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal))
        {
            return File.Exists(path) || Directory.Exists(path);
        }

        return File.Exists(path) && Heading().Matches(File.ReadAllText(path)).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]);
    }

    /// <summary>As GitHub makes it: <c>## The life of an exchange</c> is <c>#the-life-of-an-exchange</c>.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?ms)^```.*?^```")]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?m)^#+ +(.+?)\r?$")]
    private static partial Regex Heading();

    /// <summary>Words in Pascal case of at least two humps, as types are named: <c>`WeirDbContext`</c>.</summary>
    [GeneratedRegex(@"`([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)`")]
    private static partial Regex CodeName();
}
