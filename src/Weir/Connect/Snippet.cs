namespace Weir.Connect;

/// <summary>A piece of text to copy.</summary>
/// <param name="Title">What to do with it: "Install", "In the file ~/.codex/config.toml".</param>
/// <param name="Language">What it is written in, by the name that markdown has for it.</param>
/// <param name="Text">The text.</param>
internal sealed record Snippet(string Title, string Language, string Text);
