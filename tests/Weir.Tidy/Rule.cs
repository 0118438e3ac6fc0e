namespace Weir.Tidy;

/// <summary>How a broken rule is reported: every offender, and what to do instead.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> offenders, string instead)
    {
        var found = offenders.Order(StringComparer.Ordinal).ToArray();
        if (found.Length > 0)
        {
            Assert.Fail($"{instead}\n  {string.Join("\n  ", found)}");
        }
    }
}
