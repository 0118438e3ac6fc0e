namespace Weir.Proxy.Dialects;

/// <summary>Asks an upstream how many tokens a request's input has.</summary>
/// <param name="Path">The path at the upstream.</param>
/// <param name="Body">What is sent there.</param>
internal sealed record CountQuestion(string Path, byte[] Body);
