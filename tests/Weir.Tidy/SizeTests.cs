using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy;

public sealed class SizeTests
{
    private const int LongestFile = 300;

    private const int LongestMethod = 70;

    private const int MostParameters = 6;

    /// <summary>An exchange has seven steps, and one place shows them all.</summary>
    private const string Steps = "src/Weir.Proxy/Exchanges/ExchangePipeline.cs";

    /// <summary>Files that were too long when the rule came: <c>path lines</c>. The list may only shrink.</summary>
    private static readonly Dictionary<string, int> OldOffenders = Repository.Read("tests/Weir.Tidy/long-files.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#')
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture));

    [Fact]
    public void Files_AtMost300Lines() => Rule.Holds(
        Repository.Sources.Where(file => file.Lines > OldOffenders.GetValueOrDefault(file.Path, LongestFile)).Select(file => $"{file.Path}: {file.Lines} lines"),
        $"A file over {LongestFile} lines holds more than one thing. Find the second noun in it and give it a file of its own.");

    [Fact]
    public void OldOffenders_OnlyShrink() => Rule.Holds(
        from entry in OldOffenders
        let lines = Repository.Sources.FirstOrDefault(file => file.Path == entry.Key)?.Lines ?? 0
        where lines < entry.Value
        select lines > LongestFile ? $"{entry.Key} {lines}" : $"{entry.Key}: take it off the list",
        "A long file became shorter. Write its new length into tests/Weir.Tidy/long-files.txt, so that it stays so.");

    [Fact]
    public void Methods_AtMost70Lines() => Rule.Holds(
        from file in Repository.Sources
        from method in file.All<SyntaxNode>().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax)
        let lines = Lines(method)
        where lines > LongestMethod
        select $"{file.At(method)}: {lines} lines",
        $"A method over {LongestMethod} lines can't be read at a glance. Name its steps and make each a method.");

    /// <summary>Of a record only those written out: its positional ones are its properties, and the wire says how many there are.</summary>
    [Fact]
    public void Constructors_AtMostSixParameters() => Rule.Holds(
        from file in Repository.Sources
        from list in file.All<ParameterListSyntax>()
        where list.Parent is ConstructorDeclarationSyntax or TypeDeclarationSyntax and not RecordDeclarationSyntax && list.Parameters.Count > (file.Path == Steps ? 7 : MostParameters)
        select $"{file.At(list)}: {list.Parameters.Count} parameters",
        $"A constructor with more than {MostParameters} parameters is two classes, or a record with required properties.");

    /// <summary>From the first word to the closing brace, documentation left out.</summary>
    private static int Lines(SyntaxNode method)
    {
        var span = method.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
