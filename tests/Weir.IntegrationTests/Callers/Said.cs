namespace Weir.IntegrationTests.Callers;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record Said(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"It ended with {ExitCode} and said:\n{Output}\n{Errors}";
}
