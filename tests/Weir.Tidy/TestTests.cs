using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Weir.Tidy;

public sealed class TestTests
{
    private static readonly HashSet<string> Sleeps = ["Task.Delay", "Thread.Sleep"];

    [Fact]
    public void Tests_NeverSleep() => Rule.Holds(
        from file in Repository.Sources
        where file.IsTest
        from call in file.All<InvocationExpressionSyntax>()
        where Sleeps.Contains(call.Expression.ToString())
        select file.At(call),
        "A sleep is too long or too short. Await the event itself (a Gate, TruthBook.WhenAsync), advance a FakeTimeProvider, or use Eventually.");

    [Fact]
    public void Tests_AreNeverSkipped() => Rule.Holds(
        from file in Repository.Sources
        where file.IsTest
        from method in TestMethods(file)
        where method.AttributeLists.ToString().Contains("Skip", StringComparison.Ordinal)
        select file.At(method),
        "A skipped test tests nothing. Mend it, or delete it with its reason in the commit.");

    /// <summary>Not proof that a test can fail, but the ones that can't have this in common.</summary>
    [Fact]
    public void Tests_AssertSomething() => Rule.Holds(
        from file in Repository.Sources
        where file.IsTest
        from method in TestMethods(file)
        where !MentionsAssertion(method) && !CallsOneThatDoes(file, method)
        select $"{file.At(method)}: {method.Identifier.Text}",
        "A test that asserts nothing can't fail. Say what must be true after it.");

    [Fact]
    public void Tests_NamedSubjectConditionOutcome() => Rule.Holds(
        from file in Repository.Sources
        where file.IsTest
        from method in TestMethods(file)
        where !method.Identifier.Text.Contains('_', StringComparison.Ordinal)
        select $"{file.At(method)}: {method.Identifier.Text}",
        "A test's name is a sentence in parts: Subject_Condition_Outcome.");

    private static IEnumerable<MethodDeclarationSyntax> TestMethods(SourceFile file) => file.All<MethodDeclarationSyntax>()
        .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory"));

    private static bool MentionsAssertion(MethodDeclarationSyntax method) =>
        method.ToString() is var text && ((ReadOnlySpan<string>)["Assert.", "Assertions.Expect", "Rule.Holds", ".Sample("]).ToArray().Any(word => text.Contains(word, StringComparison.Ordinal));

    /// <summary>An assertion that several tests share stands in a method of its own, in the same file or named for asserting.</summary>
    private static bool CallsOneThatDoes(SourceFile file, MethodDeclarationSyntax method)
    {
        var asserting = file.All<MethodDeclarationSyntax>().Where(MentionsAssertion).Select(other => other.Identifier.Text).ToHashSet();
        return method.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => call.Expression.ToString().Split('.')[^1])
            .Any(name => asserting.Contains(name) || name.StartsWith("Assert", StringComparison.Ordinal));
    }
}
