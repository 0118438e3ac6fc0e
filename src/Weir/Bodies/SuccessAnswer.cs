namespace Weir.Bodies;

/// <summary>The answer of what has nothing else to say: <c>{"success":true}</c>.</summary>
internal sealed record SuccessAnswer(bool Success = true);
