using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy;

public sealed class UsingTests
{
    /// <summary>The compiler holds all other formatting (IDE0055), but not this.</summary>
    [Fact]
    public void Usings_StandInTheirOrder() => Rule.Holds(
        from file in Repository.Sources
        where !file.Syntax.Usings.SequenceEqual(file.Syntax.Usings.Order(new ByName()))
        select file.Path,
        "Put the using directives in order, those of System first, or let dotnet format do it.");

    /// <summary>As <c>dotnet format</c> sorts: namespaces, types, aliases; part by part, so that the shorter of two comes first.</summary>
    private sealed class ByName : IComparer<UsingDirectiveSyntax>
    {
        public int Compare(UsingDirectiveSyntax? x, UsingDirectiveSyntax? y)
        {
            var (one, other) = (Key(x!), Key(y!));
            var byKind = (one.Kind, one.IsForeign).CompareTo((other.Kind, other.IsForeign));
            return byKind != 0 ? byKind
                : one.Parts.Zip(other.Parts, StringComparer.OrdinalIgnoreCase.Compare).FirstOrDefault(order => order != 0) is var order and not 0 ? order
                : one.Parts.Length.CompareTo(other.Parts.Length);
        }

        private static (int Kind, bool IsForeign, string[] Parts) Key(UsingDirectiveSyntax directive)
        {
            var kind = directive.Alias is not null ? 2 : directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) ? 1 : 0;
            var parts = (directive.Alias?.Name.ToString() ?? directive.NamespaceOrType.ToString()).Split('.');
            return (kind, kind < 2 && parts[0] != "System", parts);
        }
    }
}
