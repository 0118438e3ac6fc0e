namespace Weir.Playground;

/// <summary>What stands in the playground, for writing it as code.</summary>
/// <param name="Model">Which model.</param>
/// <param name="Text">The latest message.</param>
/// <param name="System">The system prompt; empty: none.</param>
/// <param name="Temperature">Null: the model's own.</param>
/// <param name="MaxTokens">The output cap.</param>
public sealed record PlaygroundQuestion(string Model, string Text, string System, double? Temperature, int MaxTokens);
