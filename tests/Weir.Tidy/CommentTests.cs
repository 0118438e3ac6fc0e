using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy;

public sealed partial class CommentTests
{
    [Fact]
    public void Types_HaveASentence() => Rule.Holds(
        from file in Repository.Sources
        from type in file.TopLevelTypes
        where !SourceFile.NameOf(type).EndsWith("Tests", StringComparison.Ordinal)
        where !type.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
        where !IsFurtherPart(type)
        select $"{file.At(type)}: {SourceFile.NameOf(type)}",
        "Say in one sentence, in the words of the design, what the type is: /// <summary>…</summary>.");

    [Fact]
    public void Regions_NowhereAtAll() => Rule.Holds(
        from file in Repository.Sources
        where file.Syntax.DescendantTrivia(descendIntoTrivia: true).Any(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
        select file.Path,
        "A region hides that a file is too long. Split the file.");

    [Fact]
    public void Todo_OnlyWithAnIssue() => Rule.Holds(
        from file in Repository.Sources
        from trivia in file.Syntax.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        where LooseEnd().IsMatch(trivia.ToString())
        select $"{file.Path}: {trivia}",
        "Do it now, or open an issue and name it: TODO(#123).");

    [Fact]
    public void EmptyCatch_SaysWhy() => Rule.Holds(
        from file in Repository.Sources
        from handler in file.All<CatchClauseSyntax>()
        where handler.Block.Statements.Count == 0
        where !handler.Block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        select file.At(handler),
        "An exception that is swallowed needs its reason in a comment inside the block; without a reason, let it through.");

    /// <summary>The other files of a partial type (<c>Page.razor.cs</c>) needn't repeat the sentence.</summary>
    private static bool IsFurtherPart(MemberDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && Repository.Sources.SelectMany(file => file.TopLevelTypes).Any(other =>
            other != type
            && SourceFile.NameOf(other) == SourceFile.NameOf(type)
            && other.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b(?!\(#\d+\))")]
    private static partial Regex LooseEnd();
}
