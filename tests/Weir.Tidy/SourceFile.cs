using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy;

/// <summary>A C# file and its syntax.</summary>
internal sealed class SourceFile
{
    public SourceFile(string path)
    {
        Path = path;
        Text = Repository.Read(path);
        Syntax = CSharpSyntaxTree.ParseText(Text, new(LanguageVersion.CSharp14)).GetCompilationUnitRoot();
    }

    /// <summary>From the repository's root.</summary>
    public string Path { get; }

    public string Text { get; }

    public CompilationUnitSyntax Syntax { get; }

    public int Lines => Text.AsSpan().TrimEnd().Count('\n') + 1;

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal) && !Path.StartsWith("tests/Weir.TestKit/", StringComparison.Ordinal);

    /// <summary>Types that stand in no other type.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes => Types.Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax);

    public IEnumerable<MemberDeclarationSyntax> Types => All<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public IEnumerable<T> All<T>()
        where T : SyntaxNode => Syntax.DescendantNodes().OfType<T>();

    /// <summary><c>path:line</c>, to click on.</summary>
    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax named => named.Identifier.Text,
        DelegateDeclarationSyntax named => named.Identifier.Text,
        _ => "",
    };
}
