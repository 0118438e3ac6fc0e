using System.Text.RegularExpressions;

namespace Weir.Tidy;

public sealed partial class PageTests
{
    /// <summary>Razor takes <c>tokens@if</c> for an address of mail and shows it as it stands.</summary>
    [Fact]
    public void Statements_StandApartFromWords() => Rule.Holds(
        from page in Repository.Files("*.razor")
        from line in Repository.Read(page).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where Glued().IsMatch(line.Text)
        select $"{page}:{line.Number}",
        "Razor shows this statement as text, because a word stands right before it. Write @(… ? … : …), or begin a new element.");

    [GeneratedRegex(@"[A-Za-z0-9]@(if|for|foreach|switch|while)\b")]
    private static partial Regex Glued();
}
