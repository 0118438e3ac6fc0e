namespace Weir.Errors;

/// <summary>A refusal in the shape of Weir's own API.</summary>
/// <param name="Error">One sentence: what is wrong, and what would work.</param>
/// <param name="Code">For programs, where a page reacts to the refusal; else left out.</param>
internal sealed record ErrorAnswer(string Error, string? Code = null);
