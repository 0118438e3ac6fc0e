using Weir.Accounting;
using Weir.Upstreams;

namespace Weir.Budgets;

/// <summary>The words of <see cref="BudgetWords"/>, for reading bodies.</summary>
internal static class BudgetVocabulary
{
    public static Vocabulary<SubjectKind> Subjects { get; } = new([.. Enum.GetValues<SubjectKind>().Select(value => (value, BudgetWords.Of(value)))]);

    public static Vocabulary<BudgetUnit> Units { get; } = new([.. Enum.GetValues<BudgetUnit>().Select(value => (value, BudgetWords.Of(value)))]);

    public static Vocabulary<WindowKind> Windows { get; } = new([.. Enum.GetValues<WindowKind>().Select(value => (value, BudgetWords.Of(value)))]);

    public static Vocabulary<ShortRoom> WhenShort { get; } = new([.. Enum.GetValues<ShortRoom>().Select(value => (value, BudgetWords.Of(value)))]);
}
