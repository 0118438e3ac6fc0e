using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy;

public sealed partial class NameTests
{
    private static readonly HashSet<string> EmptyWords =
        ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Processor", "Base", "Impl", "Common"];

    /// <summary>Empty as the noun of a name only: a <c>DataFolder</c> is a folder.</summary>
    private static readonly HashSet<string> EmptyNouns = ["Info", "Data"];

    /// <summary>Where the word is meant: passwords that many people have.</summary>
    private static readonly HashSet<string> Meant = ["CommonPasswords"];

    private static readonly HashSet<string> Drawers = ["Interfaces", "Services", "Models", "Helpers", "Common", "Utils"];

    [Fact]
    public void Types_NamedForWhatTheyAre() => Rule.Holds(
        from file in Repository.Sources
        from type in file.Types
        where !Meant.Contains(SourceFile.NameOf(type))
        let words = Words().Matches(SourceFile.NameOf(type)).Select(match => match.Value).ToArray()
        where words.Any(EmptyWords.Contains) || EmptyNouns.Contains(words.LastOrDefault(""))
        select $"{file.At(type)}: {SourceFile.NameOf(type)}",
        "These words say nothing. Name the type for the one thing it knows or does; if it does several, split it first.");

    [Fact]
    public void Folders_NamedForWhatTheyDo() => Rule.Holds(
        Repository.Sources.Select(file => Path.GetDirectoryName(file.Path)!).Distinct().Where(folder => folder.Split('/').Any(Drawers.Contains)),
        "A folder is a feature and holds all of it. Move what lies in these drawers to the feature that needs it.");

    [Fact]
    public void Token_NeverBare() => Rule.Holds(
        from file in Repository.Sources
        from node in file.All<SyntaxNode>()
        from name in DeclaredNames(node)
        where name.Text is "Token"
        select file.At(node),
        "Bare Token could be a model's token, a credential or a CancellationToken. Say which: OutputTokens, ApiKey, cancellationToken.");

    [Fact]
    public void Types_StandAloneInAFileOfTheirName() => Rule.Holds(
        from file in Repository.Sources
        let types = file.TopLevelTypes.ToArray()
        where types.Length > 1 || types.Any(type => SourceFile.NameOf(type) != Path.GetFileName(file.Path).Split('.')[0])
        select $"{file.Path}: {string.Join(", ", types.Select(SourceFile.NameOf))}",
        "One top-level type a file, and the file has its name: so that a type is found by its name alone.");

    private static IEnumerable<SyntaxToken> DeclaredNames(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => [type.Identifier],
        DelegateDeclarationSyntax type => [type.Identifier],
        MethodDeclarationSyntax method => [method.Identifier],
        PropertyDeclarationSyntax property => [property.Identifier],
        EnumMemberDeclarationSyntax member => [member.Identifier],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier),
        ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } parameter => [parameter.Identifier],
        _ => [],
    };

    /// <summary>The words of a name in Pascal case: <c>WeirDbContext</c> is Weir, Db, Context.</summary>
    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Words();
}
